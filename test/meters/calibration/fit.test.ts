import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CalibrationPoint } from '../../../src/meters/calibration/calibration.ts';
import { fitChips } from '../../../src/meters/calibration/fit-chips.ts';
import { fitLoad } from '../../../src/meters/calibration/fit-load.ts';
import { linearFit } from '../../../src/meters/calibration/linear-fit.ts';
import { makeCalibration } from '../../../src/meters/calibration/make-calibration.ts';
import { bendOf, shapeAt } from '../../../src/meters/calibration/shape.ts';
import { wallAtShape } from '../../../src/meters/calibration/errors-of-wall.ts';
import { CONSTANTS, inputOf, SHAPE } from './machines.ts';
import { random } from './simulate.ts';

const LOADS = [0.01, 0.26, 0.5, 0.77, 0.99];
const part = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const machine = fc.record({
  full: part(20, 5000),
  idlePart: part(0.05, 0.8),
  bend: part(-0.15, 0.15),
});

/** Several exact points of each load. */
function exactPoints(
  wallAt: (load: number) => number,
  chipsAt?: (load: number) => number,
): CalibrationPoint[] {
  return LOADS.flatMap((load, step) =>
    [0, 1, 2].map(() => ({
      load,
      step,
      wallW: wallAt(load),
      ...(chipsAt === undefined ? {} : { chipsW: chipsAt(load) }),
    })),
  );
}

describe('power by load', () => {
  test('without noise idle, full load and bend come out to 1e-6', () => {
    fc.assert(
      fc.property(machine, ({ full, idlePart, bend }) => {
        const idle = full * idlePart;
        const wallAt = (load: number): number => {
          const g = shapeAt(SHAPE, load);
          return idle + (full - idle) * (g + bend * bendOf(g));
        };
        const fit = fitLoad(exactPoints(wallAt), SHAPE, CONSTANTS);
        if (!fit.ok) throw new Error(fit.error.what);
        expect(fit.value.idleW.value / idle).toBeCloseTo(1, 6);
        expect(fit.value.fullW.value / full).toBeCloseTo(1, 6);
        expect(fit.value.bendW.value / full).toBeCloseTo(((full - idle) * bend) / full, 6);
      }),
    );
  });

  test('whatever is fitted rises with the load everywhere', () => {
    fc.assert(
      fc.property(machine, fc.integer(), part(0, 0.3), ({ full, idlePart }, seed, noise) => {
        const { normal } = random(seed);
        const points = exactPoints((load) => full * (idlePart + (1 - idlePart) * load)).map((point) => ({
          ...point,
          wallW: Math.max(1, point.wallW * (1 + noise * normal())),
        }));
        const fit = fitLoad(points, SHAPE, CONSTANTS);
        if (!fit.ok) return; // refused
        let before = 0;
        for (let k = 0; k <= 20; k += 1) {
          const { watts } = wallAtShape(fit.value, k / 20, 0.02, CONSTANTS);
          expect(watts).toBeGreaterThan(before);
          before = watts;
        }
      }),
    );
  });

  test('one mad reading in ten moves it little', () => {
    const points = LOADS.flatMap((load, step) =>
      Array.from({ length: 10 }, (_, k) => ({
        load,
        step,
        wallW: (60 + 180 * shapeAt(SHAPE, load)) * (k === 4 ? 2.5 : 1 + 0.002 * Math.sin(7 * k + step)),
      })),
    );
    const fit = fitLoad(points, SHAPE, CONSTANTS);
    expect(fit.ok && Math.abs(fit.value.idleW.value / 60 - 1)).toBeLessThan(0.01);
    expect(fit.ok && Math.abs(fit.value.fullW.value / 240 - 1)).toBeLessThan(0.01);
  });

  test('two typed figures are taken as they are, and what lies between is known less well', () => {
    const typed = [
      { load: 0, wallW: 62, sdW: 1.2, step: 0 },
      { load: 1, wallW: 240, sdW: 4.8, step: 1 },
    ];
    const fit = fitLoad(typed, SHAPE, CONSTANTS);
    if (!fit.ok) throw new Error(fit.error.what);
    expect(fit.value.idleW).toEqual({ value: expect.closeTo(62, 9), sd: expect.closeTo(1.2, 9) });
    expect(fit.value.fullW).toEqual({ value: expect.closeTo(240, 9), sd: expect.closeTo(4.8, 9) });
    const at = (g: number): number => wallAtShape(fit.value, g, 0, CONSTANTS).fit;
    expect(at(0.5)).toBeGreaterThan(2 * at(1));
  });

  test.each([
    [
      'exchanged',
      [
        [0, 240],
        [1, 62],
      ],
      'no more under full load',
    ],
    [
      'equal',
      [
        [0, 62],
        [1, 62],
      ],
      'no more under full load',
    ],
    [
      'of loads that hardly differ',
      [
        [0.3, 62],
        [0.5, 90],
      ],
      'too close together',
    ],
    [
      'below zero at idle',
      [
        [0.5, 10],
        [1, 240],
      ],
      'idle power below zero',
    ],
  ])('figures that are %s are refused in three parts', (_, pairs, what) => {
    const points = pairs.map(([load = 0, wallW = 0], step) => ({ load, wallW, sdW: wallW / 50, step }));
    const fit = fitLoad(points, SHAPE, CONSTANTS);
    expect(fit.ok).toBe(false);
    if (fit.ok) return;
    expect(fit.error.what).toContain(what);
    expect(fit.error.why).toBeTruthy();
    expect(fit.error.fix).toBeTruthy();
  });
});

