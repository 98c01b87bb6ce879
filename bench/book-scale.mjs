// How the book bears size: 10,000 runs, and one run of 10 million samples, through the built command (`npm run build` first).
//
//   node bench/book-scale.mjs [--runs 10000] [--samples 10000000] [--repeat 7] [--keep]
//
// The whole needs some 3 GB in the temporary folder and a few minutes; it is removed at the end.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { importBundled } from './import-bundled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const launcher = join(root, 'bin', 'joulebook');
const cli = join(root, 'dist', 'cli.cjs');
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    samples: { type: 'string', default: '10000000' },
    repeat: { type: 'string', default: '7' },
    keep: { type: 'boolean', default: false },
  },
});
const [runs, samples, repeat] = [options.runs, options.samples, options.repeat].map(Number);
if (![runs, samples, repeat].every((n) => Number.isInteger(n) && n > 0)) {
  console.error('--runs, --samples and --repeat take whole numbers above zero');
  process.exit(2);
}
if (!existsSync(cli)) {
  console.error(`${cli} is missing: run \`npm run build\` first`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'joulebook-scale-'));
const book = join(folder, '.joulebook');
const environment = { ...process.env, JOULEBOOK_NODE: process.execPath };
// The launcher does so too; with them Node itself takes half as long again.
for (const name of ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS']) delete environment[name];
try {
  await main();
} finally {
  if (options.keep) console.log(`\nkept: ${folder}`);
  else rmSync(folder, { recursive: true });
}

async function main() {
  const source = await loadSource();
  process.stdout.write(`making ${runs} runs and one of ${samples} samples in ${folder} …\n`);
  const madeRuns = timed(() => makeRuns(source));
  const { id, bytes, seconds } = makeLongRun(source);
  console.log(
    `made: runs ${madeRuns.toFixed(0)} ms; long run ${seconds.toFixed(0)} s, journal ${(bytes / 1e9).toFixed(2)} GB`,
  );

  const index = join(book, 'index.db');
  const tasks = [
    { what: 'node -e 0, for comparison', action: () => node(['-e', '0']) },
    {
      what: 'index rebuilt (ls without index.db)',
      limit: 3000,
      before: () => rmSync(index, { force: true }),
      action: () => jb('ls', '--limit', '20'),
    },
    { what: 'ls --limit 20, warm', limit: 150, action: () => jb('ls', '--limit', '20') },
    {
      what: 'ls, a metric, sorted by energy',
      limit: 150,
      action: () => jb('ls', 'metric.acc>0.9', 'sort:-energy', '--limit', '20'),
    },
    {
      what: 'ls, state and energy, sorted by energy',
      limit: 150,
      action: () => jb('ls', 'state:ok energy>1Wh', '--sort', '-energy', '--limit', '50'),
    },
    { what: 'ls --json, all runs', action: () => jb('ls', '--json') },
    { what: 'show @last', limit: 200, action: () => jb('show', '@last') },
    { what: 'show NAME', limit: 200, action: () => jb('show', `run-${Math.floor(runs / 2)}`) },
    { what: `show, ${samples} samples`, limit: 200, action: () => jb('show', id) },
    { what: `show --json, ${samples} samples`, limit: 200, action: () => jb('show', '--json', id) },
  ].map((task) => ({ ...task, times: [] }));
  measure(tasks);
  const live = [
    { what: 'ls, warm, a run is alive', limit: 150, action: () => jb('ls', '--limit', '20') },
    {
      what: 'ls, a metric, sorted, a run is alive',
      limit: 150,
      action: () => jb('ls', 'metric.acc>0.9', 'sort:-energy', '--limit', '20'),
    },
  ].map((task) => ({ ...task, times: [] }));
  await whileOneIsAlive(() => measure(live));
  const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} threads, Node ${process.version}`;
  const size = `index ${(statSync(index).size / 1e6).toFixed(0)} MB`;
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine}; ${size}; ${repeat} rounds\n`);
  console.log('| what | median ms | least ms | limit | |\n|---|--:|--:|--:|---|');
  for (const { what, limit, times } of [...tasks, ...live]) {
    times.sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)];
    const verdict = limit === undefined ? '' : median <= limit ? 'ok' : 'MISSED';
    console.log(`| ${what} | ${median.toFixed(0)} | ${times[0].toFixed(0)} | ${limit ?? ''} | ${verdict} |`);
    if (verdict === 'MISSED') process.exitCode = 1;
  }
}

/** In rounds, so that a busy moment of the machine falls on all alike; the first round warms the file cache. */
function measure(tasks) {
  for (let round = 0; round <= repeat; round++) {
    for (const { before, action, times } of tasks) {
      before?.();
      const took = timed(action);
      if (round > 0) times.push(took);
    }
  }
}

