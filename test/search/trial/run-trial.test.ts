import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TrialLog } from '../../../src/search/trial/trial-log.io.ts';
import { started } from '../../bundled.ts';
import { trialProgram } from './trial-program.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jb-trial-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Told {
  readonly command: readonly string[];
  readonly decisions?: Readonly<Record<number, 'stop' | 'pause'>>;
  readonly interruptAfterS?: number;
  readonly killAfterS?: number;
  readonly silentAfterS?: number;
  readonly until?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs one trial and gives what became of it. */
async function trial({ env, ...told }: Told) {
  const study = join(folder, 'studies', 'study');
  const environment = { JOULEBOOK_DIR: join(folder, 'book'), JOULEBOOK_GRACE_S: '1', HOME: folder, ...env };
  const { out, err, code } = await started(
    process.execPath,
    [trialProgram(), JSON.stringify({ study, ...told })],
    environment,
  ).ended;
  expect(err).toBe('');
  expect(code).toBe(0);
  const { end, reports } = JSON.parse(out) as {
    end: {
      ok: true;
      value: { outcome: Record<string, unknown>; leftBehind: number; counting: Record<string, unknown> };
    };
    reports: [number, number | string | null, number][];
  };
  expect(end.ok).toBe(true);
  const log = readFileSync(join(study, 'trials/3/output.log'), 'utf8');
  return { ...end.value, reports: reports.map(([resource, value]) => [resource, value]), log, study };
}

