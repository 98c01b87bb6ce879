import { spawn } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { findRapl, type RaplContext } from '../../../src/meters/rapl/find-rapl.io.ts';
import type { EnergySource } from '../../../src/meters/source.ts';
import { FakeRapl, TREES, type ZoneSpec } from './powercap-tree.ts';
import { Totals } from './totals.ts';

const BARE: RaplContext = { hostId: 'h1', isVirtual: false, declared: false, tdpW: 40 };
/** What the package can draw by its TDP, and what is believed at most, W. */
const MAX_W = 100;
const MOST_W = 150;

const open: EnergySource[] = [];
afterEach(() => {
  for (const source of open.splice(0)) source.close();
});

function sourceOf(rapl: FakeRapl, context: Partial<RaplContext> = {}): EnergySource {
  const { sources } = findRapl(rapl.host, { ...BARE, ...context });
  open.push(...sources);
  return sources[0] as EnergySource;
}

const zoneOf = (rapl: FakeRapl, id: string): ZoneSpec =>
  rapl.zones.find((zone) => zone.id === id) as ZoneSpec;
const UJ = 1e6;

describe('wraps', () => {
  test('a counter that wraps each second, 60 s, polled as it asks: exact', () => {
    const rapl = new FakeRapl([{ id: 'intel-rapl:0', name: 'package-0', parts: ['cores0'], rangeJ: MAX_W }]);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    let atS = 0;
    let used = 0;
    while (atS < 60) {
      const dtS = Math.min(source.pollWithinS * 0.97, 60 - atS);
      const uj = Math.round(MAX_W * dtS * UJ);
      rapl.use({ cores0: uj });
      used += uj;
      atS += dtS;
      source.poll(atS);
    }
    totals.take(60);
    expect(used / UJ).toBeCloseTo(6000, 3);
    expect(Math.abs((totals.low['cpu'] as number) - used / UJ)).toBeLessThan(6000 * 1e-9);
    expect(totals.isExact['cpu']).toBe(true);
  });

  test('a task of five wraps between two takes, only polled: 327,869 J and not what is left over', () => {
    const rapl = new FakeRapl(TREES['one socket']);
    const source = sourceOf(rapl, { tdpW: 280 / 2.5 });
    const totals = new Totals(source);
    source.start(0);
    totals.take(0);
    let left = 327_869 * UJ;
    let atS = 0;
    while (left > 0) {
      const uj = Math.min(left, Math.round(280 * source.pollWithinS * 0.99 * UJ));
      rapl.use({ cores0: uj, memory0: Math.round(uj / 10) });
      left -= uj;
      atS += source.pollWithinS * 0.99;
      source.poll(atS);
    }
    totals.take(atS);
    expect(totals.of('cpu')[0]).toBeCloseTo(327_869, 5);
    expect(totals.of('cpu')[1]).toBe(totals.of('cpu')[0]);
    expect(totals.of('ram')[0]).toBeCloseTo(32_786.9, 3);
  });

  test('polls are asked for at less than half of a wrap', () => {
    const source = sourceOf(new FakeRapl(TREES['one socket']), { tdpW: 280 / 2.5 });
    expect(source.pollWithinS).toBeLessThan(65_532 / 280 / 2);
    expect(source.pollWithinS).toBeGreaterThan(30);
  });

  test('of unknown range: exact while it rises, and bounds that hold the truth where it falls', () => {
    const rapl = new FakeRapl(TREES['range that cannot be read'], { cores0: 65_000, graphics0: 0, rest0: 0 });
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.use({ cores0: 500 * UJ });
    totals.take(10);
    expect(totals.of('cpu')).toEqual([500, 500]);
    rapl.use({ cores0: 700 * UJ }); // across the end of its range
    totals.take(20);
    expect(totals.low['cpu']).toBeLessThan(1200);
    expect(totals.low['cpu']).toBeGreaterThan(1100);
    expect(totals.high['cpu']).toBeCloseTo(500 + MOST_W * 10, 6);
  });
});

