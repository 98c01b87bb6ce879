// Pipelines of many stages, and of stages side by side, beside DVC on the same projects in the same run (`npm run build` first).
//
//   node bench/pipeline-stages.mjs [--stages 300] [--repeat 5] [--dvc PATH]
//
// DVC comes from the interop environment, which is made on first use. With 300 stages its first run alone takes some four minutes.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pythonWith } from '../scripts/set-up.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const launcher = join(root, 'bin', 'joulebook');
const { values: options } = parseArgs({
  options: {
    stages: { type: 'string', default: '300' },
    repeat: { type: 'string', default: '5' },
    dvc: { type: 'string' },
  },
});
const [stages, repeat] = [options.stages, options.repeat].map(Number);
if (![stages, repeat].every((n) => Number.isInteger(n) && n > 0)) {
  console.error('--stages and --repeat take whole numbers above zero');
  process.exit(2);
}
if (!existsSync(join(root, 'dist', 'cli.cjs'))) {
  console.error('dist is missing: run `npm run build` first');
  process.exit(2);
}
const dvc = options.dvc ?? join(dirname(pythonWith('test/interop/requirements-dvc.txt')), 'dvc');

const folder = mkdtempSync(join(tmpdir(), 'joulebook-stages-'));
const env = {
  PATH: process.env.PATH,
  HOME: folder,
  LANG: 'C.UTF-8',
  DVC_NO_ANALYTICS: '1',
  DVC_SITE_CACHE_DIR: join(folder, 'site'),
  JOULEBOOK_DIR: join(folder, 'book'),
  JOULEBOOK_REGISTRY: join(folder, 'registry'),
};
try {
  main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function main() {
  const ours = { name: 'joulebook', program: launcher, dir: project('ours', manyStages()) };
  const theirs = { name: 'dvc', program: dvc, dir: project('theirs', manyStages()) };
  head();
  const compare = (what, args, rounds, before) => {
    const took = { ours: [], theirs: [] };
    for (let round = 0; round < rounds; round++) {
      for (const [who, tool] of Object.entries({ ours, theirs })) {
        before?.(tool.dir);
        took[who].push(timed(tool, args));
      }
    }
    row({ what, ours: least(took.ours), theirs: least(took.theirs) });
  };
  compare(`first run of ${stages} stages`, ['repro'], 1);
  compare('repro, nothing changed', ['repro'], repeat);
  compare('status, nothing changed', ['status'], repeat);
  compare('all restored from the cache', ['repro'], 1, (dir) => {
    rmSync(join(dir, 'dvc.lock'));
    for (let i = 0; i < stages; i++) rmSync(join(dir, `o${i}.txt`));
  });
  const sleeps = { name: 'joulebook', program: launcher, dir: project('sleeps', eightSleeps()) };
  last(timed(sleeps, ['repro', '-j', '8']));
}

function manyStages() {
  const list = Array.from({ length: stages }, (_, i) => i).join(', ');
  return {
    'params.yaml': `k: 1\nitems: [${list}]\n`,
    'dvc.yaml':
      'stages:\n  s:\n    foreach: ${items}\n    do:\n      cmd: echo ${item} > o${item}.txt\n      params: [k]\n      outs:\n      - o${item}.txt\n',
  };
}

function eightSleeps() {
  const stage = (i) => `  s${i}: {cmd: "sleep 1; echo ${i} > o${i}", outs: [o${i}]}\n`;
  return { 'dvc.yaml': `stages:\n${Array.from({ length: 8 }, (_, i) => stage(i)).join('')}` };
}

function project(name, files) {
  const dir = join(folder, name);
  mkdirSync(dir);
  for (const args of [
    ['git', 'init', '-q'],
    [dvc, 'init', '-q'],
  ]) {
    const { status, stderr } = spawnSync(args[0], args.slice(1), { cwd: dir, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`);
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(dir, path), text);
  return dir;
}

/** Wall and CPU seconds of a command with all that it starts. */
function timed({ name, program, dir }, args) {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&1';
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', program, ...args], {
    cwd: dir,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} ${args.join(' ')} failed: ${status}`);
  const [wall, user, system] = stderr.trim().split(' ').map(Number);
  return { wall, cpu: user + system };
}

function least(times) {
  return {
    wall: Math.min(...times.map(({ wall }) => wall)),
    cpu: Math.min(...times.map(({ cpu }) => cpu)),
  };
}

function head() {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.version}`;
  const version = spawnSync(dvc, ['--version'], { env, encoding: 'utf8' }).stdout.trim();
  console.log(`${new Date().toISOString().slice(0, 10)}, ${machine}; DVC ${version}; least of ${repeat}\n`);
  console.log('| what | joulebook s (CPU) | DVC s (CPU) | times faster | in CPU | aim |');
  console.log('|---|--:|--:|--:|--:|---|');
}

function row({ what, ours, theirs }) {
  const times = theirs.wall / ours.wall;
  const isAimed = !what.startsWith('all restored');
  const verdict = !isAimed ? '' : times >= 20 ? '20: met' : '20: MISSED';
  const inCpu = (theirs.cpu / ours.cpu).toFixed(0);
  console.log(`| ${what} | ${cell(ours)} | ${cell(theirs)} | ${times.toFixed(0)} | ${inCpu} | ${verdict} |`);
  if (verdict.endsWith('MISSED')) process.exitCode = 1;
}

function last(parallel) {
  const verdict = parallel.wall <= 1.5 ? 'met' : 'MISSED';
  console.log(`| 8 sleeps of 1 s, -j 8 | ${cell(parallel)} | | | | 1.5 s: ${verdict} |`);
  const load = loadavg()
    .map((n) => n.toFixed(1))
    .join(', ');
  console.log(`\nLoad of the machine over the last 1, 5 and 15 minutes: ${load}`);
}

function cell({ wall, cpu }) {
  return `${wall.toFixed(2)} (${cpu.toFixed(2)})`;
}
