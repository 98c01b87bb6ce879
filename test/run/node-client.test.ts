import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../src/errors.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import { currentRun, JoulebookError, startRun, track, type TrackOptions } from '../../src/index.ts';

/** The stand-in that test/run/agent-goldens.test.ts holds to the protocol. */
const FAKE = ['python3', '-S', resolve('python/tests/fake_agent.py')];

let folder: string;
let log: string;
let warnings: Problem[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'node-client-'));
  log = join(folder, 'received.jsonl');
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Options for an agent of this test's own; the environment is a copy, so nothing leaks into ours. */
function options(mode = '', more: TrackOptions = {}): TrackOptions & { readonly env: NodeJS.ProcessEnv } {
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], FAKE_AGENT_MODE: mode, FAKE_AGENT_LOG: log };
  const all = { agent: FAKE, host: realHost({ env }), onWarning: (w: Problem) => warnings.push(w), ...more };
  return Object.defineProperty(all, 'env', { value: env, enumerable: false }) as TrackOptions & {
    readonly env: NodeJS.ProcessEnv;
  };
}

/** Runs a program that uses the client, with the fake agent. */
function program(
  source: string,
): ReturnType<typeof spawnSync> & { readonly stdout: string; readonly stderr: string } {
  const file = join(folder, 'program.ts');
  const index = resolve('src/index.ts');
  writeFileSync(
    file,
    `import { startRun, track } from ${JSON.stringify(index)};\nconst agent = ${JSON.stringify(FAKE)};\n${source}`,
  );
  const bundle = join(folder, 'program.mjs');
  const built = spawnSync(
    'node_modules/.bin/esbuild',
    [
      file,
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--target=node20',
      '--log-level=error',
      `--outfile=${bundle}`,
      '--external:koffi',
      '--external:libsql',
    ],
    { encoding: 'utf8' },
  );
  if (built.status !== 0) throw new Error(built.stderr);
  const env = { PATH: process.env['PATH'], FAKE_AGENT_LOG: log };
  return spawnSync(process.execPath, [bundle], { encoding: 'utf8', env, timeout: 90_000 });
}

type Message = Readonly<Record<string, unknown>> & { readonly type: string };

function received(type?: string): Message[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  const messages = lines.map((line) => JSON.parse(line) as Message);
  return type === undefined ? messages : messages.filter((message) => message.type === type);
}

function begun(): Record<string, { id: unknown; parent: unknown }> {
  const begins = received('window').filter((message) => message['op'] === 'begin');
  return Object.fromEntries(begins.map((m) => [String(m['name']), { id: m['window'], parent: m['parent'] }]));
}

