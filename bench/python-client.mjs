// What the Python client costs the training it measures, beside CodeCarbon in the same minutes. Never part of `npm test`; needs a quiet
// machine and some ten minutes.
//
//   node bench/python-client.mjs [--runs 21] [--pairs 40] [--idle 120] [--no-report]
//
// Each figure comes from Pythons of their own (bench/python-client.py), the kinds taking turns, so that they share the machine's moods.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packages, pythonWith, root, run, say } from '../scripts/set-up.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '21' },
    pairs: { type: 'string', default: '40' },
    idle: { type: 'string', default: '120' },
    'no-report': { type: 'boolean', default: false },
  },
});
const [runs, pairs, idleS] = [options.runs, options.pairs, options.idle].map(Number);
if (!(runs >= 11 && pairs >= 11 && idleS >= 30)) {
  process.stderr.write('--runs and --pairs take numbers from 11, --idle seconds from 30\n');
  process.exit(2);
}

packages();
run(process.execPath, ['scripts/build.mjs', '--no-types']);
const python = pythonWith('test/interop/requirements.txt');
const folder = mkdtempSync(join(tmpdir(), 'joulebook-bench-'));
// Python keeps what it has compiled, as where a package is installed.
const { PYTHONDONTWRITEBYTECODE: _bytecode, ...environment } = process.env;
const env = {
  ...environment,
  JOULEBOOK_BIN: join(root, 'bin', 'joulebook'),
  JOULEBOOK_DIR: join(folder, 'book'),
  JOULEBOOK_REGISTRY: join(folder, 'registry'),
  JOULEBOOK_STRICT: '0',
};
try {
  const load = loadavg()[0];
  const taken = inTurns();
  say(`idle, ${idleS} s`);
  const idle = measured('idle', String(idleS));
  const text = report(load, taken, measured('calls'), idle, trainings());
  process.stdout.write(text);
  if (!options['no-report']) {
    const file = join(root, 'docs', 'bench', `${new Date().toISOString().slice(0, 10)}-python.md`);
    mkdirSync(join(root, 'docs', 'bench'), { recursive: true });
    writeFileSync(file, text);
    say(`wrote ${file}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs one kind in a Python of its own; what it has measured. */
function measured(...args) {
  const { status, stdout, stderr, error } = spawnSync(
    python,
    [join(root, 'bench', 'python-client.py'), ...args],
    { cwd: folder, env, encoding: 'utf8' },
  );
  const isLoud = stderr !== '' && args[0] !== 'codecarbon';
  if (error !== undefined || status !== 0 || isLoud)
    throw new Error(`${args.join(' ')} failed: ${error ?? stderr}`);
  return JSON.parse(stdout);
}

function inTurns() {
  const kinds = {
    joulebook: ['import', 'joulebook'],
    codecarbon: ['import', 'codecarbon'],
    block: ['block'],
    peer: ['codecarbon'],
  };
  say(`import, enter and exit, ${runs} rounds`);
  const taken = Object.fromEntries(Object.keys(kinds).map((name) => [name, []]));
  for (let i = -2; i < runs; i++) {
    for (const [name, args] of Object.entries(kinds)) {
      const once = measured(...args);
      if (i >= 0) taken[name].push(once); // the first two warm the caches
    }
  }
  return taken;
}

/** The same training with and without the tracker, in pairs whose order alternates. */
function trainings() {
  say(`the same training with and without, ${pairs} pairs`);
  const all = [];
  for (let i = -1; i < pairs; i++) {
    const order = i % 2 === 0 ? ['with', 'without'] : ['without', 'with'];
    const pair = Object.fromEntries(order.map((which) => [which, measured('train', which)]));
    if (pair.with.loss !== pair.without.loss) throw new Error('the trainings differ');
    if (i >= 0) all.push(pair);
  }
  const of = (what) => {
    const slowdowns = all.map((pair) => (pair.with[what] / pair.without[what] - 1) * 100);
    return { median: median(slowdowns), high: upper(slowdowns) };
  };
  return { wall: of('ms'), cpu: of('cpuMs'), ms: median(all.map((pair) => pair.without.ms)) };
}

/** Upper end of a one-sided 95 % interval of the median, by order statistics: no assumption about the distribution. */
function upper(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  // P(at most k of n values lie under the median) = sum of Binomial(n, 1/2); the smallest k where that reaches 95 %.
  let [below, term, k] = [0, 0.5 ** n, 0];
  for (; k < n && below + term < 0.95; k++) {
    below += term;
    term *= (n - k) / (k + 1);
  }
  return sorted[Math.min(k, n - 1)];
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function report(load, taken, calls, idle, training) {
  const ms = (x) => `${x.toFixed(1)} ms`;
  const percent = (x) => `${x.toFixed(2)} %`;
  const of = (kind, what) => taken[kind].map((once) => once[what]);
  const timed = (label, kind, what, aim) => {
    const value = median(of(kind, what));
    return [
      label,
      ms(value),
      aim === undefined ? '' : `<= ${aim} ms`,
      aim === undefined ? undefined : value <= aim,
    ];
  };
  const rows = [
    timed('`import joulebook`', 'joulebook', 'ms', 15),
    timed('`import codecarbon`', 'codecarbon', 'ms'),
    timed('`track()`: enter', 'block', 'enterMs', 25),
    timed('`track()`: from there to the first reading', 'block', 'firstReadingMs', 200),
    [
      'that time is a gap of the record',
      `${taken.block.filter((once) => once.recordsGap).length} of ${runs}`,
      'all',
      taken.block.every((once) => once.recordsGap),
    ],
    timed('`track()`: exit', 'block', 'exitMs', 30),
    timed('CodeCarbon: constructing and `start()`', 'peer', 'enterMs'),
    timed('CodeCarbon: `stop()`', 'peer', 'exitMs'),
    ...Object.entries(calls).map(([name, us]) => [
      `CPU of the trained process: ${name}`,
      `${us.toFixed(1)} µs`,
      '<= 20 µs',
      us <= 20,
    ]),
    ['CPU of the trained process between calls', percent(idle.process * 100), 'none', idle.process < 0.0001],
    ['CPU of the tracker, of one core', percent(idle.tracker * 100), '<= 0.15 %', idle.tracker <= 0.0015],
    ['slowdown of a training, median of pairs', percent(training.wall.median), '', undefined],
    ['the same, upper 95 % bound', percent(training.wall.high), '<= 2 %', training.wall.high <= 2],
    ['CPU of the trained process more, median of pairs', percent(training.cpu.median), '', undefined],
    ['the same, upper 95 % bound', percent(training.cpu.high), '', undefined],
  ];
  const table = rows.map(
    ([what, value, aim, met]) =>
      `| ${what} | ${value} | ${aim} | ${met === undefined ? '' : met ? 'yes' : 'NO'} |`,
  );
  const least = (kind, what) => ms(Math.min(...of(kind, what)));
  return `# What the Python client costs, ${new Date().toISOString().slice(0, 10)}

\`node bench/python-client.mjs --runs ${runs} --pairs ${pairs} --idle ${idleS}\`: Node ${process.version},
${spawnSync(python, ['--version'], { encoding: 'utf8' }).stdout.trim()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, load ${load.toFixed(2)} at the start.

| what | measured | aim | met |
|---|---|---|---|
${table.join('\n')}

Times are medians of ${runs} fresh processes; the least were ${least('joulebook', 'ms')} (import), ${least('block', 'enterMs')} (enter), ${least('block', 'firstReadingMs')} (first reading) and ${least('block', 'exitMs')} (exit). The block
sleeps half a second between enter and exit; what was logged in the last moment before an exit is worked off within it, at some 60 µs a line. The training takes ${(training.ms / 1000).toFixed(1)} s, marks 20 epochs and logs 80 times; its slowdown
is of the whole block, enter and exit included. The tracker is watched at 1 Hz for ${idleS} s after 15 s of warming up.
`;
}
