import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { started } from '../../bundled.ts';
import { searchProgram } from './search-program.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jb-search-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Came {
  readonly close: {
    readonly how: string;
    readonly problem?: { readonly what: string; readonly why: string };
  };
  readonly trials: readonly {
    readonly state: string;
    readonly attempt: number;
    readonly failure?: string;
    readonly joules: number;
    readonly reports: readonly (readonly [number, number])[];
  }[];
  readonly events: readonly string[];
  readonly over?: string;
  readonly spent: number;
  readonly whole: number;
}

function begin(asked: Readonly<Record<string, unknown>>) {
  const env = { JOULEBOOK_DIR: join(folder, 'book'), JOULEBOOK_GRACE_S: '1', HOME: folder };
  const study = join(folder, 'study');
  const told = JSON.stringify({ folder: study, budget: { trials: 3 }, ...asked });
  return started(process.execPath, [searchProgram(), told], env);
}

async function search(asked: Readonly<Record<string, unknown>>): Promise<Came> {
  const { out, code } = await begin(asked).ended;
  expect(code).toBe(0);
  return JSON.parse(out) as Came;
}

const sh = (script: string): readonly string[] => ['/bin/sh', '-c', script];
const TRAIN = 'for e in 1 2 3; do echo "epoch $e acc=$e"; done';

test('as many trials as the budget has, and their joules and the rest are those of the whole', async () => {
  // Long beside what passes between the last trial's end and the look at the whole.
  const came = await search({ command: sh(`${TRAIN}; sleep 1`) });
  expect(came.close).toEqual({ how: 'over' });
  expect(came.over).toBe('trials');
  expect(came.trials.map(({ state }) => state)).toEqual(['complete', 'complete', 'complete']);
  expect(came.trials[2]?.reports).toEqual([
    [1, -1],
    [2, -2],
    [3, -3],
  ]);
  expect(Math.abs(came.spent - came.whole)).toBeLessThan(0.1 * came.whole);
});

test('several at once, each in its own slot', async () => {
  // None ends before all have begun, however busy the machine is.
  const script = `echo $SLOT >> "${folder}/slots"; until [ "$(wc -l < "${folder}/slots")" -ge 3 ]; do sleep 0.05; done; ${TRAIN}`;
  const came = await search({ command: sh(script), slots: 3 });
  expect(came.trials.map(({ state }) => state)).toEqual(['complete', 'complete', 'complete']);
  expect(readFileSync(join(folder, 'slots'), 'utf8').trim().split('\n').sort()).toEqual(['0', '1', '2']);
});

test('one that is stopped is ended, the others are not', async () => {
  const script = `for e in 1 2 3; do echo "epoch $e acc=$e"; sleep 0.3; done; sleep 0.$JOULEBOOK_TRIAL`;
  const came = await search({ command: sh(script), stopAt: { 1: 2 } });
  expect(came.trials.map(({ state }) => state)).toEqual(['complete', 'stopped', 'complete']);
  expect(came.trials[1]?.reports.at(-1)).toEqual([2, -2]);
});

test('a paused one goes on from its checkpoint, and counts on', async () => {
  // The checkpoint is there, and whole, before the epoch is told: the pause may come at once.
  const script = `
    n=$(cat "$JOULEBOOK_CKPT_DIR/n" 2>/dev/null || echo 0)
    [ "$JOULEBOOK_RESUME" = 1 ] || [ "$n" = 0 ] || exit 9
    while [ "$n" -lt 3 ]; do
      e=$n; n=$((n+1)); echo $n > "$JOULEBOOK_CKPT_DIR/new"; mv "$JOULEBOOK_CKPT_DIR/new" "$JOULEBOOK_CKPT_DIR/n"
      echo "epoch $e acc=$e"; sleep 0.4
    done`;
  const came = await search({ command: sh(script), pauseAt: 1, budget: { trials: 3 } });
  expect(came.trials.slice(0, 2).map(({ state }) => state)).toEqual(['complete', 'complete']);
  expect(came.trials[0]?.reports).toEqual([
    [1, 0],
    [2, -1],
    [3, -2],
  ]);
  expect(came.events.filter((what) => what.includes('begin anew'))).toEqual([]);
});

test('one that keeps no checkpoint begins anew, and that is said once', async () => {
  const script = 'for e in 1 2 3; do echo "epoch $e acc=$e"; sleep 0.2; done';
  const came = await search({ command: sh(script), pauseAt: 1, budget: { trials: 3 } });
  expect(came.trials.slice(0, 2)).toMatchObject([{ state: 'complete' }, { state: 'complete' }]);
  expect(came.events.filter((what) => what.includes('begin anew'))).toHaveLength(1);
});

