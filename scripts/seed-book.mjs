// A book of plausible runs, to look at the dashboard with and to take the README's pictures of: three projects, machines with and without
// GPUs, stages, epochs, metrics, seeds, failures, repetitions. The runs never happened; joulebook's own writers make their journals and records.
//
//   node scripts/seed-book.mjs --out DIR [--runs 240] [--samples N] [--until 2026-11-20] [--budget] [--hostile] [--search]
//
// DIR/.joulebook is the book. --samples adds one run of so many samples (a million take some seconds); --budget sets budgets of the month;
// --hostile adds runs that nobody wished for; --search runs a real search of forty short trials (`npm run build` first, half a minute). The same words make the same runs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { importBundled } from '../bench/import-bundled.mjs';
import { root } from './set-up.mjs';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string' },
    runs: { type: 'string', default: '240' },
    samples: { type: 'string', default: '0' },
    until: { type: 'string', default: new Date().toISOString() },
    days: { type: 'string', default: '75' },
    budget: { type: 'boolean', default: false },
    hostile: { type: 'boolean', default: false },
    search: { type: 'boolean', default: false },
  },
});
const [runs, longest, days] = [options.runs, options.samples, options.days].map(Number);
const untilMs = Date.parse(options.until);
if (options.out === undefined || [runs, longest, days, untilMs].some((n) => !Number.isFinite(n) || n < 0)) {
  process.stderr.write(
    'node scripts/seed-book.mjs --out DIR [--runs N] [--samples N] [--until DATE] [--days N]\n',
  );
  process.exit(2);
}
const out = resolve(options.out);
const book = join(out, '.joulebook');
if (existsSync(book)) {
  process.stderr.write(`${book} is there already\n`);
  process.exit(2);
}
mkdirSync(book, { recursive: true });
writeFileSync(join(book, '.gitignore'), '*\n');

const source = await importBundled(`
  export { encodeLine } from './src/book/journal-line.ts';
  export { createRunFolder } from './src/book/run-folder.io.ts';
  export { runId } from './src/book/run-id.ts';
  export { RunReducer } from './src/book/run-reducer.ts';
  export { SeriesWriter } from './src/book/series-writer.io.ts';
  export { writeRecord } from './src/book/record-file.io.ts';
`);
const random = numbers(20_261_126);
const DAY_MS = 86_400_000;

const GRID = {
  FRA: { zoneName: 'France', value: 41, sd: 0.25 },
  DEU: { zoneName: 'Germany', value: 363, sd: 0.3 },
};
const MACHINES = {
  'gpu-01': {
    machine: {
      cpu: 'AMD EPYC 7543 32-Core Processor',
      sockets: 1,
      cores: 32,
      threads: 64,
      ramBytes: 512 * 2 ** 30,
      gpus: ['NVIDIA A100-SXM4-80GB', 'NVIDIA A100-SXM4-80GB'],
      chassis: 'gpu-server',
    },
    parts: [
      ['cpu', 65, 225, 'rapl'],
      ['ram', 18, 40, 'rapl'],
      ['gpu:0', 55, 390, 'nvml:counter'],
      ['gpu:1', 55, 385, 'nvml:counter'],
      ['other', 110, 190, 'wall:class'],
    ],
    pue: 1.28,
    zone: 'FRA',
    embodiedKg: 2200,
  },
  workstation: {
    machine: {
      cpu: 'AMD Ryzen 9 7950X 16-Core Processor',
      sockets: 1,
      cores: 16,
      threads: 32,
      ramBytes: 64 * 2 ** 30,
      gpus: ['NVIDIA GeForce RTX 4090'],
      chassis: 'desktop',
    },
    parts: [
      ['cpu', 28, 150, 'rapl'],
      ['ram', 5, 11, 'model:ram'],
      ['gpu:0', 18, 410, 'nvml:counter'],
      ['other', 32, 85, 'wall:class'],
    ],
    pue: 1,
    zone: 'DEU',
    embodiedKg: 600,
  },
  laptop: {
    machine: {
      cpu: '13th Gen Intel(R) Core(TM) i7-1360P',
      sockets: 1,
      cores: 12,
      threads: 16,
      ramBytes: 16 * 2 ** 30,
      gpus: [],
      chassis: 'laptop',
    },
    parts: [
      ['cpu', 3, 27, 'rapl'],
      ['ram', 0.8, 2.4, 'rapl'],
      ['other', 2.6, 5, 'wall:class'],
    ],
    pue: 1,
    zone: 'DEU',
    embodiedKg: 250,
  },
};
/** Sizes of a project's models: hours of a full training, and the best quality they come to. */
const PROJECTS = [
  {
    name: 'bert-fr',
    host: 'gpu-01',
    script: 'finetune.py',
    metric: 'f1',
    perEpoch: { samples: 24_000, tokens: 3_072_000 },
    sizes: { small: [0.35, 0.842], base: [1.1, 0.889], large: [3.4, 0.913] },
    epochs: 12,
    weight: 5,
  },
  {
    name: 'speech',
    host: 'workstation',
    script: 'train_asr.py',
    metric: 'wer',
    sizes: { tiny: [0.5, 0.212], medium: [2.2, 0.131] },
    epochs: 10,
    weight: 3,
  },
  {
    name: 'digits',
    host: 'laptop',
    script: 'train.py',
    metric: 'acc',
    perEpoch: { samples: 60_000 },
    sizes: { linear: [0.004, 0.921], mlp: [0.02, 0.972], cnn: [0.09, 0.991] },
    epochs: 20,
    weight: 4,
  },
];
const WORDS = [
  ['calm', 'brave', 'witty', 'quiet', 'amber', 'swift', 'mellow', 'lucid'],
  ['otter', 'heron', 'ibis', 'lynx', 'wren', 'marten', 'newt', 'finch'],
];

