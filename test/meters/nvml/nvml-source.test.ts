import { expect, test } from 'vitest';
import { findNvml } from '../../../src/meters/nvml/find-nvml.io.ts';
import type { EnergySource } from '../../../src/meters/source.ts';
import { type FakeNvml, fakeNvml, machineWith } from './fake-nvml.ts';

const MOST_W = 700 * 1.5;

/** A source over a fake, with what is taken in joules. */
function sourceOf(fake: FakeNvml): EnergySource & {
  readonly taken: (nowS: number) => readonly (readonly [low: number, high: number])[];
} {
  const source = findNvml(machineWith(fake), { hostId: 'host' }).sources[0] as EnergySource;
  const low = new Float64Array(9);
  const high = new Float64Array(9);
  return Object.assign(source, {
    taken: (nowS: number) => {
      source.take(nowS, low, high, 1);
      return source.channels.map((_, i) => [low[i + 1] as number, high[i + 1] as number] as const);
    },
  });
}

const START_MJ = 1_000_000_000;

test('what the counters grew is what was used, to the millijoule', () => {
  const fake = fakeNvml(8);
  const source = sourceOf(fake);
  source.start(10);
  for (let gpu = 0; gpu < 8; gpu += 1) fake.set(gpu, 'energy', START_MJ + 1000 * gpu + 1);
  expect(source.taken(11)).toEqual(
    Array.from({ length: 8 }, (_, gpu) => [(1000 * gpu + 1) * 0.001, (1000 * gpu + 1) * 0.001]),
  );
  expect(source.taken(12)).toEqual(Array.from({ length: 8 }, () => [0, 0]));
  expect(source.troubles()).toEqual([]);
});

test('a counter beyond 32 bits is read whole', () => {
  const fake = fakeNvml(1);
  fake.set(0, 'energy', 2 ** 40);
  const source = sourceOf(fake);
  source.start(0);
  fake.set(0, 'energy', 2 ** 40 + 500_000);
  expect(source.taken(1)).toEqual([[500, 500]]);
});

test('one GPU of eight is lost and comes back: the others are counted as ever, and its hole is known when its counter went on', () => {
  const fake = fakeNvml(8);
  const source = sourceOf(fake);
  source.start(0);
  const all = (mJ: number): void => {
    for (let gpu = 0; gpu < 8; gpu += 1) fake.set(gpu, 'energy', START_MJ + mJ);
  };
  all(100_000);
  expect(source.taken(1)[3]).toEqual([100, 100]);
  for (const call of ['energy', 'power', 'handle']) fake.error(3, call, 15);
  fake.set(3, 'stale', 1);
  all(200_000);
  const during = source.taken(2);
  expect(during[3]).toEqual([0, MOST_W]);
  expect(during.filter((_, i) => i !== 3)).toEqual(Array.from({ length: 7 }, () => [100, 100]));
  expect(source.troubles()).toEqual([
    {
      channel: 3,
      atS: 2,
      state: 'failed',
      why: 'the GPU is lost: it has fallen off the bus',
      fix: '`sudo dmesg | grep -i xid` tells why; `sudo nvidia-smi --gpu-reset -i 3` when nothing uses it, else reboot',
    },
  ]);
  all(300_000);
  expect(source.taken(3)[3]).toEqual([0, MOST_W]);
  expect(source.troubles()).toEqual([]);

  for (const call of ['energy', 'power', 'handle']) fake.error(3, call, 0);
  all(400_000);
  const after = source.taken(4);
  expect(after[3]).toEqual([300, 300]); // all three seconds of the hole, which no reset can explain
  expect(after[2]).toEqual([100, 100]);
  expect(source.troubles()).toMatchObject([{ channel: 3, atS: 4, state: 'back' }]);
});

test('a counter that is back and may have begun anew gives its step as the least', () => {
  const fake = fakeNvml(1);
  fake.set(0, 'energy', 1000); // the driver has just been loaded
  const source = sourceOf(fake);
  source.start(0);
  fake.error(0, 'energy', 999);
  source.taken(1);
  fake.error(0, 'energy', 0);
  fake.set(0, 'energy', 51_000);
  // 1.050 kJ of the hole's bounds were handed over in its first second already.
  expect(source.taken(2)).toEqual([[50, MOST_W]]);
});

test('a reset while it is watched: at least what it shows since, with bounds, and it is said', () => {
  const fake = fakeNvml(2);
  const source = sourceOf(fake);
  source.start(0);
  source.taken(1);
  fake.set(0, 'energy', 40_000);
  fake.set(1, 'energy', START_MJ + 90_000);
  expect(source.taken(2)).toEqual([
    [40, 2 * MOST_W], // it had not moved since the start
    [90, 90],
  ]);
  expect(source.troubles()).toMatchObject([
    { channel: 0, atS: 1, state: 'failed', why: expect.stringContaining('began anew') as string },
    { channel: 0, atS: 2, state: 'back' },
  ]);
  fake.set(0, 'energy', 140_000);
  expect(source.taken(3)[0]).toEqual([100, 100]);
});

