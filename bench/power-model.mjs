// The power model of machines without counters: fits it on published results, checks it by cross-validation, and prints its errors beside
// those of the rules that others publish, on the same rows. Never part of `npm test`.
//
//   bench/power-model DIR [--fit] [--partitions 10] [--date YYYY-MM-DD]
//
// DIR holds specpower_train.csv (idle and every tenth of the load) and specpower_2026_train.csv (idle and full load), collections of
// SPECpower_ssj2008 results; and, where they are there, teads_aws_instances.csv and codecarbon_rapl_load_profiles.csv (package power by load).
// --fit writes data/hardware/wall_model.json and wall_busy.json and the report in docs/bench. The same files give the same coefficients.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../scripts/set-up.mjs';
import { importBundled } from './import-bundled.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fit: { type: 'boolean', default: false },
    partitions: { type: 'string', default: '10' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
});
const [folder] = positionals;
const partitions = Number(options.partitions);
if (folder === undefined || positionals.length > 1 || !Number.isInteger(partitions) || partitions < 1) {
  console.error('usage: bench/power-model DIR [--fit] [--partitions 10] [--date YYYY-MM-DD]');
  process.exit(2);
}
const missing = ['specpower_train.csv', 'specpower_2026_train.csv'].find(
  (name) => !existsSync(join(folder, name)),
);
if (missing !== undefined) {
  console.error(`${join(folder, missing)} is missing`);
  process.exit(2);
}

const { powerModelBench } = await importBundled(
  "export { powerModelBench } from './bench/power-model-fit/main.ts';",
);
powerModelBench({
  folder,
  root,
  fit: options.fit,
  partitions,
  date: options.date,
  say: (text) => process.stdout.write(text),
});
