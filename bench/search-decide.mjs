// How long stoppers take to decide, at many trials. Never part of `npm test`.
//
//   node bench/search-decide.mjs [--trials 10000] [--only NAME]
import { parseArgs } from 'node:util';
import { importBundled } from './import-bundled.mjs';

const { values: options } = parseArgs({
  options: { trials: { type: 'string', default: '10000' }, only: { type: 'string' } },
});
const trials = Number(options.trials);
if (!Number.isInteger(trials) || trials < 10) {
  console.error('--trials takes a whole number from 10 on');
  process.exit(2);
}
const { decideBench } = await importBundled("export { decideBench } from './bench/stoppers/decide.ts';");
decideBench(trials, options.only);
