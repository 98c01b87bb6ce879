import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { JournalLine } from '../../src/book/journal-event.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { LAUNCHER, Place } from '../cli/joulebook.ts';

/** What is sent SIGKILL. */
export type Victim = 'tracker' | 'command' | 'both';
const VICTIMS: readonly Victim[] = ['tracker', 'command', 'both'];

/** Time between two readings, s: short, so that there are several in a run. */
export const INTERVAL_S = 0.1;
/** Longer than any machine keeps a tracker from its next sample, s. */
const STALL_S = 10;
/** How long an unkilled command takes, s. */
const COMMAND_S = 0.7;

/** A run that was killed, as the caller saw it. */
export interface Killed {
  readonly name: string;
  readonly victim: Victim;
  /** Moment of the kill after the start, or after its command began, s. */
  readonly afterS: number;
  /** Moment of the kill on the boot clock; undefined where the victim had ended before. */
  readonly killedAtS: number | undefined;
  /** Whether the command was still alive when it was killed. */
  readonly isSure: boolean;
  /** Whether the command had begun. */
  readonly began: boolean;
  /** How the tracker ended. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** A sequence of numbers in [0, 1) that a seed fixes (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of this run of the tests: JOULEBOOK_SEED repeats one. */
export function chosenSeed(): number {
  return Number(process.env['JOULEBOOK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
}

/** Starts runs in the place's book, so many at once, and kills each at a random moment. */
export async function killRuns(
  place: Place,
  how: { readonly count: number; readonly seed: number; readonly atOnce: number },
): Promise<readonly Killed[]> {
  const random = randomFrom(how.seed);
  const wholeS = await wholeRunS(how.atOnce);
  const plans = Array.from({ length: how.count }, (_, i) => ({
    name: `killed-${i}`,
    victim: VICTIMS[i % VICTIMS.length] as Victim,
    // One from before the first line of the journal to after the end, the next surely while its command lives.
    isAlive: i % 2 === 1,
    afterS: random() * (i % 2 === 1 ? COMMAND_S * 0.9 : wholeS + 0.1),
  }));
  const killed: Killed[] = [];
  const waiting = [...plans];
  const work = async (): Promise<void> => {
    for (let plan = waiting.shift(); plan !== undefined; plan = waiting.shift()) {
      killed.push(await killOne(place, plan));
    }
  };
  await Promise.all(Array.from({ length: how.atOnce }, work));
  return killed;
}

/** How long a run takes here and now when nobody kills it, with so many beside it, s. */
async function wholeRunS(atOnce: number): Promise<number> {
  const place = new Place();
  const began = performance.now();
  const args = ['run', '--interval', `${INTERVAL_S}s`, '--card', 'off', '--', 'sleep', `${COMMAND_S}`];
  const one = async (): Promise<void> => {
    const tracker = spawn(LAUNCHER, args, { cwd: place.dir, env: place.env(), stdio: 'ignore' });
    await once(tracker, 'exit');
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  const tookS = (performance.now() - began) / 1000;
  rmSync(place.dir, { recursive: true });
  return tookS;
}

async function killOne(
  place: Place,
  plan: {
    readonly name: string;
    readonly victim: Victim;
    readonly isAlive: boolean;
    readonly afterS: number;
  },
): Promise<Killed> {
  const pidFile = join(place.dir, `${plan.name}.pid`);
  // The name appears whole or not at all.
  const script = `echo $$ >"${pidFile}.new"; mv "${pidFile}.new" "${pidFile}"; exec sleep ${COMMAND_S}`;
  const tracker = spawn(
    LAUNCHER,
    ['run', '--name', plan.name, '--interval', `${INTERVAL_S}s`, '--card', 'off', '--', 'sh', '-c', script],
    { cwd: place.dir, env: place.env(), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let stderr = '';
  tracker.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    tracker.on('exit', (code, signal) => resolve({ code, signal }));
  });
  const { victim, isAlive } = plan;
  const isAwaited = (): boolean => !existsSync(pidFile) && tracker.exitCode === null;
  if (isAlive) while (isAwaited()) await after(2);
  await after(plan.afterS * 1000);
  // A command that is to be killed must have begun, or its tracker have ended.
  if (victim === 'command') while (isAwaited()) await after(2);
  const commandPid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : undefined;
  const killedAtS = bootS();
  const trackerHit = victim !== 'command' && tracker.exitCode === null && tracker.kill('SIGKILL');
  const commandHit = victim !== 'tracker' && commandPid !== undefined && killPid(commandPid, plan.name);
  // It stays for so long after it wrote its name; later it may have ended by itself just before the kill.
  const isSure = existsSync(pidFile) && Date.now() - statSync(pidFile).mtimeMs < COMMAND_S * 1000;
  const { code, signal } = await ended;
  return {
    ...plan,
    killedAtS: trackerHit || commandHit ? killedAtS : undefined,
    isSure,
    began: existsSync(pidFile),
    code,
    signal,
    stderr,
  };
}

/** Kills the process if it still is that run's command: process ids come round again. */
function killPid(pid: number, name: string): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    if (!environment.includes('JOULEBOOK_RUN=') || !isCommand(pid)) return false;
    process.kill(pid, 'SIGKILL');
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH') return false;
    throw new Error(`cannot kill the command of ${name}`, { cause: error });
  }
}

function isCommand(pid: number): boolean {
  const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  return line.startsWith('sh\0') || line.startsWith('sleep\0');
}

/** Seconds since boot, to 10 ms. */
function bootS(): number {
  return Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
}

/** The journal of a run, line by line, with a torn last line left out. */
export function journalOf(book: string, id: string): readonly JournalLine[] {
  const folder = readdirSync(join(book, 'runs'), { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith(id),
  );
  if (folder === undefined) throw new Error(`no folder for ${id}`);
  const text = readFileSync(join(book, 'runs', folder, 'journal.jsonl'), 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalLine);
}

/** What is wrong with a killed run's record, in words; nothing where it is as it should be. */
export function faultsOf(
  run: Killed,
  record: RunRecord | undefined,
  journal: readonly JournalLine[],
): string[] {
  if (record === undefined) return run.began ? ['the command began, but the book has no run'] : [];
  const faults: string[] = [];
  const expect = (isTrue: boolean, text: string): void => {
    if (!isTrue) faults.push(text);
  };
  const samples = journal.filter((line) => line.k === 'sample');
  const end = journal.find((line) => line.k === 'end');
  if (run.victim === 'command') {
    const wasKilled = run.killedAtS !== undefined && (run.isSure || run.signal !== null);
    expect(record.state === (wasKilled ? 'failed' : 'ok'), `state ${record.state}`);
    expect(record.signal === (wasKilled ? 'SIGKILL' : null), `signal ${record.signal} in the record`);
    expect(run.signal === (wasKilled ? 'SIGKILL' : null), `the tracker ended by ${run.signal}, ${run.code}`);
  } else if (run.killedAtS === undefined) {
    expect(
      record.state === 'ok' && run.code === 0,
      `not killed, but state ${record.state}, exit ${run.code}`,
    );
  } else if (end !== undefined && end.k === 'end' && end.state !== 'lost') {
    // Killed while it was tidying up: everything was known, and nothing of it may be lost.
    const states = run.victim === 'both' ? ['ok', 'failed'] : ['ok'];
    expect(states.includes(end.state) && record.state === end.state, `state ${record.state} at its end`);
  } else {
    expect(record.state === 'lost', `state ${record.state}`);
    expect(record.exitCode === null && record.endedAt !== null, 'a lost run has an end and no exit code');
    const first = journal[0]?.t ?? 0;
    const last = samples.at(-1)?.t ?? journal.findLast((line) => line.k !== 'end')?.t ?? 0;
    const lostS = run.killedAtS - last;
    expect(samples.length === 0 || lostS < STALL_S, `${lostS.toFixed(3)} s are lost`);
    const upToLastS = last - first;
    expect(record.durationS <= upToLastS + 1e-6, `lasted ${record.durationS} s of ${upToLastS} s`);
    expect(
      record.durationS >= coveredS(samples) - 1e-6,
      `lasted ${record.durationS} s, less than its samples`,
    );
  }
  expect(record.samples === samples.length, `${record.samples} of ${samples.length} samples`);
  const machine = journal.find((line) => line.k === 'machine');
  for (const [i, { name }] of (machine?.k === 'machine' ? machine.components : []).entries()) {
    const written = samples.reduce((sum, line) => sum + Number(line.e[i] ?? 0), 0);
    const known = record.energy.components[name]?.machine.value ?? 0;
    expect(Math.abs(known - written) <= 1e-6 + 1e-9 * written, `${name}: ${known} J of ${written} J`);
  }
  return faults.map((fault) => `${run.name} (${run.victim} after ${run.afterS.toFixed(3)} s): ${fault}`);
}

/** What a lost run has lost, s: the time from its last sample to the kill. undefined where it is not lost, or has no sample. */
export function lostSOf(
  run: Killed,
  record: RunRecord | undefined,
  journal: readonly JournalLine[],
): number | undefined {
  const last = journal.findLast((line) => line.k === 'sample')?.t;
  if (run.killedAtS === undefined || record?.state !== 'lost' || last === undefined) return undefined;
  return run.killedAtS - last;
}

type Sample = JournalLine & { readonly k: 'sample' };

/** By how much the machine was too busy for a run's sampler, as the sampler itself has seen it, s. */
export function latenessOf(journal: readonly JournalLine[]): number {
  return Math.max(0, ...journal.map((line) => (line.k === 'sample' ? line.dt - INTERVAL_S : 0)));
}

function coveredS(samples: readonly Sample[]): number {
  return samples.reduce((sum, line) => sum + line.dt, 0);
}
