import { describe, expect, test } from 'vitest';
import { alignLogger } from '../../../src/meters/calibration/align-logger.ts';
import { alignMeter } from '../../../src/meters/calibration/align-meter.ts';
import { biasOf, meanBias } from '../../../src/meters/calibration/bias.ts';
import { idleOfTrace } from '../../../src/meters/calibration/idle-of-trace.ts';
import { pointsOfTrace } from '../../../src/meters/calibration/points-of-trace.ts';
import { predictWall } from '../../../src/meters/calibration/predict-wall.ts';
import type { Tick, Trace } from '../../../src/meters/calibration/trace.ts';
import { wallOfClass } from '../../../src/meters/machine/wall-from-chips.ts';
import { wholeConstants } from '../../../src/meters/whole/whole-constants.io.ts';
import { estimate } from '../../../src/units/estimate.ts';
import { CONSTANTS, MODEL, NAMES, SHAPE, TABLES } from './machines.ts';
import { drawTruth, simulateTrace } from './simulate.ts';

const LIMITS = wholeConstants().alignment;
const TRUTH = { ...drawTruth(5, 0), drift: 0.002, lagS: 0 };
const SETTLE = { settleS: 10, block: 4 };

function changed(trace: Trace, change: (tick: Tick) => Partial<Tick>): Trace {
  return { ...trace, ticks: trace.ticks.map((tick) => ({ ...tick, ...change(tick) })) };
}

describe('a meter that lags', () => {
  test.each([1, 2, 3])('by %i s is found out and brought back', (lagS) => {
    const trace = simulateTrace(TRUTH, SHAPE, 3);
    const lagging = changed(trace, (tick) => ({
      meterW: trace.ticks[Math.max(0, trace.ticks.indexOf(tick) - lagS)]?.meterW ?? Number.NaN,
    }));
    const aligned = alignMeter(lagging, LIMITS);
    expect(aligned.lagS).toBeGreaterThan(lagS - 0.4);
    expect(aligned.lagS).toBeLessThan(lagS + 0.4);
    // The last seconds of the meter are beyond the end: silence, not an invention.
    expect(Number.isNaN(aligned.trace.ticks.at(-1)?.meterW)).toBe(true);
  });

  test('that shows the same power whatever the load is left as it is', () => {
    const flat = changed(simulateTrace(TRUTH, SHAPE, 3), () => ({ meterW: 100 }));
    const aligned = alignMeter(flat, LIMITS);
    expect(aligned.lagS).toBeUndefined();
    expect(aligned.trace).toBe(flat);
    expect(aligned.why).toBeTruthy();
  });
});

describe('a logger', () => {
  const trace = simulateTrace(TRUTH, SHAPE, 8, { counted: true });
  const clocks = { utcAtBootS: 1_780_000_000, localAheadS: 7200 };
  const table = (clock: 'utc' | 'local' | 'elapsed' | 'time-of-day', shiftS: number) => ({
    clock,
    leftOut: 0,
    timesS: Float64Array.from(trace.ticks, ({ atS, dtS }) => atS - dtS / 2 + shiftS),
    watts: Float64Array.from(trace.ticks, ({ meterW }) => meterW),
  });
  const empty = changed(trace, () => ({ meterW: Number.NaN }));
  const midnight = Math.floor((1_780_000_000 + 7200 + 1000) / 86_400) * 86_400;

  test.each([
    ['utc', 1_780_000_000 + 3],
    ['local', 1_780_000_000 + 7200 - 40],
    ['elapsed', -990],
    ['time-of-day', 1_780_000_000 + 7200 - midnight + 5],
  ] as const)('whose clock is %s is aligned by the form of the load', (clock, shiftS) => {
    const found = alignLogger(empty, table(clock, shiftS), clocks, LIMITS);
    if (!found.ok) throw new Error(found.error.why);
    const off = found.value.trace.ticks
      .slice(5, -5)
      .map(({ meterW }, k) => Math.abs(meterW / (trace.ticks[k + 5]?.meterW ?? 0) - 1));
    off.sort((a, b) => a - b);
    expect(off[Math.floor(off.length / 2)]).toBeLessThan(0.02);
  });

  test('of another day or another machine is refused, with what to do', () => {
    const yesterday = alignLogger(empty, table('utc', 1_780_000_000 - 86_400), clocks, LIMITS);
    expect(yesterday.ok ? '' : yesterday.error.why).toContain('another hour');
    const flat = { ...table('utc', 1_780_000_000), watts: new Float64Array(trace.ticks.length).fill(80) };
    const other = alignLogger(empty, flat, clocks, LIMITS);
    expect(other.ok ? '' : other.error.fix).toBeTruthy();
  });
});