test('a first trial that says nothing of what is sought ends the search, with its last lines', async () => {
  const came = await search({ command: sh('for i in $(seq 30); do echo "line $i"; done') });
  expect(came.close).toMatchObject({ how: 'failing' });
  expect(came.close.problem?.why).toContain('line 11\nline 12');
  expect(came.close.problem?.why).not.toContain('line 10\n');
  expect(came.trials.map(({ state, failure }) => [state, failure])).toEqual([['failed', 'no-metric']]);
});

test.each([
  ['at once where it is nearly a sought one', 'echo \'{"ac": 0.5}\' >> "$JOULEBOOK_REPORT_FILE"', 'ac'],
  ['as a line for us', 'echo \'::metric {"ac": 0.5}\'', 'ac'],
  [
    'after some reports where it may be another',
    'for e in 1 2 3 4 5; do echo "{\\"quality\\": 0.5, \\"epoch\\": $e}"; done >> "$JOULEBOOK_REPORT_FILE"',
    'quality',
  ],
])('another name than is sought is told of while the first trial runs: %s', async (_, says, name) => {
  // It goes on until the warning has come.
  const script = `${says}; until [ -e "${folder}/study-warned" ]; do sleep 0.05; done; echo acc=1`;
  const { trials, events } = await search({ command: sh(script), budget: { trials: 1 } });
  expect(trials.map(({ state }) => state)).toEqual(['complete']);
  expect(events.filter((what) => what.includes('until now'))).toEqual([
    `the trial reports ${name} and, until now, nothing of acc`,
  ]);
});

test('other names beside what is sought are nobody else’s business', async () => {
  const script = `for e in 1 2 3 4 5 6; do echo '::metric {"ac": 1}'; done`;
  const came = await search({ command: sh(`echo '::metric {"acc": 1}'; ${script}`), budget: { trials: 1 } });
  expect(came.trials.map(({ state }) => state)).toEqual(['complete']);
  expect(came.events.filter((what) => what.includes('until now'))).toEqual([]);
});

test('one that fails after a pause has spoken before it', async () => {
  const script = `[ "$JOULEBOOK_RESUME" = 1 ] && exit 3; touch "$JOULEBOOK_CKPT_DIR/n"; echo "epoch 1 acc=1"; sleep 5`;
  const came = await search({ command: sh(script), pauseAt: 1, budget: { trials: 2 } });
  expect(came.close.problem?.what).toBeUndefined();
  expect(came.trials.map(({ failure }) => failure)).toEqual(['exit', 'exit']);
});

test('a trial is retried as said, and trials that all fail end the search', async () => {
  const script = `echo acc=1; [ "$JOULEBOOK_TRIAL" = 0 ] && [ -e "${folder}/once" ] && exit 0; touch "${folder}/once"; exit 3`;
  const came = await search({ command: sh(script), retry: { max: 1, on: ['exit'] }, budget: { trials: 1 } });
  expect(came.trials).toMatchObject([{ state: 'complete', attempt: 2 }]);
  const failing = await search({ command: sh('echo acc=1; exit 3'), budget: { trials: 50 }, slots: 5 });
  expect(failing.close).toMatchObject({ how: 'failing' });
  expect(failing.trials.filter(({ state }) => state === 'failed').length).toBeGreaterThanOrEqual(5);
  expect(failing.trials.length).toBeLessThan(15);
});

test('a trial of NaN, a silent one, one that is not found: each has its state, and the search goes on', async () => {
  const script = `case $JOULEBOOK_TRIAL in 1) echo acc=nan;; 2) sleep 60;; 3) exit 127;; *) echo acc=1;; esac`;
  const came = await search({ command: sh(script), budget: { trials: 5 }, silenceS: 3 });
  expect(came.trials.map(({ state, failure }) => failure ?? state)).toEqual([
    'complete',
    'not-a-number',
    'silent',
    'exit',
    'complete',
  ]);
});

test('Ctrl-C ends the trials, which will be tried again; a second one does not wait', async () => {
  const polite = begin({ command: sh(`touch "${folder}/begun"; echo acc=1; sleep 120`) });
  await expect.poll(() => existsSync(join(folder, 'begun')), { timeout: 60_000 }).toBe(true);
  polite.kill('SIGINT');
  const once = JSON.parse((await polite.ended).out) as Came;
  expect(once.close).toEqual({ how: 'interrupted' });
  expect(once.trials).toMatchObject([{ state: 'waiting', attempt: 1 }]);
});

test('the budget ends what runs, at 105 %', async () => {
  const came = await search({ command: sh('while :; do echo acc=1; sleep 0.1; done'), budget: { time: 3 } });
  expect(came.over).toBe('time');
  expect(came.trials).toMatchObject([{ state: 'stopped' }]);
});

test('a book that cannot be written ends it', async () => {
  writeFileSync(join(folder, 'study'), '');
  const came = await search({ command: sh(TRAIN) });
  expect(came.close).toMatchObject({ how: 'broken' });
});
