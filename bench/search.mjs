// The search beside Optuna on replayed trainings, in joules (docs/methodology/search-engine.md). Never part of `npm test`.
//
//   npm run bench:search -- [--data DIR]… [--only SUITE] [--seeds 5] [--engine auto,…] [--workers 1]
//     [--checkpoints] [--power even|varied] [--peers NAMES] [--peers-only] [--kept-only] [--out DIR]
//
// DIR holds tables in the forms of bench/search/data, or as bench/search/tables/make_tables.py makes them. Several engines are compared, and chosen with a
// suite left out. Trajectories of Optuna that are not kept yet are computed first (an environment of
// Python is made under .cache on first use); ended at any moment, it goes on where it was.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pythonWith, root } from '../scripts/set-up.mjs';
import { importBundled } from './import-bundled.mjs';

const { values: options } = chosen({
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    data: { type: 'string', multiple: true },
    only: { type: 'string' },
    seeds: { type: 'string', default: '5' },
    engine: { type: 'string', default: 'auto' },
    workers: { type: 'string', default: '1' },
    peers: { type: 'string' },
    'peers-only': { type: 'boolean', default: false },
    'kept-only': { type: 'boolean', default: false },
    checkpoints: { type: 'boolean', default: false },
    power: { type: 'string', default: 'even' },
    out: { type: 'string' },
  },
});
if (options.help) {
  const comment = readFileSync(fileURLToPath(import.meta.url), 'utf8').match(/^(?:\/\/.*\n)+/)?.[0] ?? '';
  console.log(comment.replaceAll(/^\/\/ ?/gm, ''));
  process.exit(0);
}
const [seeds, workers] = [options.seeds, options.workers].map(Number);
if (![seeds, workers].every((n) => Number.isInteger(n) && n > 0)) {
  refuse('--seeds and --workers take whole numbers above zero');
}

const cache = join(root, '.cache');
// Trajectories on other tables stay out of the repository.
const kept = join(root, 'bench', 'search', 'peers');
const { searchBench } = await importBundled("export { searchBench } from './bench/search/main.ts';");
await searchBench({
  folders: (options.data ?? [join(root, 'bench', 'search', 'data')]).map((folder) => resolve(folder)),
  kept: options.data === undefined ? [kept] : [join(cache, 'search-peers'), kept],
  script: join(root, 'bench', 'search', 'optuna_peer.py'),
  python: () => pythonWith('bench/search/requirements.txt'),
  only: options.only,
  names: options.peers?.split(','),
  seeds,
  workers,
  engines: options.engine.split(','),
  checkpoints: options.checkpoints,
  power: options.power,
  peersOnly: options['peers-only'],
  keptOnly: options['kept-only'],
  out: options.out === undefined ? undefined : resolve(options.out),
}).catch((error) => {
  if (error.name !== 'UsageError') throw error;
  refuse(error.message);
});

function chosen(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    return refuse(error.message);
  }
}

function refuse(why) {
  console.error(`${why}\nnpm run bench:search -- --help says what there is`);
  process.exit(2);
}