describe('gaps, resets, domains that vanish', () => {
  test('of unknown range a long gap may hide a wrap even where it ends higher', () => {
    const rapl = new FakeRapl(TREES['range that cannot be read']);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.use({ cores0: 65_532.7 * UJ }); // once around: some joules on
    totals.take(1000);
    expect(totals.low['cpu']).toBe(0);
    expect(totals.high['cpu']).toBe(MOST_W * 1000);
  });

  test('gone at the start and there at the first look: what was used in between has bounds', () => {
    const rapl = new FakeRapl(TREES['one socket']);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    rapl.hide(zoneOf(rapl, 'intel-rapl:0'));
    source.start(0);
    rapl.show(zoneOf(rapl, 'intel-rapl:0'));
    rapl.use({ cores0: 10 * UJ, memory0: UJ });
    totals.take(0.4);
    expect(totals.of('cpu')).toEqual([0, MOST_W * 0.4]);
  });

  test('a gap that may hide a wrap has bounds, one that may not is counted', () => {
    const rapl = new FakeRapl([{ id: 'intel-rapl:0', name: 'package-0', parts: ['cores0'], rangeJ: 3000 }]);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.use({ cores0: 900 * UJ });
    totals.take(15);
    expect(totals.of('cpu')).toEqual([900, 900]);
    rapl.use({ cores0: 3300 * UJ });
    totals.take(100);
    expect(totals.low['cpu']).toBeLessThanOrEqual(4200);
    expect(totals.high['cpu']).toBeGreaterThanOrEqual(4200);
    expect(totals.low['cpu']).not.toBe(totals.high['cpu']);
  });

  test('a reset: at least what was counted since, at most what can have been drawn', () => {
    const rapl = new FakeRapl(TREES['one socket'], { cores0: 20_000 });
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.use({ cores0: 50 * UJ, memory0: 1 * UJ });
    rapl.reset();
    rapl.use({ cores0: 30 * UJ, memory0: 1 * UJ });
    totals.take(1);
    expect(totals.of('cpu')[0]).toBeCloseTo(30, 9);
    expect(totals.of('cpu')[1]).toBe(MOST_W);
    rapl.use({ cores0: 40 * UJ });
    totals.take(2);
    expect(totals.of('cpu')[0]).toBeCloseTo(70, 9);
    expect(totals.of('cpu')[1]).toBeCloseTo(MOST_W + 40, 9);
  });

  test('a reset that is seen at once is one, though the counter stands higher again at the next look', () => {
    const rapl = new FakeRapl(TREES['one socket'], { cores0: 40, graphics0: 0, rest0: 0 });
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.use({ cores0: 60 * UJ, memory0: UJ });
    totals.take(1);
    rapl.reset();
    source.poll(1.01);
    rapl.use({ cores0: 101 * UJ, memory0: UJ });
    totals.take(3);
    expect(totals.of('cpu')[0]).toBeCloseTo(161, 9);
    expect(totals.of('cpu')[1]).toBeCloseTo(161 + MOST_W * 0.01, 9);
  });

  test('a domain that vanishes says so once, leaves the others alone, comes back, and what it counted meanwhile is not lost', () => {
    const rapl = new FakeRapl(TREES['two sockets with memory'], { cores1: 5000, memory1: 3000 });
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    const use = (): unknown =>
      rapl.use({ cores0: 10 * UJ, cores1: 20 * UJ, memory0: 1 * UJ, memory1: 2 * UJ });
    source.start(0);
    use();
    totals.take(1);
    rapl.hide(zoneOf(rapl, 'intel-rapl:1'));
    use();
    source.poll(2);
    expect(source.troubles()).toEqual([
      { channel: 1, atS: 2, state: 'failed', why: expect.stringContaining('package-1: ') },
    ]);
    use();
    source.poll(3);
    expect(source.troubles()).toEqual([]);
    rapl.show(zoneOf(rapl, 'intel-rapl:1'));
    use();
    source.poll(4);
    expect(source.troubles()).toEqual([
      { channel: 1, atS: 4, state: 'back', why: 'package-1 can be read again' },
    ]);
    use();
    totals.take(5);
    expect(totals.of('cpu')[0]).toBeCloseTo(150, 9);
    expect(totals.isExact['cpu']).toBe(true);
    expect(totals.of('ram')[0]).toBeCloseTo(15, 9);
  });

  test('a take while it is gone has its most as high end, and the end is not added again when it is back', () => {
    const rapl = new FakeRapl(TREES['one socket']);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.use({ cores0: 10 * UJ, memory0: UJ });
    totals.take(1);
    rapl.hide(zoneOf(rapl, 'intel-rapl:0'));
    rapl.use({ cores0: 20 * UJ, memory0: UJ });
    totals.take(2);
    totals.take(3);
    expect(totals.of('cpu')).toEqual([10, 10 + 2 * MOST_W]);
    rapl.show(zoneOf(rapl, 'intel-rapl:0'));
    rapl.use({ cores0: 30 * UJ, memory0: UJ });
    totals.take(4);
    expect(totals.of('cpu')[0]).toBeCloseTo(60, 9);
    expect(totals.of('cpu')[1]).toBeLessThanOrEqual(10 + 2 * MOST_W + 50);
    rapl.use({ cores0: 30 * UJ, memory0: UJ });
    totals.take(5);
    expect(totals.of('cpu')[0]).toBeCloseTo(90, 9);
  });

  test('a fall while it was gone may be a wrap or a reset: bounds, though one wrap would explain it', () => {
    const rapl = new FakeRapl([{ id: 'intel-rapl:0', name: 'package-0', parts: ['cores0'], rangeJ: 3000 }], {
      cores0: 2950,
    });
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.use({ cores0: UJ });
    totals.take(0.5);
    rapl.hide(zoneOf(rapl, 'intel-rapl:0'));
    source.poll(1);
    rapl.show(zoneOf(rapl, 'intel-rapl:0'));
    rapl.use({ cores0: 100 * UJ });
    totals.take(2);
    expect(totals.of('cpu')).toEqual([1, 1 + MOST_W * 1.5]);
  });

  test('gone at the start: bounds from the start, then it counts', () => {
    const rapl = new FakeRapl(TREES['one socket']);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    rapl.hide(zoneOf(rapl, 'intel-rapl:0'));
    source.start(0);
    rapl.use({ cores0: 10 * UJ, memory0: UJ });
    totals.take(1);
    expect(totals.of('cpu')).toEqual([0, MOST_W]);
    rapl.show(zoneOf(rapl, 'intel-rapl:0'));
    rapl.use({ cores0: 10 * UJ, memory0: UJ });
    totals.take(2);
    rapl.use({ cores0: 10 * UJ, memory0: UJ });
    totals.take(3);
    expect(totals.of('cpu')[0]).toBeCloseTo(10, 9);
    expect(totals.of('cpu')[1]).toBeCloseTo(2 * MOST_W + 10, 9);
    expect(source.troubles().map(({ state }) => state)).toEqual(['failed', 'back']);
  });

  test("a real file of the kernel whose object goes away while it is open: the driver's errno, then back", async () => {
    const rapl = new FakeRapl([{ id: 'intel-rapl:0', name: 'package-0', parts: ['cores0'], rangeJ: 0.001 }]);
    const file = rapl.file('intel-rapl:0');
    const children = [spawn('sleep', ['60']), spawn('sleep', ['60'])] as const;
    const score = (n: 0 | 1): string => `/proc/${children[n].pid}/oom_score_adj`;
    const link = (n: 0 | 1): void => {
      rmSync(file);
      symlinkSync(score(n), file);
    };
    try {
      writeFileSync(score(0), '300');
      writeFileSync(score(1), '700');
      link(0);
      const source = sourceOf(rapl);
      const totals = new Totals(source);
      source.start(0);
      writeFileSync(score(0), '500');
      totals.take(1e-6 * 2);
      expect(totals.of('cpu')[0]).toBeCloseTo(200e-6, 12);
      const ended = new Promise((done) => children[0].on('exit', done));
      children[0].kill('SIGKILL');
      await ended;
      source.poll(1e-6 * 3);
      expect(source.troubles()).toMatchObject([
        { state: 'failed', why: expect.stringMatching(/ESRCH|ENOENT/) },
      ]);
      link(1);
      totals.take(1e-6 * 5);
      expect(totals.of('cpu')[0]).toBeCloseTo(400e-6, 12);
      expect(source.troubles()).toMatchObject([{ state: 'back' }]);
    } finally {
      for (const child of children) child.kill('SIGKILL');
    }
  });

  test('a reading that comes late shortly after another is not taken for a fault', () => {
    const rapl = new FakeRapl(TREES['one socket']);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.use({ cores0: 50 * UJ, memory0: UJ });
    totals.take(1);
    rapl.use({ cores0: 3 * UJ, memory0: UJ }); // asked at 1.001 s, read 30 ms later: 3 kW, it seems
    totals.take(1.001);
    rapl.use({ cores0: 47 * UJ, memory0: UJ });
    totals.take(2);
    expect(totals.of('cpu')[0]).toBeCloseTo(100, 9);
    expect(totals.isExact['cpu']).toBe(true);
  });
});