const earlier = [];
for (let n = 0; n < runs; n++) {
  const at = untilMs - days * DAY_MS * (1 - (n + 1) / (runs + 1)) - random() * 3 * 3_600_000;
  const project =
    PROJECTS[
      pick([5, 5, 5, 5, 5, 3, 3, 3, 4, 4, 4, 4].map((w) => PROJECTS.findIndex((p) => p.weight === w)))
    ];
  makeRun(project, at, n);
}
if (longest > 0) makeLongRun(longest);
if (options.hostile) makeHostile();
if (options.search) makeStudy();
if (options.budget) {
  const text = 'budget:\n  energy: 60 kWh\n  carbon: 12 kg\n  projects:\n    speech:\n      energy: 25 kWh\n';
  writeFileSync(join(out, 'joulebook.yaml'), text);
}
process.stdout.write(`${book}\n`);

function makeRun({ name: project, host, script, metric, sizes, epochs, perEpoch }, startedMs, n) {
  const again = random() < 0.06 ? earlier.filter((one) => one.project === project).at(-1) : undefined;
  const size = again?.params.model ?? pick(Object.keys(sizes));
  const params = again?.params ?? {
    model: size,
    lr: Number((10 ** (-4.5 + 2.2 * random())).toPrecision(2)),
    batch: pick([16, 32, 64, 128]),
    optimizer: pick(['adamw', 'adamw', 'sgd']),
    dropout: pick([0, 0.1, 0.2]),
    seed: pick([0, 1, 2, 3]),
  };
  const [hours, best] = sizes[size];
  const state =
    again === undefined
      ? pick(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'failed', 'failed', 'interrupted', 'stopped', 'lost'])
      : 'ok';
  const done = state === 'ok' ? 1 : state === 'failed' ? 0.05 + 0.5 * random() : 0.2 + 0.6 * random();
  const slow = 0.85 + 0.3 * random();
  const durationS = Math.max(8, hours * 3600 * slow * done);
  const command = [
    'python',
    script,
    '--model',
    size,
    '--lr',
    String(params.lr),
    '--seed',
    String(params.seed),
  ];
  const lr = Math.log10(params.lr);
  const goodness =
    Math.exp(-(((lr + 3.4) / 0.9) ** 2)) * (params.optimizer === 'sgd' ? 0.93 : 1) - params.dropout * 0.02;
  write({
    project,
    host,
    startedMs,
    durationS,
    state,
    command,
    params,
    name: `${WORDS[0][n % 8]}-${WORDS[1][Math.floor(n / 8) % 8]}`,
    tags: [...(n % 9 === 0 ? ['ablation'] : []), ...(n % 31 === 0 ? ['paper'] : [])],
    work: createHash('sha256')
      .update(JSON.stringify([project, params]))
      .digest('hex'),
    commit: createHash('sha1')
      .update(`${project} ${Math.floor(n / 12)}`)
      .digest('hex'),
    epochs: Math.max(state === 'failed' && done < 0.1 ? 0 : 1, Math.round(epochs * done)),
    of: epochs,
    metricsAt: (k) => curve(metric, best, goodness, k / epochs),
    perEpoch,
    samples: Math.min(600, Math.max(12, Math.round(runs > 1000 ? 24 : durationS / 15))),
  });
  earlier.push({ project, params });
}

