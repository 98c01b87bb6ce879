// What measuring costs, beside CodeCarbon in the same minutes. Never part of `npm test`; needs a quiet machine and a quarter of an hour.
//
//   node bench/overhead.mjs [--runs 21] [--watch 600] [--no-report]
//
// Start-up: median wall time that a wrapper adds to `true`. Watching: CPU time and memory of the tracker at 1 Hz over a tree of 50
// `sleep`s. CPU: user + system of our short commands. All kinds take turns, so that they share the machine's moods.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { packages, pythonWith, root, run, say } from '../scripts/set-up.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '21' },
    watch: { type: 'string', default: '600' },
    'no-report': { type: 'boolean', default: false },
  },
});
const runs = Number(options.runs);
const watchS = Number(options.watch);
if (!Number.isInteger(runs) || runs < 15 || !(watchS >= 30)) {
  process.stderr.write('--runs takes a whole number from 15, --watch seconds from 30\n');
  process.exit(2);
}

const TICKS = Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout);
const OFFLINE = ['monitor', '--no-api', '--offline', '--country-iso-code', 'FRA'];
const launcher = join(root, 'bin', 'joulebook');
packages();
run(process.execPath, ['scripts/build.mjs', '--no-types']);
const python = pythonWith('test/interop/requirements.txt');
const codecarbon = join(python, '..', 'codecarbon');
const folder = mkdtempSync(join(tmpdir(), 'joulebook-bench-'));
const env = {
  ...process.env,
  JOULEBOOK_DIR: join(folder, 'book'),
  JOULEBOOK_REGISTRY: join(folder, 'registry'),
};
const children = [];
try {
  const load = loadavg()[0];
  const short = shortCommands();
  const watching = await watch();
  const text = report(load, short, watching);
  process.stdout.write(text);
  if (!options['no-report']) {
    const file = join(root, 'docs', 'bench', `${new Date().toISOString().slice(0, 10)}-overhead.md`);
    mkdirSync(join(root, 'docs', 'bench'), { recursive: true });
    writeFileSync(file, text);
    say(`wrote ${file}`);
  }
} finally {
  for (const { pid } of children) endGroup(pid);
  rmSync(folder, { recursive: true, force: true });
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // ended by itself
  }
}

/** Wall and CPU time of short commands, in ms: the medians of so many runs each, taken in turns. */
function shortCommands() {
  const kinds = {
    true: { command: ['true'], runs },
    'joulebook run -- true': { command: [launcher, 'run', '--', 'true'], runs },
    'codecarbon monitor -- true': { command: [codecarbon, ...OFFLINE, '--', 'true'], runs: 15 },
    'node -e 0': { command: [process.execPath, '-e', '0'], runs },
    'joulebook --help': { command: [launcher, '--help'], runs },
  };
  say(`start-up, ${runs} rounds`);
  const taken = Object.fromEntries(Object.keys(kinds).map((name) => [name, []]));
  for (let i = -2; i < runs; i++) {
    for (const [name, kind] of Object.entries(kinds)) {
      if (i >= kind.runs) continue;
      const once = timed(kind.command);
      if (i >= 0) taken[name].push(once); // the first two warm the caches
    }
  }
  return Object.fromEntries(
    Object.entries(taken).map(([name, all]) => [
      name,
      { wall: spread(all.map(({ wall }) => wall)), cpu: spread(all.map(({ cpu }) => cpu)) },
    ]),
  );
}