describe('twins', () => {
  const tree = TREES['laptop with psys and twins'];
  const all = (j: number): Record<string, number> => ({ cores0: j * UJ, board: UJ });

  test('when the MSR counter fails the MMIO one goes on from where it stood, and no trouble is made', () => {
    const rapl = new FakeRapl(tree);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.use(all(10));
    totals.take(1);
    rapl.hide(zoneOf(rapl, 'intel-rapl:0'));
    rapl.use(all(20));
    totals.take(2);
    rapl.use(all(30));
    totals.take(3);
    rapl.show(zoneOf(rapl, 'intel-rapl:0'));
    rapl.use(all(40));
    totals.take(4);
    rapl.hide(zoneOf(rapl, 'intel-rapl-mmio:0'));
    rapl.use(all(50));
    totals.take(5);
    expect(totals.of('cpu')[0]).toBeCloseTo(150, 9);
    expect(totals.isExact['cpu']).toBe(true);
    expect(source.troubles()).toEqual([]);
  });

  test('what one counts that knows less is not counted again when the other is back', () => {
    const zones = ['intel-rapl:0', 'intel-rapl-mmio:0'].map(
      (id): ZoneSpec => ({ id, name: 'package-0', parts: ['cores0'], rangeJ: 3000 }),
    );
    const rapl = new FakeRapl(zones, { cores0: 2950 });
    const [msr, mmio] = rapl.zones as [ZoneSpec, ZoneSpec];
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.hide(msr);
    rapl.use({ cores0: 100 * UJ }); // across the end of the range: a wrap for who watches, and nothing for who does not
    totals.take(1);
    rapl.show(msr);
    rapl.hide(mmio);
    totals.take(1);
    rapl.use({ cores0: 10 * UJ });
    totals.take(2);
    rapl.show(mmio);
    totals.take(2);
    expect(totals.of('cpu')[0]).toBeCloseTo(110, 9);
  });

  test('only when both are gone the channel fails', () => {
    const rapl = new FakeRapl(tree);
    const source = sourceOf(rapl);
    source.start(0);
    rapl.use(all(10));
    rapl.hide(zoneOf(rapl, 'intel-rapl:0'));
    source.poll(1);
    expect(source.troubles()).toEqual([]);
    rapl.hide(zoneOf(rapl, 'intel-rapl-mmio:0'));
    rapl.use(all(10));
    source.poll(2);
    expect(source.troubles()).toMatchObject([{ channel: 0, state: 'failed' }]);
  });
});

