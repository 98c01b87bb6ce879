import fc from 'fast-check';
import { expect, test } from 'vitest';
import { powermetricsChannel, powermetricsParts } from '../../../src/meters/macos/powermetrics-channels.ts';
import { type PowermetricsFeed, PowermetricsSource } from '../../../src/meters/macos/powermetrics-source.ts';
import type { PowermetricsSample } from '../../../src/meters/macos/powermetrics-text.ts';
import { taken, troubles } from '../boards/sysfs-tree.ts';

/** A feed whose samples come when the test says so. */
class ScriptedFeed implements PowermetricsFeed {
  ended = '';
  readonly fix = 'the line of sudoers';
  isClosed = false;
  #listener: ((sample: PowermetricsSample, atS: number) => void) | undefined;

  onSample(listener: (sample: PowermetricsSample, atS: number) => void): void {
    this.#listener = listener;
  }

  sample(atS: number, elapsedS: number, cpuW: number, gpuW = Number.NaN, aneW = Number.NaN): void {
    this.#listener?.({ elapsedS, cpuW, gpuW, aneW, packageW: Number.NaN }, atS);
  }

  close(): void {
    this.isClosed = true;
  }
}

function made(): { readonly feed: ScriptedFeed; readonly source: PowermetricsSource } {
  const feed = new ScriptedFeed();
  const parts = powermetricsParts('apple', 3);
  const channels = parts.map((part) => powermetricsChannel(part, 'abc', 0.1, 100));
  return { feed, source: new PowermetricsSource({ feed, parts, channels, maxW: 100, holdS: 5 }) };
}

test('what is counted: on Apple silicon the CPU with the neural engine, and the GPU; on Intel the package', () => {
  const labels = (chip: 'apple' | 'intel') =>
    powermetricsParts(chip, 1).map(({ target, label }) => `${target} ${label}`);
  expect(labels('apple')).toEqual(['cpu CPU and ANE', 'gpu:1 GPU']);
  expect(labels('intel')).toEqual(['cpu package (CPUs, graphics, system agent)']);
});

test('each sample is a mean over its length: the sum is exact, however it jumps and is late', () => {
  const { feed, source } = made();
  source.start(10);
  feed.sample(11, 1, 10, 4, 1);
  feed.sample(12.02, 1, 50, 0, 1);
  feed.sample(13.01, 1, 2, 8, 1);
  const [cpu, gpu] = taken(source, 13.01) as [readonly [number, number], readonly [number, number]];
  const expected = 11 * 1 + 51 * 1.02 + 3 * 0.99;
  for (const end of cpu) expect(end).toBeCloseTo(expected, 9);
  for (const end of gpu) expect(end).toBeCloseTo(4 + 8 * 0.99, 9);
  expect(source.troubles()).toEqual([]);
});

test('of the first sample only what lies after the start counts', () => {
  const { feed, source } = made();
  feed.sample(9.7, 1, 99, 0);
  source.start(10);
  feed.sample(10.7, 1, 10, 0);
  expect(taken(source, 10.7)[0]?.map((joules) => Math.round(joules * 1e9) / 1e9)).toEqual([7, 7]);
});

test('a stalled powermetrics is a trouble and bounds, and counts again when it goes on', () => {
  const { feed, source } = made();
  source.start(0);
  feed.sample(1, 1, 10, 0);
  source.poll(7);
  expect(troubles(source)).toEqual([
    '0 failed: powermetrics tells nothing of it',
    '1 failed: powermetrics tells nothing of it',
  ]);
  expect(taken(source, 7)[0]).toEqual([10, 610]);
  feed.sample(9, 1, 10, 0);
  source.poll(9);
  expect(troubles(source)).toEqual(['0 back: it is told again', '1 back: it is told again']);
  expect(taken(source, 9)[0]).toEqual([10, 110]);
});

test('an ended powermetrics is a trouble with what to do, and what it had told stays', () => {
  const { feed, source } = made();
  source.start(0);
  feed.sample(1, 1, 10, 1);
  feed.ended = 'powermetrics ended (SIGKILL)';
  source.poll(2);
  expect(source.troubles()).toEqual(
    [0, 1].map((channel) => ({
      channel,
      atS: 2,
      state: 'failed',
      why: 'powermetrics ended (SIGKILL)',
      fix: 'the line of sudoers',
    })),
  );
  expect(source.troubles()).toEqual([]);
  expect(taken(source, 2)[0]).toEqual([10, 110]);
  source.close();
  expect(feed.isClosed).toBe(true);
});

test('a power that is not told is a trouble of its own channel', () => {
  const { feed, source } = made();
  source.start(0);
  for (let s = 1; s <= 8; s += 1) {
    feed.sample(s, 1, 10);
    source.poll(s);
  }
  expect(troubles(source)).toEqual(['1 failed: powermetrics tells nothing of it']);
  const [cpu, gpu] = taken(source, 8);
  expect(cpu).toEqual([80, 80]);
  expect(gpu).toEqual([0, 800]);
});

test('whenever samples are missing, the bounds hold a constant power, and nothing counts twice', () => {
  const second = fc.record({ comes: fc.boolean(), isTaken: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(second, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 0, max: 100 }),
      (seconds, watts) => {
        const { feed, source } = made();
        let low = 0;
        let high = 0;
        source.start(0);
        const take = (nowS: number): void => {
          const [lowJ, highJ] = taken(source, nowS)[1] as readonly [number, number];
          expect(lowJ).toBeGreaterThanOrEqual(0);
          expect(highJ).toBeGreaterThanOrEqual(lowJ);
          low += lowJ;
          high += highJ;
        };
        seconds.forEach(({ comes, isTaken }, i) => {
          if (comes) feed.sample(i + 1, 1, 0, watts);
          source.poll(i + 1);
          if (isTaken) take(i + 1);
        });
        take(seconds.length);
        const truth = watts * seconds.length;
        expect(low).toBeLessThanOrEqual(truth * (1 + 1e-9));
        expect(high).toBeGreaterThanOrEqual(truth * (1 - 1e-9));
        if (seconds.every(({ comes }) => comes)) expect(high - low).toBeLessThanOrEqual(truth * 1e-9);
      },
    ),
    { numRuns: 300 },
  );
});
