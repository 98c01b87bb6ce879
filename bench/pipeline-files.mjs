// How tracked folders of many files, and one large file, are borne: joulebook beside DVC (or md5sum) in turns on the same folder, through the
// built command (`npm run build` first). DVC comes into a virtual environment of the tests (scripts/set-up.mjs).
//
//   node bench/pipeline-files.mjs [--rounds 3] [--many 20000] [--more 100000,1000000] [--gib 4] [--dir FOLDER]
//
// A million files need some 10 GB in the temporary folder and ten minutes; it is removed at the end.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, rmSync, closeSync, writeFileSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pythonWith } from '../scripts/set-up.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const launcher = join(root, 'bin', 'joulebook');
const measurer = join(root, 'bench', 'measured.py');
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    many: { type: 'string', default: '20000' },
    more: { type: 'string', default: '100000,1000000' },
    gib: { type: 'string', default: '4' },
    dir: { type: 'string', default: tmpdir() },
  },
});
const [rounds, many, gib] = [options.rounds, options.many, options.gib].map(Number);
const more = options.more.split(',').filter(Boolean).map(Number);
const python = pythonWith('test/interop/requirements-dvc.txt');
const dvc = join(python, '..', 'dvc');
const folder = mkdtempSync(join(options.dir, 'joulebook-files-'));
const env = {
  ...process.env,
  DVC_SITE_CACHE_DIR: join(folder, 'site'),
  DVC_NO_ANALYTICS: '1',
  JOULEBOOK_NODE: process.execPath,
};
for (const name of ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS']) delete env[name];

try {
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} threads, Node ${process.version}\n`,
  );
  if (many > 0) besideDvc();
  for (const count of more) alone(count);
  if (gib > 0) besideMd5sum();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A project with so many files of some bytes, 500 in a folder. */
function project(count) {
  const at = join(folder, `${count}`);
  mkdirSync(at);
  spawnSync('git', ['init', '-q', at]);
  measured(at, [launcher, 'init', '-q']);
  for (let i = 0; i < count; i++) {
    const inner = join(at, 'data', `${Math.floor(i / 500)}`);
    if (i % 500 === 0) mkdirSync(inner, { recursive: true });
    writeFileSync(join(inner, `f${i}.txt`), `file ${i} ${'x'.repeat(i % 300)}\n`);
  }
  return at;
}

function measured(cwd, command) {
  const { stderr } = spawnSync(python, [measurer, ...command], { cwd, env, encoding: 'utf8' });
  const took = JSON.parse(stderr.trim().split('\n').at(-1));
  if (took.code !== 0) throw new Error(`${command.join(' ')} ended with ${took.code}: ${stderr}`);
  return took;
}

function besideDvc() {
  const at = project(many);
  const remove = (...paths) => {
    for (const path of paths) rmSync(join(at, path), { recursive: true, force: true });
  };
  const fresh = () => remove('.dvc/cache', '.dvc/tmp', 'data.dvc', '.gitignore', '../site');
  const tools = { joulebook: launcher, DVC: dvc };
  const times = { add: {}, status: {}, checkout: {} };
  for (let round = 0; round < rounds; round++)
    for (const [tool, program] of Object.entries(tools)) {
      fresh();
      const took = (what, args) => (times[what][tool] ??= []).push(measured(at, [program, ...args]));
      took('add', ['add', '-q', 'data']);
      measured(at, [program, 'status']); // what was just written is looked at again
      took('status', ['status']);
      remove('data');
      took('checkout', ['checkout', '-q']);
    }
  console.log(`${many} files of up to 300 bytes, median of ${rounds} rounds in turns:\n`);
  console.log(
    '| | joulebook s | DVC s | wall | joulebook CPU s | DVC CPU s | CPU | joulebook MB | DVC MB |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|',
  );
  for (const [what, { joulebook, DVC }] of Object.entries(times)) {
    const of = (list, key) => median(list.map((one) => one[key]));
    const ratio = (key) => `${(of(DVC, key) / of(joulebook, key)).toFixed(1)} x`;
    const figures = [of(joulebook, 'wall'), of(DVC, 'wall')].map((s) => s.toFixed(2));
    const cpu = [of(joulebook, 'cpu'), of(DVC, 'cpu')].map((s) => s.toFixed(2));
    const memory = [of(joulebook, 'mb'), of(DVC, 'mb')].map((mb) => mb.toFixed(0));
    console.log(`| ${[what, ...figures, ratio('wall'), ...cpu, ratio('cpu'), ...memory].join(' | ')} |`);
  }
  rmSync(at, { recursive: true });
}

function alone(count) {
  const at = project(count);
  const rows = [
    ['add', measured(at, [launcher, 'add', '-q', 'data'])],
    ['status', measured(at, [launcher, 'status'])],
    ['status again', measured(at, [launcher, 'status'])],
  ];
  console.log(
    `\n${count} files, joulebook alone:\n\n| | s | CPU s | µs CPU a file | MB |\n|---|--:|--:|--:|--:|`,
  );
  for (const [what, { wall, cpu, mb }] of rows)
    console.log(
      `| ${what} | ${wall.toFixed(2)} | ${cpu.toFixed(2)} | ${((cpu / count) * 1e6).toFixed(1)} | ${mb.toFixed(0)} |`,
    );
  rmSync(at, { recursive: true });
}

function besideMd5sum() {
  const at = project(0);
  const fd = openSync(join(at, 'large'), 'w');
  const part = Buffer.alloc(1 << 26);
  for (let i = 0; i < gib * 16; i++) {
    part.fill(i);
    writeSync(fd, part);
  }
  closeSync(fd);
  const times = { md5sum: [], joulebook: [] };
  for (let round = 0; round < rounds; round++) {
    times.md5sum.push(measured(at, ['md5sum', 'large']));
    rmSync(join(at, 'large.dvc'), { force: true });
    rmSync(join(at, '.dvc', 'tmp', 'joulebook'), { recursive: true, force: true });
    times.joulebook.push(measured(at, [launcher, 'add', '-q', '--no-commit', 'large']));
  }
  console.log(
    `\nA file of ${gib} GiB, median of ${rounds} rounds in turns:\n\n| | s | CPU s | MB |\n|---|--:|--:|--:|`,
  );
  for (const [what, list] of Object.entries(times)) {
    const of = (key) => median(list.map((one) => one[key]));
    console.log(`| ${what} | ${of('wall').toFixed(2)} | ${of('cpu').toFixed(2)} | ${of('mb').toFixed(0)} |`);
  }
  const ratio = (key) =>
    median(times.joulebook.map((one) => one[key])) / median(times.md5sum.map((one) => one[key]));
  console.log(
    `\njoulebook takes ${ratio('wall').toFixed(2)} times as long as md5sum, ${ratio('cpu').toFixed(2)} times its processor time.`,
  );
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}
