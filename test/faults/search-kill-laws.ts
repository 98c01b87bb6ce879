import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { loadStudy } from '../../src/search/journal/load-study.io.ts';
import { studyFolder } from '../../src/search/journal/study-folder.io.ts';
import { streamOf } from '../../src/search/random/stream-of.ts';
import type { StudyState } from '../../src/search/study/study-state.ts';
import { chosenSeed } from './kill-runs.ts';
import { LAUNCHER, Place } from '../cli/joulebook.ts';

/** A training that is the better the nearer x is to 0.3. It tells of another attempt of the same trial that still lives; one that only waits to be reaped has no environment. */
const TRAIN = `
before=$(cat "alive/$JOULEBOOK_TRIAL" 2>/dev/null)
[ -n "$before" ] && grep -qs JOULEBOOK_TRIAL "/proc/$before/environ" && echo "$JOULEBOOK_TRIAL" >> alive/twice
echo $$ > "alive/$JOULEBOOK_TRIAL"
i=0
while [ $i -lt 4 ]; do
  i=$((i+1)); sleep 0.02
  awk -v x="$1" -v i=$i 'BEGIN { d = x - 0.3; printf "epoch %d loss=%.6f\\n", i, d * d + 1 / i }'
done
`;
const TRIALS = 32;

const ARGS = [
  'search',
  '-q',
  '--metric',
  'loss',
  '--param',
  'x=0.0..1.0',
  '--max-resource',
  '4',
  '--seed',
  '5',
  '--region',
  'FR',
  '--budget',
  `${TRIALS}trials`,
  '-j',
  '2',
  '--name',
  's',
];
const COMMAND = ['--', 'sh', 'train.sh', '{x}'];

function place(): Place {
  const at = new Place();
  writeFileSync(join(at.dir, 'train.sh'), TRAIN);
  mkdirSync(join(at.dir, 'alive'));
  return at;
}

/** Searches; killed after so long, or left alone. @returns whether it came to its end. */
async function searched(at: Place, mode: readonly string[], killAfterMs?: number): Promise<boolean> {
  const env = at.env({ JOULEBOOK_GRACE_S: '1' });
  const child = spawn(LAUNCHER, [...ARGS, ...mode, ...COMMAND], {
    cwd: at.dir,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (data: Buffer) => (told += data.toString()));
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const ended = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  expect(ended === null || ended === 0, told).toBe(true);
  return ended === 0;
}

function stateOf(at: Place): StudyState {
  const folder = studyFolder(join(at.dir, '.joulebook'), 's');
  const loaded = folder.ok ? loadStudy(folder.value) : folder;
  if (!loaded.ok) throw new Error(loaded.error.what);
  expect(loaded.value.problems).toEqual([]);
  return loaded.value.state;
}

/** All that a study is but its energy and its times. */
function foundBy({ trials }: StudyState): unknown {
  return trials.map(({ number, configuration, state, reports, reason, losses }) => ({
    number,
    configuration,
    state,
    reason,
    losses,
    reports: reports.map(({ resource, losses: at }) => [resource, ...at]),
  }));
}

/** Processes in whose environment the place stands. */
function livingIn({ dir }: Place): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`JOULEBOOK_CKPT_DIR=${dir}`);
      } catch {
        return false; // ended, or another's
      }
    });
}

/**
 * Kills the coordinator of a search so many times, at moments that a seed gives, and goes on with the same command, with another study where one has come
 * to its end: no trial may be lost, counted twice or run twice at once, none of its processes may live on, and in deterministic mode each study must be
 * the one that nobody has killed.
 */
export async function expectSearchToSurviveKills(kills: number, mode: readonly string[] = []): Promise<void> {
  const seed = chosenSeed();
  console.log(`${kills} kills with JOULEBOOK_SEED=${seed}`);
  const moments = streamOf(seed, 'kills');
  const whole = place();
  const began = performance.now();
  expect(await searched(whole, mode)).toBe(true);
  // Some kills fall into its start, some into its work, however fast the machine is.
  const latestMs = performance.now() - began;
  const isDeterministic = mode.includes('--deterministic');
  let at: Place | undefined;
  for (let hits = 0; hits < kills; ) {
    at ??= place();
    if (await searched(at, mode, latestMs * moments.uniform() ** 2)) {
      expectWhole(at, isDeterministic ? whole : undefined);
      at = undefined;
    } else hits++;
  }
  if (at === undefined) return;
  await searched(at, mode);
  expectWhole(at, isDeterministic ? whole : undefined);
}

/** The laws of a study that has come to its end. @param as another one that it must be the same as. */
function expectWhole(at: Place, as: Place | undefined): void {
  const state = stateOf(at);
  expect(state.trials.map(({ number }) => number)).toEqual(Array.from({ length: TRIALS }, (_, k) => k));
  expect(state.started).toBe(TRIALS);
  for (const trial of state.trials)
    expect(['complete', 'stopped', 'paused'], `trial ${trial.number}`).toContain(trial.state);
  // Each trial ends once, however often it was begun.
  const lines = readFileSync(join(at.dir, '.joulebook/studies/s/journal.jsonl'), 'utf8').trim().split('\n');
  const ends = lines
    .map((line) => JSON.parse(line) as { k: string; n: number; again?: true })
    .filter(({ k, again }) => k === 'end' && again !== true);
  expect(new Set(ends.map(({ n }) => n)).size).toBe(ends.length);
  const twice = join(at.dir, 'alive/twice');
  expect(existsSync(twice) ? readFileSync(twice, 'utf8') : '', 'two attempts of a trial at once').toBe('');
  expect(livingIn(at)).toEqual([]);
  expect(state.spent.j).toBeGreaterThan(0);
  if (as !== undefined) expect(foundBy(state)).toEqual(foundBy(stateOf(as)));
}