test('a counter that stands still while the GPU draws power has failed since it moved last', () => {
  const fake = fakeNvml(2);
  const source = sourceOf(fake);
  source.start(0);
  fake.set(1, 'power', 0); // really off
  fake.set(0, 'energy', START_MJ + 100_000);
  source.taken(1);
  let high = 0;
  for (let t = 2; t <= 7; t += 1) high += (source.taken(t)[0] as readonly [number, number])[1];
  expect(high).toBeCloseTo(6 * MOST_W, 9);
  expect(source.troubles()).toMatchObject([
    { channel: 0, atS: 1, state: 'failed', why: 'its energy counter stands still while it draws 100 W' },
  ]);
  fake.set(0, 'energy', START_MJ + 150_000);
  expect((source.taken(8)[0] as readonly [number, number])[0]).toBe(50);
  expect(source.troubles()).toMatchObject([{ channel: 0, state: 'back' }]);
});

test('two looks within one refresh of the counter read nothing and lose nothing', () => {
  const fake = fakeNvml(1);
  const source = sourceOf(fake);
  source.start(0);
  expect(source.taken(0.999)).toEqual([[0, 0]]);
  fake.set(0, 'energy', START_MJ + 490_000);
  expect(source.taken(1)).toEqual([[490, 490]]);
  fake.set(0, 'energy', START_MJ + 560_000); // the next refresh, 100 ms worth, 2 ms later
  expect(source.taken(1.002)).toEqual([[0, 0]]);
  expect(source.taken(1.2)).toEqual([[70, 70]]);
  expect(source.troubles()).toEqual([]);
});

test('a driver that is reloaded is opened again, and all its GPUs come back', () => {
  const fake = fakeNvml(2);
  const source = sourceOf(fake);
  source.start(0);
  fake.unload();
  for (const gpu of [0, 1]) {
    fake.set(gpu, 'stale', 1);
    fake.set(gpu, 'energy', 7000);
  }
  expect(source.taken(1)).toEqual([
    [0, MOST_W],
    [0, MOST_W],
  ]);
  expect(source.troubles().map(({ channel, state }) => [channel, state])).toEqual([
    [0, 'failed'],
    [1, 'failed'],
  ]);
  expect(source.taken(2)).toEqual([
    [7, MOST_W],
    [7, MOST_W],
  ]);
  expect(source.troubles().map(({ channel, state }) => [channel, state])).toEqual([
    [0, 'back'],
    [1, 'back'],
  ]);
  fake.set(0, 'energy', 9000);
  expect(source.taken(3)[0]).toEqual([2, 2]);
});

test('when no GPU can be read for long, the library is closed and opened, and their old handles are void', () => {
  const fake = fakeNvml(2);
  const source = sourceOf(fake);
  source.start(0);
  const opened = fake.calls('init');
  for (const gpu of [0, 1]) fake.error(gpu, 'energy', 10);
  for (let t = 1; t <= 10; t += 1) source.taken(t);
  expect(fake.calls('init')).toBe(opened);
  source.taken(11);
  expect(fake.calls('init')).toBe(opened + 1);
  for (const gpu of [0, 1]) {
    fake.error(gpu, 'energy', 0);
    fake.set(gpu, 'energy', START_MJ + 8000);
  }
  expect(source.taken(12)).toEqual([
    [8, 8],
    [8, 8],
  ]);
  source.close();
  expect(fake.inits()).toBe(0);
});

test('while nothing helps, the library is not opened at every look', () => {
  const fake = fakeNvml(1);
  const source = sourceOf(fake);
  source.start(0);
  fake.unload();
  fake.error(-1, 'init', 9);
  const before = fake.calls('init');
  for (let t = 1; t <= 60; t += 1) source.taken(t);
  expect(fake.calls('init') - before).toBe(6);
});

test('a GPU that fails before the first look is bounds from the start', () => {
  const fake = fakeNvml(2);
  const source = sourceOf(fake);
  fake.error(1, 'energy', 10);
  source.start(5);
  expect(source.taken(6)[1]).toEqual([0, MOST_W]);
  fake.error(1, 'energy', 0);
  expect(source.taken(7)[1]).toEqual([0, MOST_W]);
  fake.set(1, 'energy', START_MJ + 5000);
  expect(source.taken(8)[1]).toEqual([5, 5]);
});

test('a polled power is integrated; what cannot be read, or cannot be, is bounds', () => {
  const fake = fakeNvml(1);
  fake.error(0, 'energy', 3);
  fake.set(0, 'power', 200_000);
  const source = sourceOf(fake);
  source.start(0);
  fake.set(0, 'power', 300_000);
  expect(source.taken(1)).toEqual([[250, 250]]);
  fake.set(0, 'power', 4_000_000);
  expect(source.taken(2)).toEqual([[0, MOST_W]]);
  expect(source.troubles()[0]?.why).toBe('its sensor reads 4000 W, more than the GPU can draw');
  fake.set(0, 'power', 100_000);
  expect(source.taken(3)).toEqual([[0, MOST_W]]);
  expect(source.taken(4)).toEqual([[100, 100]]);
  fake.error(0, 'power', 4);
  expect(source.taken(5)).toEqual([[0, MOST_W]]);
});

test('after it is closed it reads no more', () => {
  const fake = fakeNvml(1);
  const source = sourceOf(fake);
  source.start(0);
  source.close();
  const calls = fake.calls('energy');
  source.poll(1);
  expect(fake.calls('energy')).toBe(calls);
});
