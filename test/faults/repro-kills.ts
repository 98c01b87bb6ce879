import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect } from 'vitest';
import { readLock } from '../../src/pipeline/lock/read-lock.ts';
import { LAUNCHER, Place } from '../cli/joulebook.ts';
import { makeProject, writeFiles } from '../pipeline/dvc-project.ts';
import { projectState } from '../pipeline/project-state.ts';
import { chosenSeed, randomFrom } from './kill-runs.ts';

const PARAMS = (value: string): string => `seed: ${value}\n`;

/** Every kind of output: a file, a folder, one that is not cached at all, a metric; what a stage writes depends on the parameter. */
const PIPELINE = `stages:
  prepare:
    cmd: mkdir rows && for i in 1 2 3 4 5; do echo \${seed} $i > rows/$i; done
    params: [seed]
    outs: [rows]
  train:
    cmd: cat rows/* > model && sleep 0.05 && cat rows/1 >> model && echo '{"acc":\${seed}}' > acc.json
    deps: [rows]
    params: [seed]
    outs: [model]
    metrics: [{acc.json: {cache: false}}]
  loose:
    cmd: echo \${seed} > loose.txt && sleep 0.03 && cp model twin
    deps: [model]
    params: [seed]
    outs: [{loose.txt: {cache: false}}, twin]
  last:
    cmd: wc -c < twin > size.txt
    deps: [twin]
    outs: [size.txt]
`;
const OUTS = ['rows', 'model', 'acc.json', 'loose.txt', 'twin', 'size.txt'];

/** What a project holds when all of it was run with one parameter. */
type State = Readonly<Record<string, string>>;

/**
 * Kills repros at random moments, the tracker alone or with its stage, and checks what is left: no lock that says what is not so, nothing lost that was
 * there before, and the next repro sets all right.
 */
export async function expectReproToSurviveKills(count: number, atOnce: number): Promise<void> {
  const place = new Place();
  const seed = chosenSeed();
  process.stderr.write(`JOULEBOOK_SEED=${seed}\n`);
  const random = randomFrom(seed);
  try {
    const whole = ['1', '2'].map((value) => reproduced(place, value));
    const [before, wanted] = whole as [Reproduced, Reproduced];
    const plans = Array.from({ length: count }, (_, i) => ({
      i,
      afterS: random() * 1.2,
      isGroup: random() < 0.5,
      jobs: random() < 0.5 ? 1 : 3,
    }));
    const lane = async (): Promise<void> => {
      for (let plan = plans.shift(); plan !== undefined; plan = plans.shift())
        await killOne(place, plan, before, wanted);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  } finally {
    rmSync(place.dir, { recursive: true, force: true });
  }
}

interface Reproduced {
  readonly folder: string;
  readonly state: State;
}

function reproduced(place: Place, value: string): Reproduced {
  const folder = mkdtempSync(join(place.dir, 'whole-'));
  makeProject(folder, { 'dvc.yaml': PIPELINE, 'params.yaml': PARAMS(value) });
  const { code, stderr } = place.runIn(folder, ['repro']);
  expect(code, stderr).toBe(0);
  expect(stderr).not.toContain('error');
  return { folder, state: essence(folder) };
}

async function killOne(
  place: Place,
  plan: { readonly i: number; readonly afterS: number; readonly isGroup: boolean; readonly jobs: number },
  before: Reproduced,
  wanted: Reproduced,
): Promise<void> {
  const told = JSON.stringify(plan);
  const folder = mkdtempSync(join(place.dir, 'killed-'));
  cpSync(before.folder, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  writeFiles(folder, { 'params.yaml': PARAMS('2') });
  const child = spawn(LAUNCHER, ['repro', '-j', `${plan.jobs}`], {
    cwd: folder,
    env: place.env(),
    detached: true,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await after(plan.afterS * 1000);
  if (child.pid !== undefined && child.exitCode === null)
    process.kill(plan.isGroup ? -child.pid : child.pid, 'SIGKILL');
  await ended;
  await untilNobodyWorksIn(folder); // a stage that was left alone comes to its end
  expectTrueLock(folder, [before, wanted], told);
  expectNothingLost(folder, [before, wanted], told);
  const healed = place.runIn(folder, ['repro']);
  expect(healed.code, `${told}\n${healed.stdout}${healed.stderr}`).toBe(0);
  expect(essence(folder), told).toEqual(wanted.state);
  expect(place.runIn(folder, ['status']).stdout, told).toBe('Data and pipelines are up to date.\n');
  const aside = join(folder, '.dvc/tmp/joulebook/aside');
  expect(existsSync(aside) ? readdirSync(aside) : [], told).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
}

/** Waits until no process has its working folder there; one that was killed may take a moment to be gone. */
async function untilNobodyWorksIn(folder: string): Promise<void> {
  const real = realpathSync(folder);
  const isThere = (pid: string): boolean => {
    try {
      const cwd = readlinkSync(`/proc/${pid}/cwd`);
      return cwd === real || cwd.startsWith(`${real}/`);
    } catch {
      return false; // ended, or another's
    }
  };
  const untilMs = performance.now() + 60_000;
  while (readdirSync('/proc').some((name) => /^\d+$/.test(name) && isThere(name))) {
    if (performance.now() > untilMs) throw new Error(`somebody still works in ${folder}`);
    await after(10);
  }
}

/** Every entry of the lock is one that a whole repro writes. */
function expectTrueLock(folder: string, whole: readonly Reproduced[], told: string): void {
  const entries = (path: string): readonly [string, unknown][] => {
    const lock = readLock(readFileSync(join(path, 'dvc.lock'), 'utf8'), 'dvc.lock');
    expect(lock.ok, told).toBe(true);
    return lock.ok ? [...lock.value.entries] : [];
  };
  const known = whole.flatMap((one) => entries(one.folder)).map((entry) => JSON.stringify(entry, plain));
  for (const entry of entries(folder)) expect(known, told).toContain(JSON.stringify(entry, plain));
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}`;
  return value instanceof Map ? [...value] : value;
}

/** What an output held before is in its place, or in the cache, or was put aside, or has given way to what belongs there now. */
function expectNothingLost(folder: string, [before, wanted]: readonly Reproduced[], told: string): void {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  for (const [path, content] of Object.entries(before?.state ?? {})) {
    if (!OUTS.some((out) => path === out || path.startsWith(`${out}/`))) continue;
    const text = content.slice(content.indexOf(' ') + 1);
    const isReplaced = essence(folder)[path] === wanted?.state[path];
    expect(isReplaced || all.includes(text), `${told} ${path}`).toBe(true);
  }
}

/** All but what grows with every repro: results of both parameters are in the cache, and temporary files of who was killed. */
function essence(folder: string): State {
  return Object.fromEntries(
    Object.entries(projectState(folder)).filter(
      ([path]) => !path.startsWith('.dvc/cache') && !path.endsWith('.tmp') && !path.startsWith('whole'),
    ),
  );
}