describe('wall from chips', () => {
  test('without noise base power and efficiency come out to 1e-6', () => {
    fc.assert(
      fc.property(
        part(0.5, 0.99),
        part(1, 300),
        part(10, 2000),
        part(0.05, 0.7),
        (efficiency, base, full, low) => {
          const chipsAt = (load: number): number => full * (low + (1 - low) * load);
          const wallAt = (load: number): number => (chipsAt(load) + base) / efficiency;
          const fit = fitChips(exactPoints(wallAt, chipsAt), ['cpu rapl'], 0.02, CONSTANTS);
          // Much base beside chips that hardly move is refused, and told apart from what can be fitted.
          if (!fit.ok) expect(fit.error.what).toContain('hardly moved');
          else {
            expect(fit.value.efficiency.value / efficiency).toBeCloseTo(1, 6);
            expect(fit.value.baseW.value / base).toBeCloseTo(1, 5);
          }
        },
      ),
    );
  });

  test.each([
    ['an efficiency above one', (c: number) => 0.8 * c + 60, 'gives more than it takes'],
    ['a base power below zero', (c: number) => 1.6 * c - 25, 'base power below zero'],
    ['a meter at another machine', (c: number) => 0.5 * c + 1, 'less than the counters'],
  ])('%s is refused in three parts', (_, wallOf, what) => {
    const chipsAt = (load: number): number => 50 + 150 * load;
    const fit = fitChips(
      exactPoints((load) => wallOf(chipsAt(load)), chipsAt),
      ['cpu rapl'],
      0.02,
      CONSTANTS,
    );
    expect(fit.ok).toBe(false);
    if (fit.ok) return;
    expect(fit.error.what).toContain(what);
    expect(fit.error.why).toMatch(/\d/);
    expect(fit.error.fix).toMatch(/^check/);
  });

  test('an efficiency a little above one is noise: it is taken for one', () => {
    const { normal } = random(4);
    const points = exactPoints(
      (load) => 60 + 1.005 * (50 + 150 * load),
      (load) => 50 + 150 * load,
    ).map((point) => ({
      ...point,
      wallW: point.wallW * (1 + 0.02 * normal()) * (point.load > 0.7 ? 0.98 : 1),
    }));
    const fit = fitChips(points, ['cpu rapl'], 0.02, CONSTANTS);
    expect(fit.ok && fit.value.efficiency.value).toBeLessThanOrEqual(1);
    expect(fit.ok && fit.value.baseW.value).toBeGreaterThan(0);
  });

  test('memory without a counter is a part of the chips, as a run sums it', () => {
    const points = exactPoints(
      (load) => 60 + 1.2 * (50 + 150 * load),
      (load) => 50 + 150 * load,
    );
    const [withRam, without] = [
      inputOf(points),
      inputOf(points, { channels: inputOf(points).channels.slice(0, 1) }),
    ].map((input) => makeCalibration(input, CONSTANTS));
    if (withRam?.ok !== true || without?.ok !== true) throw new Error('refused');
    expect(withRam.value.byChips?.ramPart).toBe(1);
    // A quarter of a terabyte by the model would leave no room for the supply's loss.
    expect(without.value.byChips?.ramPart).toBeLessThan(1);
    expect(without.value.byChips?.efficiency.value).toBeLessThan(1);
    expect(without.value.byChips?.channels).toEqual(['cpu rapl']);
  });
});

describe('the linear fit', () => {
  test('what cannot be told apart is refused', () => {
    const rows = [1, 2, 3].map((y) => ({ x: [1, 2], y, sd: 1, group: 0 }));
    const none = Number.POSITIVE_INFINITY;
    expect(linearFit(rows, { priorSd: [none, none], scale: 'estimated' })).toBeUndefined();
    expect(linearFit([], { priorSd: [none], scale: 'known' })).toBeUndefined();
  });

  test('its standard deviations are those of its results over many draws', () => {
    const { normal } = random(99);
    const slopes: number[] = [];
    let told = 0;
    for (let draw = 0; draw < 400; draw += 1) {
      const rows = Array.from({ length: 30 }, (_, k) => ({
        x: [1, k / 30],
        y: 5 + 3 * (k / 30) + 0.2 * normal(),
        sd: 1,
        group: k % 3,
      }));
      const none = Number.POSITIVE_INFINITY;
      const fit = linearFit(rows, { priorSd: [none, none], scale: 'estimated' });
      slopes.push(fit?.beta[1] ?? Number.NaN);
      told += Math.sqrt(fit?.covariance[3] ?? Number.NaN) / 400;
    }
    const centre = slopes.reduce((sum, b) => sum + b, 0) / slopes.length;
    const spread = Math.sqrt(slopes.reduce((sum, b) => sum + (b - centre) ** 2, 0) / slopes.length);
    expect(centre).toBeCloseTo(3, 1);
    expect(told / spread).toBeGreaterThan(0.85);
    expect(told / spread).toBeLessThan(1.25);
  });
});
