// How often the curve stopper is wrong, beside the rate that it promises, on replayed trainings. Never part of `npm test`.
//
//   node bench/search-false-stops.mjs [--data DIR] [--rates 0.05,0.1,0.2] [--seeds 10] [--trials 100] [--controls 0.1] [--sampler random|tpe]
//
// DIR holds tables in the forms of bench/search/data.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../scripts/set-up.mjs';
import { importBundled } from './import-bundled.mjs';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: join(root, 'bench', 'search', 'data') },
    rates: { type: 'string', default: '0.05,0.1,0.2' },
    seeds: { type: 'string', default: '10' },
    trials: { type: 'string', default: '100' },
    controls: { type: 'string', default: '0.1' },
    sampler: { type: 'string', default: 'random' },
  },
});
const { falseStops } = await importBundled("export { falseStops } from './bench/stoppers/false-stops.ts';");
falseStops({
  folder: resolve(options.data),
  rates: options.rates.split(',').map(Number),
  seeds: Number(options.seeds),
  trials: Number(options.trials),
  controls: Number(options.controls),
  sampler: options.sampler,
});
