// How often the curve stopper is wrong, beside the rate that it promises, on replayed trainings. Never part of `npm test`.
//
//   node bench/search-false-stops.mjs [--data DIR] [--rates 0.05,0.1,0.2] [--seeds 10] [--trials 100] [--controls 0.1] [--sampler random|tpe]
//
// DIR holds tables in the forms of bench/search/data.
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import { root } from '../scripts/set-up.mjs';

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
const cache = join(root, '.cache');
mkdirSync(cache, { recursive: true });
const outfile = join(cache, `false-stops-${process.pid}.mjs`);
buildSync({
  stdin: {
    contents: "export { falseStops } from './bench/stoppers/false-stops.ts';",
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  logLevel: 'error',
});
try {
  const { falseStops } = await import(pathToFileURL(outfile).href);
  falseStops({
    folder: resolve(options.data),
    rates: options.rates.split(',').map(Number),
    seeds: Number(options.seeds),
    trials: Number(options.trials),
    controls: Number(options.controls),
    sampler: options.sampler,
  });
} finally {
  rmSync(outfile, { force: true });
}
