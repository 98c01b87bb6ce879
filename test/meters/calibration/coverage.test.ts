import { describe, expect, test } from 'vitest';
import type { Calibration, CalibrationPoint } from '../../../src/meters/calibration/calibration.ts';
import { calibratedModel } from '../../../src/meters/calibration/calibrated-model.ts';
import { alignMeter } from '../../../src/meters/calibration/align-meter.ts';
import { sourcesOf, wallAtChips } from '../../../src/meters/calibration/errors-of-wall.ts';
import { makeCalibration } from '../../../src/meters/calibration/make-calibration.ts';
import { pointsOfTrace } from '../../../src/meters/calibration/points-of-trace.ts';
import { wattsAt } from '../../../src/meters/machine/columns.ts';
import type { MachineModel } from '../../../src/meters/model/machine-model.ts';
import { wholeConstants } from '../../../src/meters/whole/whole-constants.io.ts';
import { type ErrorSources, estimate, interval, Z90 } from '../../../src/units/estimate.ts';
import { CONSTANTS, inputOf, MODEL, NAMES, SERVER, SHAPE, TABLES } from './machines.ts';
import { chipsAt, drawTruth, onSomeDay, random, simulateTrace, type Truth, wallAt } from './simulate.ts';

type Mode = 'typed' | 'measured';
const MACHINES = 250;
const RUNS = 5;

function calibrate(truth: Truth, seed: number, mode: Mode, counted: boolean): Calibration | undefined {
  const points = mode === 'typed' ? typedPoints(truth, seed, counted) : measuredPoints(truth, seed, counted);
  const made = makeCalibration(inputOf(points, { gain: gainOf(mode) }), CONSTANTS);
  return made.ok ? made.value : undefined;
}

function gainOf(mode: Mode): number {
  return (mode === 'typed' ? CONSTANTS.typed.within : wholeConstants().methods['plug:shelly'].within) / Z90;
}

function measuredPoints(truth: Truth, seed: number, counted: boolean): readonly CalibrationPoint[] {
  const { trace } = alignMeter(
    simulateTrace(truth, SHAPE, seed, { counted, outliers: 0.02 }),
    wholeConstants().alignment,
  );
  const points = pointsOfTrace(trace, { settleS: 10, block: 4 });
  if (!points.ok) throw new Error(points.error.what);
  return points.value;
}

function typedPoints(truth: Truth, seed: number, counted: boolean): readonly CalibrationPoint[] {
  const { normal } = random(seed);
  const day = onSomeDay(truth, normal);
  const drift = truth.drift * normal();
  return [0, 1].map((load, step) => {
    const chipsW = chipsAt(truth, wallAt(truth, SHAPE, load) * (1 + drift));
    const trueW = counted ? (chipsW + day.baseW) / day.efficiency : wallAt(truth, SHAPE, load) * (1 + drift);
    const wallW = trueW * (1 + truth.gain) * (1 + CONSTANTS.typed.reading * normal());
    return { load, wallW, sdW: CONSTANTS.typed.reading * wallW, step, ...(counted ? { chipsW } : {}) };
  });
}

const PARTS = { machine: SERVER, model: MODEL, tables: TABLES, constants: CONSTANTS, names: NAMES };

/** The errors that a run states, without those that move power between components and cancel at the wall. */
function wallErrorsOf(model: MachineModel): ErrorSources {
  const [first] = model.components;
  return Object.fromEntries(
    Object.entries(first?.errors ?? {}).filter(([source]) => /^(calibration|drift):/.test(source)),
  );
}

/** How many of many later runs of many machines have their true energy within the 90 % interval. */
function coverage(
  mode: Mode,
  counted: boolean,
  change: (truth: Truth) => Truth = (truth) => truth,
  firstSeed = 1,
): { readonly covered: number; readonly refused: number; readonly halfWidth: number } {
  let [inside, runs, refused, widths] = [0, 0, 0, 0];
  for (let seed = firstSeed; seed < firstSeed + MACHINES; seed += 1) {
    const truth = change(drawTruth(seed * 7919, gainOf(mode)));
    const calibration = calibrate(truth, seed * 104729, mode, counted);
    if (calibration === undefined) {
      refused += 1;
      continue;
    }
    const { uniform, normal } = random(seed * 15485863);
    const model = calibratedModel(calibration, PARTS);
    const wallErrors = wallErrorsOf(model);
    for (let k = 0; k < RUNS; k += 1) {
      const load = uniform();
      const workload = 1 + CONSTANTS.workload.value * normal();
      const wanderW = wallAt(truth, SHAPE, load, workload) * (1 + truth.drift * normal());
      const day = onSomeDay(truth, normal);
      const chipsW = chipsAt(truth, wanderW);
      const trueW = counted ? (chipsW + day.baseW) / day.efficiency : wanderW;
      const { byChips, gain } = calibration;
      const at =
        counted && byChips !== undefined
          ? wallAtChips(byChips, chipsW, gain, CONSTANTS)
          : { watts: wattsAt(model.wall.watts, load) };
      const errors = 'gain' in at ? sourcesOf(calibration, at, NAMES) : wallErrors;
      const { low, high } = interval(estimate(at.watts, errors));
      runs += 1;
      widths += ((high ?? 0) - (low ?? 0)) / 2 / at.watts;
      if (trueW >= (low ?? 0) && trueW <= (high ?? 0)) inside += 1;
    }
  }
  return { covered: inside / runs, refused, halfWidth: widths / runs };
}

describe('later runs', () => {
  test.each([
    ['measured', false, 0.08],
    ['measured', true, 0.06],
    ['typed', false, 0.19],
    ['typed', true, 0.085],
  ] as const)(
    '%s, counters %s: 85 to 95 of 100 intervals hold the truth, and are narrow',
    (mode, counted, most) => {
      for (const firstSeed of [1, 100_000]) {
        const { covered, refused, halfWidth } = coverage(mode, counted, undefined, firstSeed);
        expect(covered).toBeGreaterThan(0.85);
        expect(covered).toBeLessThan(0.95);
        expect(refused).toBeLessThan(0.01 * MACHINES);
        expect(halfWidth).toBeLessThan(most);
      }
    },
  );

  test('a drift half or half as much again as was judged costs little', () => {
    const drifting = (factor: number) => (truth: Truth) => ({
      ...truth,
      drift: truth.drift * factor,
      baseDrift: truth.baseDrift * factor,
    });
    for (const counted of [false, true]) {
      expect(coverage('measured', counted, drifting(0.5)).covered).toBeGreaterThan(0.9);
      expect(coverage('measured', counted, drifting(1.5)).covered).toBeGreaterThan(0.78);
    }
  });
});

describe('idle and full load', () => {
  test('are within 2 % of the truth on noisy machines that drift slowly, apart from what their meter shows wrong', () => {
    const off: number[] = [];
    for (let seed = 1; seed <= 200; seed += 1) {
      const truth = { ...drawTruth(seed * 7907, 0), drift: 0.007 };
      const calibration = calibrate(truth, seed * 6151, 'measured', false);
      if (calibration === undefined) throw new Error(`machine ${seed} was refused`);
      off.push(
        Math.abs(calibration.byLoad.idleW.value / truth.idleW - 1),
        Math.abs(calibration.byLoad.fullW.value / truth.fullW - 1),
      );
    }
    off.sort((a, b) => a - b);
    expect(off[Math.floor(0.95 * off.length)]).toBeLessThan(0.02);
    expect(off.at(-1)).toBeLessThan(0.035);
  });
});