/** Whether a process lives; one that nobody has waited for does not. */
function lives(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

const sh = (script: string): readonly string[] => ['/bin/sh', '-c', script];

describe.each([
  ['native', {}],
  ['without native bindings', { JOULEBOOK_NO_NATIVE: '1' }],
])('a trial, %s', (_, env) => {
  test('reads its parameters, prints, and ends by itself', async () => {
    const script =
      'echo "$JOULEBOOK_PARAMS_JSON $JOULEBOOK_SEED $JOULEBOOK_TRIAL $EXTRA"; cat "$JOULEBOOK_PARAMS_FILE"; for e in 0 1 2; do echo "epoch $e acc=0.$e"; done; printf "acc=0.9" >&2';
    const { outcome, reports, log } = await trial({ command: sh(script), env });
    expect(outcome).toMatchObject({ state: 'complete' });
    expect(reports).toEqual([
      [1, 0],
      [2, 0.1],
      [3, 0.2],
      [3, 0.9],
    ]);
    expect(log).toContain('{"lr":0.1,"nested":{"a":[1,"x"]}} 42 3 yes\n{"lr":0.1,"nested":{"a":[1,"x"]}}\n');
  });

  test('what it reports on purpose stands above what it prints', async () => {
    const script =
      'echo \'{"step": 1, "acc": 0.5}\' >> "$JOULEBOOK_REPORT_FILE"; sleep 2; echo "acc=0.1"; echo \'::metric {"step": 2, "acc": NaN}\'; sleep 0.3';
    const { outcome, reports } = await trial({ command: sh(script), env });
    expect(reports).toEqual([
      [1, 0.5],
      [2, 'NaN'],
    ]);
    expect(outcome).toMatchObject({ state: 'complete' });
  });

  test('one that ignores SIGTERM is stopped all the same, with what it started', async () => {
    const script =
      'trap "" TERM; sleep 300 & echo $! > "$JOULEBOOK_CKPT_DIR/child"; echo acc=1; while :; do sleep 0.1; done';
    const { outcome, study } = await trial({ command: sh(script), decisions: { 1: 'stop' }, env });
    expect(outcome).toMatchObject({ state: 'stopped', reason: { rule: 'test' } });
    const child = Number(readFileSync(join(study, 'trials/3/checkpoint/child'), 'utf8'));
    expect(lives(child)).toBe(false);
  });

  test('one that ends with a code, or by a signal, has failed; a full disk is named', async () => {
    expect((await trial({ command: sh('exit 3'), env })).outcome).toMatchObject({
      state: 'failed',
      failure: { kind: 'exit', exitCode: 3 },
    });
    expect((await trial({ command: sh('kill -9 $$'), env })).outcome).toMatchObject({
      state: 'failed',
      failure: { kind: 'signal', signal: 'SIGKILL' },
    });
    const full = sh('printf x | cat > /dev/full');
    expect((await trial({ command: full, env })).outcome).toMatchObject({
      state: 'failed',
      failure: { kind: 'disk-full' },
    });
  });

  test('a command that is not there, or is none', async () => {
    expect((await trial({ command: ['/nowhere/train'], env })).outcome).toMatchObject({
      state: 'failed',
      failure: { kind: 'spawn', exitCode: 127 },
    });
    expect((await trial({ command: [folder], env })).outcome).toMatchObject({
      state: 'failed',
      failure: { kind: 'spawn', exitCode: 126 },
    });
  });
});

describe('being ended', () => {
  test('a stop file and an answer are enough for one that looks', async () => {
    const file = sh(
      'i=0; while [ ! -e "$JOULEBOOK_STOP_FILE" ]; do i=$((i+1)); echo "{\\"step\\": $i, \\"acc\\": $i}" >> "$JOULEBOOK_REPORT_FILE"; sleep 0.2; done; echo bye',
    );
    const looked = await trial({ command: file, decisions: { 2: 'stop' } });
    expect(looked.outcome).toMatchObject({ state: 'stopped' });
    expect(looked.log).toBe('bye\n');
    writeFileSync(
      join(folder, 'http.mjs'),
      `for (let step = 1; ; step++) {
        const headers = { authorization: 'Bearer ' + process.env.JOULEBOOK_TOKEN };
        const answer = await fetch(process.env.JOULEBOOK_URL + '/report', { method: 'POST', headers, body: JSON.stringify({ step, acc: step }) });
        const { decision } = await answer.json();
        console.log(answer.status, decision);
        if (decision !== 'continue') break;
      }`,
    );
    const asked = await trial({
      command: [process.execPath, join(folder, 'http.mjs')],
      decisions: { 3: 'stop' },
    });
    expect(asked.outcome).toMatchObject({ state: 'stopped' });
    expect(asked.log).toBe('200 continue\n200 continue\n200 stop\n');
  });

  test('a pause keeps the checkpoint, and says where there is none', async () => {
    const kept = await trial({
      command: sh('echo 1 > "$JOULEBOOK_CKPT_DIR/state"; echo acc=1; sleep 60'),
      decisions: { 1: 'pause' },
    });
    expect(kept.outcome).toMatchObject({ state: 'paused' });
    expect(kept).toMatchObject({ isWithoutCheckpoint: false, counting: { last: 1 } });
    const none = await trial({ command: sh('echo acc=1; sleep 60'), decisions: { 1: 'pause' } });
    expect(none).toMatchObject({ isWithoutCheckpoint: true, outcome: { state: 'paused' } });
  });

  test('a stop at its last epoch does not make less of it', async () => {
    const command = sh('echo acc=1; echo acc=2');
    expect((await trial({ command, decisions: { 2: 'stop' }, until: 2 })).outcome).toMatchObject({
      state: 'complete',
    });
  });

  test('one that is quicker at its end than we are to end it still counts as decided', async () => {
    // All at once: between two of them a busy machine might make it wait until we end it.
    const command = sh('printf "acc=1\\nacc=2\\nacc=3\\n"');
    const stopped = await trial({ command, decisions: { 1: 'stop' }, until: 3 });
    expect(stopped.outcome).toMatchObject({ state: 'stopped' });
    const paused = await trial({ command, decisions: { 1: 'pause' }, until: 3 });
    expect(paused).toMatchObject({ outcome: { state: 'paused' }, counting: { isDone: true } });
    expect(paused.counting['unheard']).toMatchObject([{ resource: 2 }, { resource: 3 }]);
    // The same where it says which epochs these are.
    const counted = sh('printf "epoch 1 acc=1\\nepoch 2 acc=2\\nepoch 3 acc=3\\nepoch 4 acc=4\\n"');
    const left = await trial({ command: counted, decisions: { 1: 'pause' }, until: 4 });
    expect(left).toMatchObject({ outcome: { state: 'paused' }, counting: { isDone: true } });
    expect(left.counting['unheard']).toMatchObject([{ resource: 2 }, { resource: 3 }, { resource: 4 }]);
  });

  test('an interrupted one is lost, a silent one has failed', async () => {
    const command = sh('echo acc=1; sleep 60');
    expect((await trial({ command, interruptAfterS: 0.5 })).outcome).toMatchObject({ state: 'lost' });
    expect((await trial({ command: sh('trap "" TERM; sleep 60'), killAfterS: 0.5 })).outcome).toMatchObject({
      state: 'lost',
    });
    expect((await trial({ command, silentAfterS: 0.5 })).outcome).toMatchObject({
      state: 'failed',
      failure: { kind: 'silent' },
    });
  });

  test('a daemon that it leaves behind is ended, and counted', async () => {
    const script =
      '(setsid sh -c \'echo $$ > "$0"; while :; do echo acc=0.5; sleep 0.1; done\' "$JOULEBOOK_CKPT_DIR/pid" &) ; until [ -s "$JOULEBOOK_CKPT_DIR/pid" ]; do sleep 0.02; done; echo acc=1';
    const { leftBehind, outcome, study } = await trial({ command: sh(script) });
    expect(leftBehind).toBeGreaterThan(0);
    expect(outcome).toMatchObject({ state: 'complete' });
    const daemon = Number(readFileSync(join(study, 'trials/3/checkpoint/pid'), 'utf8'));
    expect(lives(daemon)).toBe(false);
  });
});

describe('output without measure', () => {
  // Without the letter `a`: by chance it could say something of `acc`.
  test('a flood of garbage is passed over', async () => {
    const { outcome, reports } = await trial({
      command: sh('head -c 3000000 /dev/urandom | LC_ALL=C tr -d aA; echo; echo acc=1'),
    });
    expect(outcome).toMatchObject({ state: 'complete' });
    expect(reports).toEqual([[1, 1]]);
  });

  test('of an endless output the log keeps the beginning, and says so', () => {
    const log = new TrialLog(join(folder, 'log'), false, 10);
    for (let i = 0; i < 5; i++) log.write(Buffer.from('1234'));
    log.close();
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe(
      '1234123412\n[joulebook keeps no more of this output]\n',
    );
    expect(new TrialLog(join(folder, 'no/log'), false).failure).toMatchObject({ code: 'ENOENT' });
  });

  test('the run of the trial is in the book, with its metrics, inside that of the search', async () => {
    await trial({ command: sh('echo "epoch 1 acc=0.5"') });
    const runs = join(folder, 'book', 'runs');
    const files = readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('run.json'),
    );
    const records = files.map(
      (name) => JSON.parse(readFileSync(join(runs, name), 'utf8')) as Record<string, unknown>,
    );
    const [of] = records.filter(({ kind }) => kind === 'trial');
    const [around] = records.filter(({ kind }) => kind === 'block');
    expect(of).toMatchObject({
      name: 'trial 3',
      metrics: { acc: 0.5 },
      params: { lr: 0.1 },
      rootId: around?.['id'],
    });
    expect(existsSync(join(folder, 'studies/study/trials/3/parameters.json'))).toBe(true);
  });
});
