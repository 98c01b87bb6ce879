// How long a proposal takes with 10 parameters after so many trials, beside Optuna 5.0.0 where a Python with it is given.
//
//   node bench/search-ask.mjs [--trials 30,100,1000,10000] [--asks 21] [--only SAMPLER] [--python PATH]
//
// A proposal is timed with the trial's start and end told to the sampler, since what it learns then is part of its price. Median of the
// asks, milliseconds of processor time, so that a busy machine does not matter.
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { importBundled } from './import-bundled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    trials: { type: 'string', default: '30,100,300,1000,3000,10000' },
    asks: { type: 'string', default: '21' },
    only: { type: 'string' },
    python: { type: 'string' },
  },
});
const counts = options.trials.split(',').map(Number);
const asks = Number(options.asks);
if (![...counts, asks].every((n) => Number.isInteger(n) && n > 0)) {
  console.error('--trials and --asks take whole numbers above zero');
  process.exit(2);
}

const samplers = 'src/search/samplers';
const {
  autoSampler,
  gpSampler,
  randomSampler,
  sobolSampler,
  tpeSampler,
  nsga2Sampler,
  cmaEsSampler,
  streamOf,
} = await importBundled(`
      export { autoSampler } from './src/search/auto/auto-sampler.ts';
      export { gpSampler } from './${samplers}/gp/gp-sampler.ts';
      export { randomSampler } from './${samplers}/random-sampler.ts';
      export { sobolSampler } from './${samplers}/sobol-sampler.ts';
      export { tpeSampler } from './${samplers}/tpe/tpe-sampler.ts';
      export { nsga2Sampler } from './${samplers}/nsga2-sampler.ts';
      export { cmaEsSampler } from './${samplers}/cma-es/cma-es-sampler.ts';
      export { streamOf } from './src/search/random/stream-of.ts';`);

const floats = Array.from({ length: 10 }, (_, k) => ({
  kind: 'float',
  name: `x${k}`,
  low: 0,
  high: 1,
  scale: 'linear',
}));
const mixed = [
  ...floats.slice(0, 2),
  { kind: 'float', name: 'lr', low: 1e-5, high: 0.1, scale: 'log' },
  { kind: 'float', name: 'dropout', low: 0, high: 0.5, scale: 'linear', step: 0.1 },
  { kind: 'integer', name: 'layers', low: 1, high: 8, scale: 'linear' },
  { kind: 'integer', name: 'units', low: 1, high: 1024, scale: 'log' },
  { kind: 'integer', name: 'steps', low: 1, high: 100_000, scale: 'linear' },
  { kind: 'integer', name: 'batch', low: 8, high: 512, scale: 'linear', step: 8 },
  { kind: 'categorical', name: 'opt', choices: ['adam', 'sgd', 'lion'] },
  { kind: 'categorical', name: 'act', choices: ['relu', 'gelu'] },
];
const every = [
  ['auto', floats, autoSampler()],
  ['auto, all kinds of parameters', mixed, autoSampler()],
  ['auto, only 8 parameters', floats.slice(0, 8), autoSampler()],
  ['auto, only 3 parameters', floats.slice(0, 3), autoSampler()],
  ['random', floats, randomSampler()],
  ['sobol', floats, sobolSampler()],
  ['tpe', floats, tpeSampler()],
  [
    'tpe, 48 candidates, cost, rungs',
    floats,
    tpeSampler({
      candidates: 48,
      rungs: () => [1, 3, 9],
      cost: { logOf: ({ x0 }) => x0, weight: () => 0.5 },
    }),
  ],
  ['tpe, all kinds of parameters', mixed, tpeSampler()],
  ['gp', floats, gpSampler()],
  ['motpe, two objectives', floats, tpeSampler(), 2],
  ['nsga2, two objectives', floats, nsga2Sampler(), 2],
  ['cma-es', floats, cmaEsSampler()],
];

const table = every.filter(([name]) => options.only === undefined || name.startsWith(options.only));

console.log(
  `proposals with 10 parameters, ms of processor time (median of ${asks}); ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`,
);
row('sampler', counts);
for (const [name, parameters, make, objectives = 1] of table)
  row(
    name,
    counts.map((count) => timed(parameters, make, objectives, count)),
  );
if (options.python === undefined) {
  console.log('Optuna: not measured (--python PATH of an environment with optuna==5.0.0)');
} else {
  const { status, stdout } = spawnSync(
    options.python,
    [join(root, 'bench', 'search-ask.py'), String(asks), ...counts.map(String)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (status !== 0) process.exit(1);
  for (const [name, times] of Object.entries(JSON.parse(stdout))) row(name, times);
}

function timed(parameters, make, objectives, count) {
  const trials = [];
  const study = {
    space: { parameters, fixed: {} },
    objectives: Array.from({ length: objectives }, () => ({ metric: 'loss', goal: 'minimize' })),
    maxResource: 9,
    seed: 1,
    trials,
    spent: 0,
    workers: 1,
  };
  const sampler = make(study);
  const fill = randomSampler({ repeats: true })(study);
  const times = [];
  while (trials.length < count + asks) {
    const number = trials.length;
    const isFill = number < count;
    // What happened before is told as it would be after a restart.
    const started = process.cpuUsage();
    const stream = streamOf(1, number, 'proposal');
    const configuration = (isFill ? fill : sampler).propose(number, stream);
    const values = Object.values(configuration).filter((value) => typeof value === 'number');
    const losses = Array.from({ length: objectives }, (_, k) =>
      values.reduce((sum, x) => sum + (x - 0.3 - 0.4 * k) ** 2, 0),
    );
    const trial = {
      number,
      configuration,
      origin: 'sampler',
      state: 'running',
      reports: [],
      joules: 0,
      isControl: false,
    };
    sampler.learn?.(trial, 'started');
    trials.push({ ...trial, state: 'complete', losses, reports: [{ resource: 9, losses, joules: 1 }] });
    sampler.learn?.(trials[number], 'ended');
    const { user, system } = process.cpuUsage(started);
    if (!isFill) times.push((user + system) / 1000);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

function row(name, cells) {
  const text = cells.map((cell) =>
    (Number.isInteger(cell) && cell >= 10 ? `n=${cell}` : Number(cell).toFixed(2)).padStart(9),
  );
  console.log(`${name.padEnd(34)}${text.join('')}`);
}
