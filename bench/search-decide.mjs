// How long stoppers take to decide, at many trials. Never part of `npm test`.
//
//   node bench/search-decide.mjs [--trials 10000] [--only NAME]
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import { root } from '../scripts/set-up.mjs';

const { values: options } = parseArgs({
  options: { trials: { type: 'string', default: '10000' }, only: { type: 'string' } },
});
const trials = Number(options.trials);
if (!Number.isInteger(trials) || trials < 10) {
  console.error('--trials takes a whole number from 10 on');
  process.exit(2);
}
const cache = join(root, '.cache');
mkdirSync(cache, { recursive: true });
const outfile = join(cache, `search-decide-${process.pid}.mjs`);
buildSync({
  stdin: {
    contents: "export { decideBench } from './bench/stoppers/decide.ts';",
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
  const { decideBench } = await import(pathToFileURL(outfile).href);
  decideBench(trials, options.only);
} finally {
  rmSync(outfile, { force: true });
}