describe('steady loads', () => {
  test('are taken after settling, without outliers', () => {
    const trace = simulateTrace({ ...TRUTH, noise: 0.001 }, SHAPE, 11);
    const spiked = changed(trace, ({ atS, meterW }) => ({ meterW: atS % 7 === 0 ? meterW * 3 : meterW }));
    const points = pointsOfTrace(spiked, SETTLE);
    if (!points.ok) throw new Error(points.error.what);
    const idle = points.value.filter(({ step }) => step === 0);
    expect(idle.length).toBeGreaterThan(8);
    for (const { wallW } of idle) expect(Math.abs(wallW / TRUTH.idleW - 1)).toBeLessThan(0.05);
  });

  test('of a meter that stops are refused with the meter’s own reason', () => {
    const trace = simulateTrace(TRUTH, SHAPE, 12);
    const stopped = changed(trace, ({ step, meterW }) => ({ meterW: step >= 3 ? Number.NaN : meterW }));
    const why = 'the charger is plugged in';
    const points = pointsOfTrace(stopped, SETTLE, { why, fix: 'pull it' });
    expect(points).toMatchObject({
      ok: false,
      error: { what: expect.stringContaining('75 % load'), why, fix: 'pull it' },
    });
    expect(pointsOfTrace(stopped, SETTLE)).toMatchObject({
      ok: false,
      error: { fix: expect.stringContaining('doctor') },
    });
  });

  test('survive some lost readings', () => {
    const trace = simulateTrace(TRUTH, SHAPE, 13);
    const holes = changed(trace, ({ atS, meterW }) => ({ meterW: atS % 3 === 0 ? Number.NaN : meterW }));
    expect(pointsOfTrace(holes, SETTLE).ok).toBe(true);
  });

  test('the idle power of a component is its mean while the machine was idle, and nothing where it never was', () => {
    const trace: Trace = {
      ...changed(simulateTrace(TRUTH, SHAPE, 14), ({ step, atS }) => ({
        load: step === 0 ? 0.01 : 0.3,
        componentsW: [40 + (atS % 2), Number.NaN],
      })),
      components: [
        { key: 'cpu', method: 'rapl' },
        { key: 'GPU-1', method: 'nvml:counter' },
      ],
    };
    expect(idleOfTrace(trace, [0, 5], 10)).toEqual({
      cpu: { value: expect.closeTo(40.5, 6), sd: expect.any(Number), method: 'rapl' },
    });
    expect(idleOfTrace(trace, [5], 10)).toEqual({});
  });
});

describe('a check', () => {
  test('says by how much joulebook is off, and whether that was to be expected', () => {
    const row = (meterW: number) => ({
      label: 'idle',
      meterW,
      sdW: 0.5,
      predicted: estimate(100, { calibration: 0.03 }),
    });
    const fits = biasOf(row(102), 0.02);
    expect(fits.value).toBeCloseTo(-0.0196, 4);
    expect(fits.low).toBeLessThan(fits.value);
    expect(fits.high).toBeGreaterThan(fits.value);
    expect(fits.holds).toBe(true);
    const off = biasOf(row(130), 0.02);
    expect(off.holds).toBe(false);
    expect(meanBias([fits, off])).toMatchObject({ value: (fits.value + off.value) / 2, holds: false });
  });

  test('of a machine without a calibration takes the tables, with their wide interval', () => {
    const wall = wallOfClass(TABLES.supply.classes.server, 'h1');
    const knowledge = { model: MODEL, shapeW: SHAPE, wall, constants: CONSTANTS, names: NAMES };
    const byModel = predictWall(knowledge, { load: 0.5, ramIsCounted: false });
    expect(byModel.value).toBeCloseTo(SHAPE[5] ?? 0, 9);
    expect(Object.keys(byModel.errors)).toEqual(['model:h1', 'idle:h1', 'load:h1']);
    const byChips = predictWall(knowledge, { load: 0.5, chipsW: 150, ramIsCounted: true });
    expect(byChips.value).toBeCloseTo(200 / 0.9, 9);
    const withGpu = predictWall(knowledge, { load: 0.5, gpuW: 90, ramIsCounted: false });
    expect((withGpu.value ?? 0) - (byModel.value ?? 0)).toBeCloseTo(100, 9);
  });
});
