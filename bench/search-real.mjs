// The search beside Optuna on real trainings: scikit-learn's digits and diabetes, and a small network in numpy. Never part of `npm test`.
//
//   npm run bench:search-real -- [--seeds 3] [--tasks digits,diabetes,network] [--engines study,joulebook,median,hyperband]
//     [--jobs 1] [--kept-only] [--out FILE]
//
// Ours comes in two forms: `study()` of the Python client, all trials in one process, as in Optuna's loop over the same training; and the real
// `joulebook search`, a process for each trial. CPU time is what counts, so the machine may be busy. Passes are kept in .cache/search-real; ended
// at any moment, it goes on with the next one. --kept-only reports of what is there.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packages, pythonWith, root, run, say } from '../scripts/set-up.mjs';
import { importBundled } from './import-bundled.mjs';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    tasks: { type: 'string', default: 'digits,diabetes,network' },
    engines: { type: 'string', default: 'study,median,hyperband,joulebook' },
    jobs: { type: 'string', default: '1' },
    'kept-only': { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const [seeds, jobs] = [options.seeds, options.jobs].map(Number);
if (![seeds, jobs].every((n) => Number.isInteger(n) && n > 0)) {
  process.stderr.write('--seeds and --jobs take whole numbers above zero\n');
  process.exit(2);
}

/** Epochs of a full training, as in bench/search/real/tasks.py; full trainings of a budget; random trainings whose mean is one. */
const [FULL, BUDGET, TRIED] = [27, 25, 12];
/** Power of a busy core, W: an assumption, the same for all. joulebook is told so as a calibration that was typed in. */
const WATTS = 10;
/** How many trials a pass of ours is about; its energy budget has their starts. Where that is too little it is raised. */
const TRIALS = 100;
/** What joulebook itself uses beside the trainings where they are in one process, as a part of them; raised in the same way. */
const BESIDE = 0.5;

packages();
run(process.execPath, ['scripts/build.mjs', '--no-types']);
const python = pythonWith('bench/search/real/requirements.txt');
const scripts = join(root, 'bench', 'search', 'real');
const kept = join(root, '.cache', 'search-real');
mkdirSync(kept, { recursive: true });
const joulebook = join(root, 'bin', 'joulebook');
const env = {
  ...process.env,
  NO_COLOR: '1',
  // Else each process compiles every module anew where an environment was copied, and its start takes three times as long.
  PYTHONDONTWRITEBYTECODE: '',
  JOULEBOOK_STATE_DIR: join(kept, 'state'),
  // One thread: which of several is used when is the library's affair, and no part of what is compared.
  OPENBLAS_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
};
calibrate();
const { realReport } = await importBundled(
  "export { realReport } from './bench/search/real/real-report.ts';",
);
const wanted = [];
for (const engine of options.engines.split(','))
  for (let seed = 0; seed < seeds; seed++)
    for (const task of options.tasks.split(',')) {
      const each = { task, seed, engine, ...sizes(task) };
      if (!options['kept-only'] || existsSync(fileOf(each))) wanted.push(each);
    }
const made = [];
let next = 0;
await Promise.all(Array.from({ length: jobs }, worker));
const lines = realReport(made, FULL, WATTS);
const text = [
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, load ${loadavg()[0].toFixed(1)} at the end; ${WATTS} J a CPU-second`,
  '',
  ...options.tasks
    .split(',')
    .map((task) => `${task}: ${sizes(task).fullRun.toFixed(2)} CPU-s a full training`),
  '',
  ...lines,
].join('\n');
process.stdout.write(`${text}\n`);
if (options.out !== undefined) writeFileSync(resolve(options.out), `${text}\n`);

async function worker() {
  for (;;) {
    const i = next++;
    if (i >= wanted.length) return;
    made[i] = { ...wanted[i], text: await pass(wanted[i]) };
  }
}

/** What a pass prints; kept, so that each is made once. */
async function pass(one) {
  const { task, seed, engine, budget, start } = one;
  const file = fileOf(one);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  say(`${task}, seed ${seed}, ${engine}`);
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-real-'));
  try {
    const joules = WATTS * (engine === 'study' ? budget * (1 + BESIDE) : budget + TRIALS * start);
    const script = { study: 'study_pass.py', joulebook: 'joulebook_pass.py' }[engine];
    const printed = await printedBy(
      script === undefined
        ? ['optuna_pass.py', task, seed, engine, budget]
        : [script, task, seed, budget, joules, folder, joulebook],
    );
    writeFileSync(`${file}.new`, printed);
    renameSync(`${file}.new`, file);
    return printed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where a pass is kept. */
function fileOf({ task, seed, engine }) {
  return join(kept, `${task}-${seed}-${engine}.jsonl`);
}

/** CPU-seconds of a full training, of a budget, and of starting a process; measured once. */
function sizes(task) {
  const file = join(kept, `${task}.json`);
  if (!existsSync(file)) {
    say(`${task}: how long a full training is`);
    const { status, stdout, stderr } = spawnSync(
      python,
      [join(scripts, 'full_run.py'), task, String(TRIED)],
      {
        env,
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`full_run.py ${task} failed: ${stderr}`);
    writeFileSync(file, stdout);
  }
  const { fullRun, start } = JSON.parse(readFileSync(file, 'utf8'));
  return { fullRun, start, budget: BUDGET * fullRun };
}

function printedBy([script, ...args]) {
  return new Promise((done, fail) => {
    const child = spawn(python, [join(scripts, script), ...args.map(String)], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const parts = [];
    child.stdout.on('data', (part) => parts.push(part));
    child.on('error', fail);
    child.on('close', (code) =>
      code === 0
        ? done(Buffer.concat(parts).toString('utf8'))
        : fail(new Error(`${script} ${args.join(' ')}: exit ${code}`)),
    );
  });
}

/** Tells joulebook the power that all are counted by: next to nothing at idle, so that waiting for a busy machine costs nothing. */
function calibrate() {
  const full = WATTS * cpus().length + 0.1;
  run(joulebook, ['calibrate', '--idle', '0.1W', '--full', `${full}W`, '--yes'], { env });
}