describe('a run', () => {
  test('goes from hello to end with all that it was told', async () => {
    const run = await startRun({ ...options(), name: 'digits', params: { lr: 0.1 }, tags: ['a'] });
    expect(run).toMatchObject({ name: 'digits', measured: true });
    expect(run.id).toMatch(/^01JD/);
    run.stage('train');
    for (const n of run.epochs(3)) run.log({ loss: 1 / n, nan: Number.NaN }, { step: n });
    run.epoch(4, { of: 20, loss: 0.1 });
    run.mark('saved');
    run.params({ late: true });
    run.tag('b', 'c');
    run.note('fine');
    run.stage(null);
    const snapshot = await run.snapshot();
    expect(snapshot?.forecast).toMatchObject({ remainingS: 9 });
    const result = await run.end();
    expect(result).toMatchObject({ state: 'ok', grade: 'B', carbon: { value: 9.6, unit: 'g' } });
    expect(result?.energy.attributed.value).toBe(1_119_600);
    expect(await run.end()).toBe(result);
    expect(received().map((m) => m.type)).toEqual(
      'hello start stage metric epoch metric epoch metric epoch epoch mark params tag note stage snapshot end eof'.split(
        ' ',
      ),
    );
    expect(received('start')[0]).toMatchObject({
      name: 'digits',
      params: { lr: 0.1 },
      pid: process.pid,
      command: process.argv,
    });
    expect(received('start')[0]).not.toHaveProperty('strict');
    expect(received('metric').map((m) => [m['values'], m['step'], m['epoch']])).toEqual([
      [{ loss: 1 }, 1, 1],
      [{ loss: 0.5 }, 2, 2],
      [{ loss: 1 / 3 }, 3, 3],
    ]);
    expect(received('epoch').map((m) => [m['n'], m['of']])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
      [4, 20],
    ]);
    expect(warnings).toEqual([]);
  });

  test('has windows that nest and overlap, and end with it', async () => {
    const run = await startRun(options());
    const outer = run.window('outer');
    const inner = outer.window('inner');
    expect(await inner.end()).toMatchObject({ name: 'inner', energy: { attributed: { value: 36 } } });
    const beside = run.window('beside');
    await outer.end();
    expect(await beside.end()).toBe(await beside.end());
    const disposed = run.window('disposed');
    disposed[Symbol.dispose]();
    const forgotten = run.window('forgotten');
    await run.end();
    expect(await forgotten.end()).toMatchObject({ name: 'forgotten' });
    expect(begun()).toMatchObject({
      outer: { parent: undefined },
      inner: { parent: begun()['outer']?.id },
      beside: { parent: undefined },
    });
    expect(received('window').filter((m) => m['op'] === 'end')).toHaveLength(5);
  });

  test('tells processes that it starts whose part they are, until it ends', async () => {
    const given = options();
    const run = await startRun(given);
    expect(given.env['JOULEBOOK_RUN']).toBe(run.id);
    await run.end();
    expect(given.env).not.toHaveProperty('JOULEBOOK_RUN');
  });

  test('an epoch left by break has not ended', async () => {
    const run = await startRun(options());
    for (const letter of run.epochs(['a', 'b', 'c'])) if (letter === 'b') break;
    await run.end({ state: 'stopped' });
    expect(received('epoch').map((m) => [m['n'], m['of']])).toEqual([[1, 3]]);
    expect(received('end')[0]).toMatchObject({ state: 'stopped' });
  });
});

describe('track', () => {
  test('returns what the function returns and hands over the result', async () => {
    let energy: number | null | undefined;
    const value = await track('sum', () => 1 + 1, {
      ...options(),
      onEnd: (result) => (energy = result?.energy.attributed.value),
    });
    expect(value).toBe(2);
    expect(energy).toBe(1_119_600);
  });

  test('records what the function throws, and throws it on', async () => {
    const failing = track('bad', () => Promise.reject(new TypeError('no')), options());
    await expect(failing).rejects.toThrow(TypeError);
    expect(received('end')[0]).toMatchObject({ state: 'failed', error: 'TypeError: no' });
  });

  test('inside another is a window of its run, also where awaits overlap', async () => {
    let open!: () => void;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const seen: (string | undefined)[] = [];
    await track(
      'root',
      async (root) => {
        const work = (name: string): Promise<void> =>
          track(name, async (inside) => {
            expect(root.measured).toBe(true);
            await gate;
            await track(`${name}.in`, async () => undefined);
            seen.push(currentRun()?.name, inside.name);
            inside.window(`${name}.own`);
          });
        const both = [work('a'), work('b')];
        open();
        await Promise.all(both);
        expect(currentRun()).toBe(root);
      },
      options(),
    );
    const windows = begun();
    expect(received('start')).toHaveLength(1);
    expect(windows['a']?.parent).toBeUndefined();
    expect(windows['b']?.parent).toBeUndefined();
    for (const name of ['a.in', 'a.own']) expect(windows[name]?.parent).toBe(windows['a']?.id);
    for (const name of ['b.in', 'b.own']) expect(windows[name]?.parent).toBe(windows['b']?.id);
    expect(new Set(seen)).toEqual(new Set(['a', 'b']));
    expect(currentRun()).toBeUndefined();
  });

  test('inside another with parameters is a nested run', async () => {
    const given = options();
    await track('search', () => track('trial', () => 1, { ...given, params: { lr: 1 } }), given);
    expect(received('start').map((m) => m['name'])).toEqual(['search', 'trial']);
  });
});