/** With a measured command that sleeps in the same book. */
async function whileOneIsAlive(action) {
  const run = spawn(launcher, ['run', '-q', '--book', book, '--', 'sleep', '600'], {
    cwd: folder,
    env: environment,
    stdio: 'ignore',
  });
  const ended = once(run, 'exit');
  try {
    await pause(3000); // its first samples
    action();
  } finally {
    run.kill('SIGTERM');
    await ended;
  }
}

/** The book's own writers, and the plausible records of its tests. */
async function loadSource() {
  const contents = `
    export { aRecord, putRecord } from './test/book/a-record.ts';
    export { component, end, machine, sample, start } from './test/book/events.ts';
    export { encodeLine } from './src/book/journal-line.ts';
    export { createRunFolder } from './src/book/run-folder.io.ts';
    export { runId } from './src/book/run-id.ts';
    export { RunReducer } from './src/book/run-reducer.ts';
    export { SeriesWriter } from './src/book/series-writer.io.ts';
    export { writeRecord } from './src/book/record-file.io.ts';
  `;
  return importBundled(contents);
}

/** Runs of two years with parameters, metrics and tags. */
function makeRuns({ aRecord, putRecord }) {
  for (let i = 0; i < runs; i++) {
    const startedAt = new Date(Date.UTC(2025, 0, 1) + i * ((2 * 365 * 86_400_000) / runs)).toISOString();
    const params = {
      lr: 10 ** -(1 + (i % 5)),
      batch: 32 << (i % 4),
      optimizer: i % 2 ? 'adam' : 'sgd',
      seed: i,
      depth: i % 12,
    };
    const metrics = { acc: (i * 0.618) % 1, loss: 1 - ((i * 0.618) % 1), f1: (i * 0.414) % 1 };
    const tags = [`group-${i % 20}`, ...(i % 3 === 0 ? ['ablation'] : [])];
    putRecord(
      book,
      aRecord({
        startedAt,
        name: `run-${i}`,
        project: `project-${i % 7}`,
        params,
        metrics,
        tags,
        energyJ: 1000 + i,
      }),
    );
  }
}

/** One run at 1 Hz for four months: the journal by the real encoder in large writes, the series and the record by the real writers. */
function makeLongRun(source) {
  const {
    component,
    createRunFolder,
    encodeLine,
    end,
    machine,
    runId,
    RunReducer,
    sample,
    SeriesWriter,
    start,
    writeRecord,
  } = source;
  const startedMs = Date.UTC(2027, 0, 1);
  const id = runId(startedMs, Math.random);
  const made = createRunFolder(book, id);
  if (!made.ok) throw new Error(made.error.what);
  const folder = made.value;
  const fd = openSync(folder.journal, 'w');
  const hash = createHash('sha256');
  const series = new SeriesWriter(folder.series);
  const reducer = new RunReducer(id);
  const chunk = Buffer.alloc(8 << 20);
  let held = 0;
  let bytes = 0;
  let seq = 0;
  const flush = () => {
    hash.update(chunk.subarray(0, held));
    for (let done = 0; done < held; ) done += writeSync(fd, chunk, done, held - done);
    held = 0;
  };
  const append = (t, event) => {
    const line = encodeLine(seq, t, event);
    if (held + line.length > chunk.length) flush();
    chunk.set(line, held);
    const whole = { ...event, seq, t };
    reducer.apply(whole);
    series.apply(whole, bytes);
    held += line.length;
    bytes += line.length;
    seq++;
  };
  const began = performance.now();
  append(100, start({ id, rootId: id, name: 'the-long-one', startedAt: new Date(startedMs).toISOString() }));
  append(100, machine([component('cpu'), component('ram'), component('gpu:0')]));
  for (let i = 1; i <= samples; i++) {
    const load = 0.5 + 0.5 * Math.sin(i / 1000);
    append(100 + i, sample([40 + 60 * load, 5, 30 + 270 * load], [40, 4, 30], [0.9, 0.9, 1], [1, 1, 1]));
    if (i % 10_000 === 0) append(100 + i, { k: 'epoch', n: i / 10_000 });
  }
  flush();
  const endedAt = new Date(startedMs + samples * 1000).toISOString();
  append(100 + samples, { ...end({ endedAt, durationS: samples }), sha256: hash.digest('hex') });
  for (let done = 0; done < held; ) done += writeSync(fd, chunk, done, held - done);
  closeSync(fd);
  series.close();
  const failed = writeRecord(folder, reducer.record());
  if (failed !== undefined) throw new Error(failed.what);
  return { id, bytes, seconds: (performance.now() - began) / 1000 };
}

function jb(...args) {
  return runOnce(launcher, [...args, '--book', book]);
}

function node(args) {
  return runOnce(process.execPath, args);
}

function runOnce(command, args) {
  const ran = spawnSync(command, args, {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (ran.status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${ran.status}: ${ran.stderr}`);
}

function timed(action) {
  const before = performance.now();
  action();
  return performance.now() - before;
}
