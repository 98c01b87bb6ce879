import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CalibrationPoint, LoadFit } from './calibration.ts';
import type { CalibrationConstants } from './constants.ts';
import { linearFit, type Observation } from './linear-fit.ts';
import { misfitOf } from './misfit.ts';
import { bendOf, shapeAt } from './shape.ts';

/** Loads must reach at least this far apart, or idle and full load would be guessed. */
const LEAST_REACH = 0.4;
/** The curve bends at most by this part of its span: it must rise everywhere. */
const MOST_BEND = 0.2;

/** Fits power at the wall by CPU load to steady loads. `watts`: the model's power at 0, 10, … 100 %, for its shape. */
export function fitLoad(
  points: readonly CalibrationPoint[],
  watts: Float64Array,
  constants: CalibrationConstants,
): Result<LoadFit> {
  const loads = points.map(({ load }) => load);
  const [least, most] = [Math.min(...loads), Math.max(...loads)];
  if (!(most - least >= LEAST_REACH)) return err(tooFlat(least, most));
  const isKnown = points.every(({ sdW }) => sdW !== undefined);
  const rows = points.map(({ load, wallW, sdW, step }): Observation => {
    const g = shapeAt(watts, load);
    return { x: [1 - g, g, bendOf(g)], y: wallW, sd: sdW ?? wallW, group: step };
  });
  const rough = reach(rows);
  const fit = linearFit(rows, {
    priorSd: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, constants.bend.value * Math.abs(rough)],
    scale: isKnown ? 'known' : 'estimated',
  });
  if (fit === undefined) return err(tooFlat(least, most));
  const [idle = Number.NaN, full = Number.NaN, bend = Number.NaN] = fit.beta;
  const refused = judge(idle, full, points);
  if (refused !== undefined) return err(refused);
  const limit = MOST_BEND * (full - idle);
  const sd = (k: number): number => Math.sqrt(Math.max(0, fit.covariance[k * 4] ?? 0));
  return ok({
    idleW: { value: idle, sd: sd(0) },
    fullW: { value: full, sd: sd(1) },
    bendW: { value: Math.max(-limit, Math.min(limit, bend)), sd: sd(2) },
    covariance: fit.covariance,
    misfit: misfitOf(points, fit.residuals, 3, constants),
  });
}

/** Power between the lowest and the highest load, W: what the bend is a part of. */
function reach(rows: readonly Observation[]): number {
  const sorted = [...rows].sort((a, b) => (a.x[1] ?? 0) - (b.x[1] ?? 0));
  const [first, last] = [sorted[0], sorted.at(-1)];
  const across = (last?.x[1] ?? 1) - (first?.x[1] ?? 0);
  return ((last?.y ?? 0) - (first?.y ?? 0)) / across || 1;
}

function judge(idle: number, full: number, points: readonly CalibrationPoint[]): Problem | undefined {
  if (!(idle > 0)) {
    return problem(
      'E_METER',
      'the calibration comes to an idle power below zero',
      `the power rises faster with the load than it can: ${shown(points)}`,
      'check that the meter stands at this machine and that nothing else switches on with the load',
    );
  }
  if (!(full > idle)) {
    return problem(
      'E_METER',
      'the machine drew no more under full load than idle',
      `idle ${idle.toFixed(1)} W, full load ${full.toFixed(1)} W`,
      'check that the meter stands at this machine, that the two figures are not exchanged, and that the load reached the CPUs (in a container: its quota)',
    );
  }
  return undefined;
}

function shown(points: readonly CalibrationPoint[]): string {
  const first = [...points].sort((a, b) => a.load - b.load);
  const text = ({ load, wallW }: CalibrationPoint): string =>
    `${Math.round(100 * load)} %: ${wallW.toFixed(0)} W`;
  return [first[0], first.at(-1)].flatMap((point) => (point === undefined ? [] : [text(point)])).join(', ');
}

function tooFlat(least: number, most: number): Problem {
  return problem(
    'E_METER',
    'the loads lie too close together to tell idle from full load',
    `the CPUs were between ${Math.round(100 * least)} % and ${Math.round(100 * most)} % busy`,
    'calibrate while nothing else runs and without a limit on CPUs (a container’s quota, taskset), or give a load of your own: --load-command',
  );
}
