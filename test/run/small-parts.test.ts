import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { compileCapture } from '../../src/run/capture.ts';
import { recordedEnvironment } from '../../src/run/environment.ts';
import { rawArguments, readLaunchState } from '../../src/run/launch-state.io.ts';
import { passedLimit } from '../../src/run/limits.ts';
import { signalName } from '../../src/run/signal-names.io.ts';
import { Ticker } from '../../src/run/ticker.io.ts';

describe('limits', () => {
  const spent = { energyJ: 10, co2G: 2, durationS: 5 };
  test('none is passed where none is set, or at the limit itself', () => {
    expect(passedLimit({}, spent)).toBeUndefined();
    expect(passedLimit({ energyJ: 10, co2G: 2 }, spent)).toBeUndefined();
  });
  test('each is passed when more is spent; time when it is over', () => {
    expect(passedLimit({ energyJ: 9.9 }, spent)).toBe('max-energy');
    expect(passedLimit({ co2G: 1.9 }, spent)).toBe('max-co2');
    expect(passedLimit({ durationS: 5 }, spent)).toBe('max-time');
    expect(passedLimit({ durationS: 5.1 }, spent)).toBeUndefined();
  });
  test('unknown carbon passes no limit', () => {
    expect(passedLimit({ co2G: 0 }, { ...spent, co2G: null })).toBeUndefined();
  });
});

describe('what the launcher left', () => {
  const environ = Buffer.from('A=1\0ODD=\xff\0FLAG\0A=2\0', 'latin1').toString('base64');

  test('is read back byte for byte', () => {
    const state = readLaunchState({
      JOULEBOOK_LAUNCH: `1 0000000000000001 0000000000004000 1024 0,1,2,63 - ${environ}`,
    });
    expect(state).toMatchObject({
      ignored: [1],
      blocked: 0x4000n,
      softFiles: 1024,
      descriptors: [0, 1, 2, 63],
    });
    expect(state.environment?.map((entry) => entry.toString('latin1'))).toEqual([
      'A=1',
      'ODD=\xff',
      'FLAG',
      'A=2',
    ]);
  });

  test.each([undefined, '', '2 0 0 0 0 - -', '1 0 0'])('%j is none: nothing is ignored', (text) => {
    const state = readLaunchState(text === undefined ? {} : { JOULEBOOK_LAUNCH: text });
    expect(state).toEqual({
      ignored: [],
      blocked: 0n,
      softFiles: undefined,
      descriptors: [0, 1, 2],
      environment: undefined,
    });
  });

  test('unlimited descriptors and a closed stdin', () => {
    const state = readLaunchState({ JOULEBOOK_LAUNCH: '1 0 0 unlimited 1,2 - -' });
    expect(state).toMatchObject({ softFiles: undefined, descriptors: [1, 2], environment: undefined });
  });

  test('arguments that are not ours are taken as they are', () => {
    expect(rawArguments(['not', 'of', 'this', 'process']).map(String)).toEqual([
      'not',
      'of',
      'this',
      'process',
    ]);
    expect(rawArguments([])).toEqual([]);
  });
});

describe('capture', () => {
  const read = (pattern: RegExp, line: string) => {
    const capture = compileCapture([pattern]);
    if (!capture.ok) throw new Error(capture.error.what);
    return capture.value.read(line);
  };
  test('groups become reserved keys, metrics, words', () => {
    expect(
      read(/epoch (?<epoch>\d+)\/(?<epochs>\d+).*loss (?<loss>\S+)/, 'epoch 3/20 ... loss 2.1e-1'),
    ).toEqual({ epoch: 3, epochs: 20, metrics: { loss: 0.21 }, ignored: [] });
    expect(read(/== (?<stage>\w+)/, '== 2024')).toMatchObject({ stage: '2024' });
    expect(read(/loss (?<loss>\S+)/, 'loss nan')).toMatchObject({ metrics: {}, ignored: ['loss'] });
  });
  test('a line that does not match is none; a group that took no part neither', () => {
    expect(read(/loss (?<loss>\S+)/, 'hello')).toBeUndefined();
    expect(read(/a(?<a>\d)?/, 'a')).toBeUndefined();
  });
  test('a pattern without names is refused', () => {
    expect(compileCapture([/loss (\d+)/])).toMatchObject({ ok: false, error: { code: 'E_USAGE' } });
    expect(compileCapture([/(?<=x)(\d+)/]).ok).toBe(false);
  });
});

test('names of signals', () => {
  expect([15, 9, 34, 36].map(signalName)).toEqual(['SIGTERM', 'SIGKILL', 'SIGRTMIN+0', 'SIGRTMIN+2']);
});

test('of the environment only what sets a training up is recorded', () => {
  const env = { OMP_NUM_THREADS: '4', AWS_SECRET_ACCESS_KEY: 'secret', API_TOKEN: 'x', RANK: undefined };
  expect(recordedEnvironment(env)).toEqual({ OMP_NUM_THREADS: '4' });
});

describe('ticks', () => {
  test('fall on whole multiples of the interval on the boot clock, each once', async () => {
    const clock = { bootS: () => Number(process.hrtime.bigint()) / 1e9, wallMs: Date.now };
    const ticks: number[] = [];
    // A timer may be up to 1 ms early, and late by any time on a busy machine: some tick comes on time all the same.
    const isOnTime = (t: number): boolean => (t + 0.0015) % 0.03 < 0.01;
    await new Promise<void>((resolve) => {
      const ticker = new Ticker(clock, 0.03, () => {
        ticks.push(clock.bootS());
        if (ticks.length < 6 || !ticks.some(isOnTime)) return;
        ticker.stop();
        resolve();
      });
    });
    // What comes 29 ms late for one multiple looks like one that is early for the next.
    let last = Number.NEGATIVE_INFINITY;
    for (const t of ticks) {
      const slot = [Math.floor(t / 0.03), Math.floor((t + 0.0015) / 0.03)].find((one) => one > last);
      expect(slot, ticks.join()).toBeDefined();
      last = slot ?? last;
    }
  });

  test('none after the stop', async () => {
    let ticks = 0;
    const clock = { bootS: () => performance.now() / 1000, wallMs: Date.now };
    new Ticker(clock, 0.01, () => ticks++).stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ticks).toBe(0);
  });
});