describe('mirrored dies', () => {
  const dies = (parts: readonly string[]): ZoneSpec[] =>
    parts.map((part, die) => ({ id: `intel-rapl:${die}`, name: `package-0-die-${die}`, parts: [part] }));

  test('are counted once from the first joule on, when the first one fails too', () => {
    const rapl = new FakeRapl(TREES['mirrored dies']);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    for (let t = 1; t <= 20; t += 1) {
      if (t === 5) rapl.hide(zoneOf(rapl, 'intel-rapl:0'));
      if (t === 8) rapl.show(zoneOf(rapl, 'intel-rapl:0'));
      rapl.use({ cores0: 60 * UJ });
      totals.take(t);
      expect(totals.of('cpu')[0]).toBeCloseTo(60 * t, 9);
    }
    expect(totals.isExact['cpu']).toBe(true);
    expect(source.troubles()).toEqual([]);
  });

  test('that are read at slightly different times are still one', () => {
    // The second die's counter is a millisecond of 90 W behind or ahead at each read.
    const rapl = new FakeRapl(dies(['a', 'b']), { a: 1000, b: 1000 });
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    let skew = 0;
    for (let t = 1; t <= 100; t += 1) {
      const next = t % 3 === 0 ? 90_000 : -90_000;
      rapl.use({ a: 90 * UJ, b: 90 * UJ + next - skew });
      skew = next;
      totals.take(t);
    }
    expect(totals.of('cpu')).toEqual([expect.closeTo(9000, 6), expect.closeTo(9000, 6)]);
  });

  test('that only looked alike part, and nothing of either is lost', () => {
    const rapl = new FakeRapl(dies(['a', 'b']), { a: 1000, b: 1000 });
    const source = sourceOf(rapl);
    expect(source.channels).toHaveLength(1);
    const totals = new Totals(source);
    source.start(0);
    for (let t = 1; t <= 10; t += 1) {
      rapl.use({ a: 50 * UJ, b: 20 * UJ });
      totals.take(t);
      expect(totals.low['cpu']).toBeLessThanOrEqual(70 * t + 1e-9);
    }
    expect(totals.of('cpu')[0]).toBeCloseTo(700, 9);
    expect(totals.isExact['cpu']).toBe(true);
  });

  test('one late reading does not part them', () => {
    const rapl = new FakeRapl(dies(['a', 'b']), { a: 1000, b: 1000 });
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.use({ a: 30 * UJ, b: 35 * UJ });
    totals.take(1);
    rapl.use({ a: 30 * UJ, b: 25 * UJ });
    for (let t = 2; t < 30; t += 1) {
      totals.take(t);
      rapl.use({ a: 30 * UJ, b: 30 * UJ });
    }
    totals.take(30);
    expect(totals.of('cpu')[0]).toBeCloseTo(30 * 30, 9);
  });

  test('once proven, a die whose counter goes astray changes nothing', () => {
    const rapl = new FakeRapl(dies(['a', 'b']), { a: 1000, b: 1000 });
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    for (let t = 1; t <= 10; t += 1) {
      rapl.use({ a: 80 * UJ, b: 80 * UJ });
      totals.take(t);
    }
    for (let t = 11; t <= 20; t += 1) {
      rapl.use({ a: 80 * UJ, b: 10 * UJ });
      totals.take(t);
    }
    expect(totals.of('cpu')[0]).toBeCloseTo(1600, 9);
  });
});