describe('trouble', () => {
  const cases = [
    ['a program that is not there', { agent: ['/nothing/here'] }, '', 'cannot be started'],
    ['an agent that ends at once', {}, 'dead', 'ended at once'],
    ['an agent that refuses', {}, 'refuse', 'no run today'],
    ['an agent that never answers', { timeoutMs: 300 }, 'stuck', 'did not answer'],
  ] as const;

  test.each(cases)('%s: one warning, and the program goes on', async (_name, more, mode, text) => {
    let result: unknown = 'unset';
    const value = await track(
      'x',
      async (run) => {
        for (const n of run.epochs(2)) run.log({ n });
        run.stage('s');
        expect(await run.window('w').end()).toBeNull();
        expect(await run.snapshot()).toBeNull();
        return 5;
      },
      { ...options(mode, more), onEnd: (r) => (result = r) },
    );
    expect(value).toBe(5);
    expect(result).toBeNull();
    expect([...new Set(warnings.map((w) => w.what))]).toEqual([expect.stringContaining(text)]);
  });

  test.each(cases)('%s: rejects under strict', async (_name, more, mode, text) => {
    const running = track('x', () => 5, { ...options(mode, more), strict: true });
    await expect(running).rejects.toThrow(JoulebookError);
    await expect(running).rejects.toThrow(text);
    expect(warnings).toEqual([]);
  });

  test('an agent that crashes in the middle', async () => {
    const given = options('crash');
    const run = await startRun(given);
    run.epoch(1);
    expect(await run.snapshot()).toBeNull();
    for (let i = 0; i < 100; i += 1) run.log({ i });
    expect(await run.end()).toBeNull();
    expect(warnings).toMatchObject([
      { what: 'the agent has ended before the run', why: 'its exit status is 3' },
    ]);
    expect(given.env).not.toHaveProperty('JOULEBOOK_RUN');
  });

  test('the function’s own failure is not hidden by the tracker’s', async () => {
    const running = track(
      'x',
      (run) => {
        run.epoch(1);
        throw new RangeError('mine');
      },
      { ...options('crash'), strict: true },
    );
    await expect(running).rejects.toThrow(RangeError);
  });

  test('a pipe that nobody empties drops metrics, and says so', async () => {
    const hold = join(folder, 'hold');
    expect(spawnSync('mkfifo', [hold]).status).toBe(0);
    const given = options('deaf', { timeoutMs: 200 });
    given.env['FAKE_AGENT_HOLD'] = hold;
    const run = await startRun(given);
    for (let step = 0; step < 20_000; step += 1) run.log({ loss: 0.123_456_789 }, { step });
    const letGo = openSync(hold, 'w'); // the agent opens its end before it says anything more, so this does not wait
    expect(await run.end()).toBeNull();
    closeSync(letGo);
    const dropped = warnings.find((w) => w.what.includes('were dropped'));
    expect(Number.parseInt(dropped?.what ?? '0', 10)).toBeGreaterThan(1000);
    expect(Number.parseInt(dropped?.what ?? '0', 10)).toBeLessThan(19_000);
  });

  test('what is no protocol is passed over', async () => {
    const run = await startRun(options('noise'));
    expect(await run.end()).toMatchObject({ state: 'ok' });
  });

  test('a late answer to start does not lose the run', async () => {
    const run = await startRun({ ...options('slow-start'), timeoutMs: 400 });
    run.log({ a: 1 });
    expect(await run.end()).toMatchObject({ state: 'ok' });
  });
});

describe('the process', () => {
  test('is not kept alive by a run that nobody ends; the agent hears the end of its input', async () => {
    const done = program(`await startRun({ agent }); console.log('done');`);
    expect(done).toMatchObject({ status: 0, stdout: 'done\n', stderr: '' });
    await expect.poll(() => received().at(-1)?.type, { timeout: 60_000 }).toBe('eof');
    expect(received('end')).toEqual([]);
  });

  test('waits for the answer at the end, and is not blocked by a training that blocks its loop', () => {
    const done = program(`
      const energy = [];
      await track('x', (run) => {
        for (const n of run.epochs(50)) { const until = performance.now() + 2; while (performance.now() < until); run.log({ n }); }
      }, { agent, onEnd: (result) => energy.push(result.energy.attributed.value) });
      console.log(energy);`);
    expect(done).toMatchObject({ status: 0, stdout: '[ 1119600 ]\n', stderr: '' });
    expect(received('epoch')).toHaveLength(50);
  });

  test('warns once through process.emitWarning', () => {
    const done = program(`
      for (let i = 0; i < 3; i += 1) await track('x', () => undefined, { agent: ['/nothing'] });`);
    expect(done.status).toBe(0);
    expect(done.stderr.match(/JoulebookWarning/g)).toHaveLength(1);
  });
});