/** Quality after a part of a training; it saturates at about two thirds. */
function curve(metric, best, goodness, part) {
  const reached = 1 - Math.exp(-4.5 * part);
  const noise = (random() - 0.5) * 0.006;
  if (metric === 'wer') {
    const end = best + (1 - goodness) * 0.25;
    return {
      wer: round(end + (1 - end) * (1 - reached) + noise),
      loss: round(3.2 * (1 - reached) + end * 2),
    };
  }
  const end = best - (1 - goodness) * 0.12;
  return {
    [metric]: round(Math.min(0.999, 0.1 + (end - 0.1) * reached + noise)),
    loss: round(2.3 * (1 - reached) + (1 - end)),
  };
}

function write(run) {
  const { machine, parts, pue, zone, embodiedKg } = MACHINES[run.host];
  const id = source.runId(run.startedMs, random);
  const writer = openRun(id);
  const dt = run.durationS / run.samples;
  const t0 = 1000 + (run.startedMs % 1e9) / 1000;
  let t = t0;
  writer.append(t, {
    k: 'start',
    v: 1,
    id,
    rootId: id,
    name: `${run.name}-${id.slice(-4).toLowerCase()}`,
    project: run.project,
    kind: 'command',
    command: run.command,
    cwd: `/home/ada/${run.project}`,
    startedAt: new Date(run.startedMs).toISOString(),
    hostId: run.host,
    bootId: 'b1',
    pid: 4242,
    intervalS: 1,
    scope: 'attributed',
    params: run.params,
    tags: run.tags,
    trackerVersion: '0.1.0',
    work: run.work,
  });
  const { zoneName, value, sd } = GRID[zone];
  writer.append(t, {
    k: 'machine',
    machine: { ...machine, virtual: false, container: false, os: 'Debian GNU/Linux 12, kernel 6.1' },
    components: parts.map(([name, , , method]) => ({
      name,
      method,
      grade: method.startsWith('model') || method.startsWith('wall') ? 'B' : 'A',
      errors: {
        [`${method}:${run.host}`]: name === 'other' ? 0.2 : method.startsWith('model') ? 0.15 : 0.025,
      },
      idleErrors: { [`idle:${run.host}`]: 0.08 },
      shareMethod: name.startsWith('gpu') ? 'sole-holder' : 'cpu-time',
      available: true,
    })),
    pue: { value: pue, low: pue, high: pue, unit: '1', errors: {}, id: 'option.pue', source: 'given' },
    intensity: {
      value,
      low: value * (1 - 1.645 * sd),
      high: value * (1 + 1.645 * sd),
      unit: 'g/kWh',
      errors: { [`intensity:${zone}:2025`]: sd },
      id: `grid.${zone}`,
      source: 'Ember, Yearly Electricity Data',
      year: 2025,
      licence: 'CC BY 4.0',
      url: 'https://ember-energy.org/data/yearly-electricity-data/',
      zone,
      zoneName,
      basis: 'average',
      boundary: 'life-cycle',
      zoneFrom: 'config',
    },
    embodied: {
      total: {
        value: embodiedKg * 1000,
        low: embodiedKg * 500,
        high: embodiedKg * 2000,
        unit: 'g',
        errors: { [`embodied:${run.host}`]: 0.4 },
        id: 'embodied',
        source: 'manufacturer, judged',
      },
      lifetimeS: 4 * 365 * 86_400,
    },
    price: {
      value: 0.24,
      low: 0.24,
      high: 0.24,
      unit: 'EUR/kWh',
      errors: {},
      id: 'option.price',
      source: 'given',
      currency: 'EUR',
    },
    policy: { idle: 'share' },
    git: { commit: run.commit, branch: 'main' },
    environment: { hostname: run.host, python: '3.12.4', torch: '2.9.0' },
  });
  const loadS = Math.min(0.08 * run.durationS, 300);
  const evalS = run.epochs === run.of ? 0.06 * run.durationS : 0;
  const epochS = (run.durationS - loadS - evalS) / Math.max(1, run.epochs);
  let epoch = 0;
  let stage;
  for (let i = 1; i <= run.samples; i++) {
    const atS = (i - 0.5) * dt;
    const now = atS < loadS ? 'load' : run.durationS - atS < evalS ? 'eval' : 'train';
    if (now !== stage) {
      if (stage !== undefined) writer.append(t, { k: 'stage', op: 'end', name: stage, w: stage });
      writer.append(t, { k: 'stage', op: 'begin', name: now, w: now });
      stage = now;
    }
    t = t0 + i * dt;
    const load = now === 'load' ? 0.12 : now === 'eval' ? 0.6 : 0.78 + 0.15 * Math.sin(i / 3) * random();
    const watts = parts.map(([name, idle, full]) => {
      const busy = name.startsWith('gpu')
        ? now === 'load'
          ? 0.02
          : load
        : name === 'cpu'
          ? now === 'load'
            ? 0.55
            : 0.25 + 0.2 * random()
          : load;
      return idle + (full - idle) * Math.max(0, Math.min(1, busy + 0.04 * (random() - 0.5)));
    });
    writer.append(t, {
      k: 'sample',
      dt,
      e: watts.map((w) => round(w * dt)),
      i: parts.map(([, idle]) => round(idle * dt)),
      s: parts.map(() => 0.97),
      x: parts.map(() => 1),
      ua: 0,
      tr: round(0.2 * dt),
      u: round(4 * dt),
      b: round(4.2 * dt),
      o: round(0.003 * dt),
      n: 1,
      m: 6 * 2 ** 30,
    });
    while (epoch < run.epochs && loadS + (epoch + 1) * epochS <= i * dt + 1e-9) {
      epoch++;
      writer.append(t, { k: 'metric', values: run.metricsAt(epoch), epoch });
      if (run.perEpoch !== undefined) writer.append(t, { k: 'done', values: run.perEpoch });
      writer.append(t, { k: 'epoch', n: epoch, of: run.of });
    }
  }
  if (stage !== undefined) writer.append(t, { k: 'stage', op: 'end', name: stage, w: stage });
  const codes = { ok: 0, failed: 1, interrupted: 130, stopped: 143, lost: null };
  writer.end(t, {
    k: 'end',
    state: run.state,
    exitCode: codes[run.state],
    signal: run.state === 'interrupted' ? 'SIGINT' : run.state === 'stopped' ? 'SIGTERM' : null,
    endedAt: new Date(run.startedMs + run.durationS * 1000).toISOString(),
    durationS: run.durationS,
    cpuS: run.durationS * 4,
    cpuSource: 'cgroup',
    ...(run.state === 'stopped' ? { limit: 'max-energy' } : {}),
  });
  return id;
}

