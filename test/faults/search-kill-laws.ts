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
/** From when it is started; some kills fall into its start, some into its work. */
const LATEST_MS = 2500;

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
 * Kills the coordinator of a search so many times, at moments that a seed gives, and goes on with the same command: no trial may be lost, counted twice or
 * run twice at once, none of its processes may live on, and in deterministic mode the study must be the one that nobody has killed.
 */
export async function expectSearchToSurviveKills(kills: number, mode: readonly string[] = []): Promise<void> {
  const seed = chosenSeed();
  console.log(`${kills} kills with JOULEBOOK_SEED=${seed}`);
  const at = place();
  const moments = streamOf(seed, 'kills');
  let hits = 0;
  for (let kill = 0; kill < kills; kill++)
    if (!(await searched(at, mode, LATEST_MS * moments.uniform() ** 2))) hits++;
  await searched(at, mode);
  expect(hits).toBeGreaterThan(kills / 3);
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
  if (!mode.includes('--deterministic')) return;
  const whole = place();
  await searched(whole, mode);
  expect(foundBy(state)).toEqual(foundBy(stateOf(whole)));
  expect(state.spent.j).toBeGreaterThan(0);
}