describe('counters that measure nothing', () => {
  test('memory that never moves while its package does has failed, with bounds and not 0', () => {
    const rapl = new FakeRapl(TREES['one socket']);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    rapl.use({ cores0: UJ });
    totals.take(0.02);
    expect(source.troubles()).toEqual([]);
    rapl.use({ cores0: 50 * UJ });
    totals.take(1);
    expect(source.troubles()).toMatchObject([
      {
        channel: 1,
        state: 'failed',
        why: expect.stringContaining('package-0/dram: its counter has stood still for 1.0 s'),
      },
    ]);
    rapl.use({ cores0: 50 * UJ });
    totals.take(2);
    expect(source.troubles()).toEqual([]);
    expect(totals.of('ram')).toEqual([0, 300 * 1.5 * 2]);
    expect(totals.of('cpu')[0]).toBeCloseTo(101, 9);
  });

  test('memory that stands still with its package is not accused', () => {
    const rapl = new FakeRapl(TREES['one socket']);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    totals.take(0.5);
    rapl.use({ cores0: UJ, memory0: UJ });
    totals.take(1);
    expect(source.troubles()).toEqual([]);
    expect(totals.of('ram')).toEqual([1, 1]);
  });

  test('a package that stands still has failed, until it moves', () => {
    const rapl = new FakeRapl(TREES['one socket']);
    const source = sourceOf(rapl);
    const totals = new Totals(source);
    source.start(0);
    totals.take(2);
    expect(source.troubles()).toMatchObject([{ channel: 0, state: 'failed' }]);
    expect(totals.of('cpu')).toEqual([0, 2 * MOST_W]);
    rapl.use({ cores0: 5 * UJ, memory0: UJ });
    totals.take(3);
    expect(source.troubles()).toMatchObject([{ channel: 0, state: 'back' }]);
    expect(totals.of('cpu')[0]).toBe(5);
  });

  test('a hypervisor that writes the counters now and then is given time', () => {
    const source = sourceOf(new FakeRapl(TREES['one socket']), { isVirtual: true, declared: true });
    source.start(0);
    source.poll(30);
    expect(source.troubles()).toEqual([]);
  });
});

test('a new start forgets what was counted before it', () => {
  const rapl = new FakeRapl(TREES['one socket']);
  const source = sourceOf(rapl);
  const totals = new Totals(source);
  source.start(0);
  rapl.use({ cores0: 500 * UJ, memory0: UJ });
  source.poll(10);
  source.start(11);
  rapl.use({ cores0: 7 * UJ, memory0: UJ });
  totals.take(12);
  expect(totals.of('cpu')).toEqual([7, 7]);
});