/** One run at 1 Hz. */
function makeLongRun(samples) {
  write({
    project: 'bert-fr',
    host: 'gpu-01',
    startedMs: untilMs - samples * 1000 - 3_600_000,
    durationS: samples,
    state: 'ok',
    name: 'the-long-one',
    command: ['python', 'pretrain.py'],
    params: { model: 'large', lr: 1e-4, seed: 0 },
    tags: ['pretraining'],
    work: 'f'.repeat(64),
    commit: 'a'.repeat(40),
    epochs: 100,
    of: 100,
    metricsAt: (k) => curve('f1', 0.92, 1, k / 100),
    samples,
  });
}

/** A search as a user would start it; its trials are short, and measured on this machine. */
function makeStudy() {
  const trial = [
    "import { appendFileSync, existsSync } from 'node:fs';",
    'const { lr, width, depth } = JSON.parse(process.env.JOULEBOOK_PARAMS_JSON);',
    'const best = 0.97 - 0.06 * (Math.log10(lr) + 2.5) ** 2 - 0.25 / Math.sqrt(width) - 0.02 / depth;',
    'for (let epoch = 1; epoch <= 9; epoch++) {',
    '  const until = performance.now() + 4 + (width * depth) / 12;',
    '  while (performance.now() < until);',
    '  const acc = Math.max(0.05, best) * (1 - Math.exp(-epoch / 2.5));',
    '  appendFileSync(process.env.JOULEBOOK_REPORT_FILE, `${JSON.stringify({ epoch, acc })}\\n`);',
    '  if (existsSync(process.env.JOULEBOOK_STOP_FILE)) break;',
    '}',
  ];
  writeFileSync(join(out, 'trial.mjs'), `${trial.join('\n')}\n`);
  const words = [
    'search',
    '--name',
    'digits-search',
    '--budget',
    '40trials',
    '--max-resource',
    '9',
    '--metric',
    'acc',
    '--param',
    'lr=1e-5..1e-1:log',
    '--param',
    'width=8..256:log',
    '--param',
    'depth=1..4',
    '--',
    process.execPath,
    'trial.mjs',
  ];
  const { status } = spawnSync(join(root, 'bin', 'joulebook'), words, { cwd: out, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`the search ended with ${status}`);
}

/** Names and numbers that break pages. */
function makeHostile() {
  const names = [
    '<script>alert(1)</script>',
    '=cmd|calc!A1',
    'x'.repeat(10_000),
    'שלום עולם',
    '\u202Eevil',
    'a"b\'c\\d\n\te',
    '🙂'.repeat(200),
    '  ',
    '../../etc/passwd',
  ];
  names.forEach((name, n) =>
    write({
      project: n % 2 === 0 ? 'digits' : name.slice(0, 300),
      host: 'laptop',
      startedMs: untilMs - (n + 1) * 3_600_000,
      durationS: n === 3 ? 1e-3 : 60,
      state: 'ok',
      name,
      command: ['python', '-c', name],
      params: { [name.slice(0, 200)]: name.slice(0, 200), lr: Number.MAX_VALUE, nothing: null },
      tags: [name.slice(0, 100).trim() || 'blank'],
      work: String(n).repeat(64),
      commit: 'b'.repeat(40),
      epochs: 2,
      of: 2,
      metricsAt: (k) => ({ acc: 0.5 * k, [name.slice(0, 60)]: -1e300 }),
      samples: 12,
    }),
  );
  write({
    project: 'digits',
    host: 'gpu-01',
    startedMs: Date.UTC(2038, 0, 19, 3, 14),
    durationS: 1e9,
    state: 'ok',
    name: 'ten-terajoules',
    command: ['./reactor'],
    params: {},
    tags: [],
    work: '9'.repeat(64),
    commit: 'c'.repeat(40),
    epochs: 0,
    of: 0,
    metricsAt: () => ({}),
    samples: 12,
  });
  const wide = Object.fromEntries(Array.from({ length: 12_000 }, (_, n) => [`layer${n}.width`, n]));
  write({
    project: 'digits',
    host: 'laptop',
    startedMs: untilMs - 20 * 3_600_000,
    durationS: 60,
    state: 'ok',
    name: 'twelve-thousand',
    command: ['./wide'],
    params: wide,
    tags: [],
    work: '8'.repeat(64),
    commit: 'd'.repeat(40),
    epochs: 1,
    of: 1,
    metricsAt: () => ({ acc: 0.1 }),
    samples: 12,
  });
  const damaged = join(book, 'runs', '2026', '11', source.runId(untilMs - 30 * 3_600_000, random));
  mkdirSync(damaged, { recursive: true });
  writeFileSync(join(damaged, 'run.json'), '{"schema":"joulebook.run/1","id":');
  writeFileSync(join(damaged, 'journal.jsonl'), 'not a journal\n');
}

function openRun(id) {
  const made = source.createRunFolder(book, id);
  if (!made.ok) throw new Error(made.error.what);
  const folder = made.value;
  const fd = openSync(folder.journal, 'w');
  const hash = createHash('sha256');
  const series = new source.SeriesWriter(folder.series);
  const reducer = new source.RunReducer(id);
  let held = [];
  let heldBytes = 0;
  let bytes = 0;
  let seq = 0;
  const flush = () => {
    const text = Buffer.concat(held);
    for (let done = 0; done < text.length; ) done += writeSync(fd, text, done, text.length - done);
    [held, heldBytes] = [[], 0];
  };
  const append = (t, event) => {
    const line = Buffer.from(source.encodeLine(seq, t, event));
    const whole = { ...event, seq, t };
    reducer.apply(whole);
    series.apply(whole, bytes);
    if (event.k !== 'end') hash.update(line);
    held.push(line);
    heldBytes += line.length;
    bytes += line.length;
    seq++;
    if (heldBytes > 4 << 20) flush();
  };
  return {
    append,
    end: (t, event) => {
      append(t, { ...event, sha256: hash.digest('hex') });
      flush();
      closeSync(fd);
      series.close();
      const failed = source.writeRecord(folder, reducer.record());
      if (failed !== undefined) throw new Error(failed.what);
    },
  };
}

function pick(list) {
  return list[Math.floor(random() * list.length)];
}

function round(value) {
  return Number(value.toPrecision(5));
}

/** Numbers in [0, 1) that a seed gives (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
