// How near samplers come to the least of some functions in so many trials that are all trained to their end: no stopping, no energy.
//
//   node bench/search-samplers.mjs [--trials 50] [--seeds 5]
//
// Median over the seeds of the loss above the least possible (without its noise), and processor time of a proposal.
import { parseArgs } from 'node:util';
import { importBundled } from './import-bundled.mjs';

const { values: options } = parseArgs({
  options: { trials: { type: 'string', default: '50' }, seeds: { type: 'string', default: '5' } },
});
const [trials, seeds] = [Number(options.trials), Number(options.seeds)];
if (![trials, seeds].every((n) => Number.isInteger(n) && n > 0)) {
  console.error('--trials and --seeds take whole numbers above zero');
  process.exit(2);
}

const { streamOf, ...made } = await importBundled(`
  export { gpSampler as gp } from './src/search/samplers/gp/gp-sampler.ts';
  export { tpeSampler as tpe } from './src/search/samplers/tpe/tpe-sampler.ts';
  export { autoSampler as auto } from './src/search/auto/auto-sampler.ts';
  export { randomSampler as random } from './src/search/samplers/random-sampler.ts';
  export { streamOf } from './src/search/random/stream-of.ts';`);
const samplers = ['gp', 'tpe', 'auto', 'random'];

const float = (name, low, high) => ({ kind: 'float', name, low, high, scale: 'linear' });
const box = (d, low, high) => Array.from({ length: d }, (_, k) => float(`x${k}`, low, high));
const sum = (values) => values.reduce((total, value) => total + value, 0);

// Hartmann's function in six dimensions.
const STEEP = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const PLACES = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];
const HEIGHTS = [1, 1.2, 3, 3.2];
const STEEP3 = [
  [3, 10, 30],
  [0.1, 10, 35],
  [3, 10, 30],
  [0.1, 10, 35],
];
const PLACES3 = [
  [0.3689, 0.117, 0.2673],
  [0.4699, 0.4387, 0.747],
  [0.1091, 0.8732, 0.5547],
  [0.0381, 0.5743, 0.8828],
];
const hartmann = (x, steep, places) =>
  sum(HEIGHTS.map((a, i) => -a * Math.exp(-sum(x.map((v, j) => steep[i][j] * (v - places[i][j]) ** 2)))));
const rosenbrock = (x) => sum(x.slice(1).map((b, i) => 100 * (b - x[i] ** 2) ** 2 + (1 - x[i]) ** 2));
const ackley = (x) => {
  const far = Math.sqrt(sum(x.map((v) => v * v)) / x.length);
  const waves = sum(x.map((v) => Math.cos(2 * Math.PI * v))) / x.length;
  return -20 * Math.exp(-0.2 * far) - Math.exp(waves) + 20 + Math.E;
};

const mixed = [
  { kind: 'float', name: 'lr', low: 1e-5, high: 1, scale: 'log' },
  { kind: 'integer', name: 'layers', low: 1, high: 8, scale: 'linear' },
  { kind: 'categorical', name: 'opt', choices: ['adam', 'sgd', 'lion'] },
  {
    ...float('momentum', 0, 1),
    when: { text: "opt == 'sgd'", parents: ['opt'], holds: ({ opt }) => opt === 'sgd' },
  },
  { kind: 'float', name: 'dropout', low: 0, high: 0.5, scale: 'linear', step: 0.05 },
];

/** Name, parameters, loss above the least, deviation of its noise. */
const functions = [
  [
    'Branin, 2',
    [float('x', -5, 10), float('y', 0, 15)],
    ({ x, y }) =>
      (y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
      10 -
      0.397887,
  ],
  [
    'a bowl, 5',
    box(5, 0, 1),
    (at) => sum(Object.values(at).map((x, i) => (x - 0.3 - 0.08 * i) ** 2 * (1 + i))),
  ],
  ['Hartmann, 3', box(3, 0, 1), (at) => 3.86278 + hartmann(Object.values(at), STEEP3, PLACES3)],
  ['Hartmann, 6', box(6, 0, 1), (at) => 3.32237 + hartmann(Object.values(at), STEEP, PLACES)],
  ['Rosenbrock, 2', box(2, -2, 2), (at) => rosenbrock(Object.values(at))],
  ['Rosenbrock, 4', box(4, -2, 2), (at) => rosenbrock(Object.values(at))],
  ['Ackley, 2', box(2, -10, 20), (at) => ackley(Object.values(at))],
  ['Ackley, 5', box(5, -10, 20), (at) => ackley(Object.values(at))],
  [
    'a camel of six humps, 2',
    [float('x', -3, 3), float('y', -2, 2)],
    ({ x, y }) => (4 - 2.1 * x * x + x ** 4 / 3) * x * x + x * y + (4 * y * y - 4) * y * y + 1.031628,
  ],
  [
    'Styblinski and Tang, 3',
    box(3, -5, 5),
    (at) => sum(Object.values(at).map((x) => (x ** 4 - 16 * x * x + 5 * x) / 2 + 39.16617)),
  ],
  [
    'a bowl with noise of 0.05, 3',
    box(3, 0, 1),
    (at) => sum(Object.values(at).map((x, i) => (x - 0.3 - 0.2 * i) ** 2)),
    0.05,
  ],
  [
    'log, integer, step, choice, condition',
    mixed,
    ({ lr, layers, opt, momentum, dropout }) =>
      0.3 * (Math.log10(lr) + { adam: 3, sgd: 1.3, lion: 4 }[opt]) ** 2 +
      0.05 * (layers - 5) ** 2 +
      4 * (dropout - 0.2) ** 2 +
      (opt === 'sgd' ? (momentum - 0.85) ** 2 : 0.3),
  ],
];

console.log(`loss above the least after ${trials} trials, median of ${seeds} seeds (ms of a proposal)`);
console.log(`${'function, parameters'.padEnd(40)}${samplers.map((name) => name.padStart(18)).join('')}`);
for (const [name, parameters, lossOf, noise = 0] of functions) {
  const cells = samplers.map((sampler) => {
    const runs = Array.from({ length: seeds }, (_, k) =>
      searched(made[sampler](), parameters, lossOf, noise, k + 1),
    );
    const losses = runs.map(({ loss }) => loss).sort((a, b) => a - b);
    const ms = sum(runs.map((run) => run.ms)) / seeds / trials;
    return `${losses[Math.floor(seeds / 2)].toPrecision(2)} (${ms.toFixed(1)})`.padStart(18);
  });
  console.log(name.padEnd(40) + cells.join(''));
}

function searched(make, parameters, lossOf, noise, seed) {
  const done = [];
  const study = {
    space: { parameters, fixed: {} },
    objectives: [{ metric: 'loss', goal: 'minimize' }],
    maxResource: 1,
    seed,
    trials: done,
    spent: 0,
    workers: 1,
  };
  const sampler = make(study);
  let best = { seen: Infinity, loss: Infinity };
  const started = process.cpuUsage();
  for (let number = 0; number < trials; number += 1) {
    const configuration = sampler.propose(number, streamOf(seed, number, 'proposal'));
    const loss = lossOf(configuration);
    const seen = loss + noise * streamOf(seed, number, 'noise').normal();
    const reports = [{ resource: 1, losses: [seen], joules: 1 }];
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
    done.push({ ...trial, state: 'complete', losses: [seen], reports });
    sampler.learn?.(done[number], 'ended');
    if (seen < best.seen) best = { seen, loss };
  }
  const { user, system } = process.cpuUsage(started);
  return { loss: best.loss, ms: (user + system) / 1000 };
}