/** Runs a command once. Its CPU time is what this process's waited-for children have gained. */
function timed([command, ...args]) {
  const before = childrenCpuMs();
  const started = process.hrtime.bigint();
  // Node's own variables for a proxy's certificates cost 30 ms of every `node`: they are taken from all alike.
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...plain } = env;
  const { status, error, stderr } = spawnSync(command, args, {
    cwd: folder,
    env: plain,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const wall = Number(process.hrtime.bigint() - started) / 1e6;
  if (error !== undefined || status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? String(stderr)}`);
  return { wall, cpu: childrenCpuMs() - before };
}

function childrenCpuMs() {
  const { cutime, cstime } = statOf('self');
  return ((cutime + cstime) / TICKS) * 1000;
}

/** The trackers watch a tree of 50 processes at 1 Hz, side by side. */
async function watch() {
  say(`watching 50 processes, ${watchS} s`);
  const tree = 'for i in $(seq 50); do sleep 100000 & done; wait';
  const start = (command, args) => {
    const child = spawn(command, args, { cwd: folder, env, stdio: 'ignore', detached: true });
    children.push(child);
    return child;
  };
  const ours = start(launcher, ['run', '--', 'sh', '-c', tree]);
  const atOneHertz = ['--measure-power-secs', '1', '--', 'sh', '-c', tree];
  const theirs = start(codecarbon, [...OFFLINE, ...atOneHertz]);
  await after(30_000); // both have started, and V8 has compiled what it will
  const trackers = { joulebook: ours.pid, codecarbon: theirs.pid };
  for (const [name, pid] of Object.entries(trackers)) {
    const sleeps = sleepsBelow(pid);
    if (sleeps !== 50) throw new Error(`${name} watches ${sleeps} processes instead of 50`);
  }
  const before = cpuOf(trackers);
  const started = performance.now();
  await after(watchS * 1000);
  const elapsedS = (performance.now() - started) / 1000;
  const now = cpuOf(trackers);
  return Object.fromEntries(
    Object.entries(trackers).map(([name, pid]) => [
      name,
      { cpuSPerHour: ((now[name] - before[name]) / elapsedS) * 3600, rssMB: rssOf(pid) / 1e6 },
    ]),
  );
}

/**
 * CPU seconds of the trackers until now: their own, ended threads included (CodeCarbon starts one for each reading), and that of helpers that
 * they have waited for. The kernel keeps it in ticks of 10 ms, which a watch of minutes resolves.
 */
function cpuOf(trackers) {
  return Object.fromEntries(
    Object.entries(trackers).map(([name, pid]) => {
      const { utime, stime, cutime, cstime } = statOf(pid);
      return [name, (utime + stime + cutime + cstime) / TICKS];
    }),
  );
}

function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    ppid: Number(fields[1]),
    utime: Number(fields[11]),
    stime: Number(fields[12]),
    cutime: Number(fields[13]),
    cstime: Number(fields[14]),
  };
}

function rssOf(pid) {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * 1024;
}

function sleepsBelow(pid) {
  const parents = new Map();
  const isSleep = new Set();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(Number(entry), statOf(entry).ppid);
      if (readFileSync(`/proc/${entry}/cmdline`, 'utf8').startsWith('sleep\0')) isSleep.add(Number(entry));
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error; // ended meanwhile
    }
  }
  const isBelow = (child) => child === pid || (parents.has(child) && isBelow(parents.get(child)));
  return [...isSleep].filter(isBelow).length;
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q) => sorted[Math.round(q * (sorted.length - 1))];
  const half = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? at(0.5) : (sorted[half - 1] + sorted[half]) / 2;
  // /proc counts CPU time in 10 ms: a mean over many runs resolves what a median cannot.
  const mean = sorted.reduce((sum, x) => sum + x, 0) / sorted.length;
  return { median, mean, low: at(0.1), high: at(0.9), min: sorted[0] };
}

function report(load, short, watching) {
  const ms = (x) => `${x.toFixed(1)} ms`;
  const wall = (name) => short[name].wall.median;
  const cpu = (name) => short[name].cpu.mean;
  const added = wall('joulebook run -- true') - wall('true');
  const theirs = wall('codecarbon monitor -- true') - wall('true');
  const { joulebook, codecarbon: peer } = watching;
  const rows = [
    ['start-up added to `true`, median wall', ms(added), '<= 100 ms', added <= 100],
    ['the same by CodeCarbon', ms(theirs), '', undefined],
    ['start-up: CodeCarbon / joulebook', `${(theirs / added).toFixed(1)} ×`, '>= 10 ×', theirs / added >= 10],
    [
      'watching 50 processes at 1 Hz, CPU',
      `${joulebook.cpuSPerHour.toFixed(2)} s/h`,
      '<= 4 s/h',
      joulebook.cpuSPerHour <= 4,
    ],
    ['the same, resident memory', `${joulebook.rssMB.toFixed(1)} MB`, '<= 60 MB', joulebook.rssMB <= 60],
    ['CodeCarbon beside it, CPU', `${peer.cpuSPerHour.toFixed(1)} s/h`, '', undefined],
    ['CodeCarbon beside it, memory', `${peer.rssMB.toFixed(1)} MB`, '', undefined],
    [
      'watching: CodeCarbon / joulebook, CPU',
      `${(peer.cpuSPerHour / joulebook.cpuSPerHour).toFixed(1)} ×`,
      '>= 5 ×',
      peer.cpuSPerHour / joulebook.cpuSPerHour >= 5,
    ],
    [
      'CPU of `joulebook --help` above `node -e 0`',
      ms(cpu('joulebook --help') - cpu('node -e 0')),
      '<= 15 ms',
      cpu('joulebook --help') - cpu('node -e 0') <= 15,
    ],
    [
      'CPU of `joulebook run -- true` above `node -e 0`',
      ms(cpu('joulebook run -- true') - cpu('node -e 0')),
      '<= 50 ms',
      cpu('joulebook run -- true') - cpu('node -e 0') <= 50,
    ],
  ];
  const table = rows.map(
    ([what, value, aim, met]) =>
      `| ${what} | ${value} | ${aim} | ${met === undefined ? '' : met ? 'yes' : 'NO'} |`,
  );
  const detail = Object.entries(short).map(
    ([name, { wall: w, cpu: c }]) =>
      `| \`${name}\` | ${ms(w.median)} | ${ms(w.low)}–${ms(w.high)} | ${ms(w.min)} | ${ms(c.mean)} |`,
  );
  const version = spawnSync(codecarbon, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const { version: ours } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return `# What measuring costs, ${new Date().toISOString().slice(0, 10)}

\`node bench/overhead.mjs --runs ${runs} --watch ${watchS}\`: joulebook ${ours}, ${version || 'CodeCarbon'},
Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, load ${load.toFixed(2)} at the start.

| what | measured | aim | met |
|---|---|---|---|
${table.join('\n')}

CodeCarbon is run as \`codecarbon monitor --no-api --offline --country-iso-code FRA\`, for watching with \`--measure-power-secs 1\`; both
trackers watch a tree of their own of 50 \`sleep\`s at the same time, for ${watchS} s after 30 s of warming up. CPU of watching is the tracker's own
threads, ended ones included, and the helpers that it has waited for.

| command | wall, median | 10–90 % | least | CPU, mean |
|---|---|---|---|---|
${detail.join('\n')}
`;
}
