import type { Configuration } from '../../src/search/space/configuration.ts';
import type { NumericParameter } from '../../src/search/space/parameter.ts';
import type { Curve, OpenProblem, Problem } from './problem.ts';
import { toUnitCube } from './unit-cube.ts';
import { digestWith, poweredCurve, powerOf } from './varied-power.ts';

/** A problem whose configurations are the rows of a table. */
export interface TableProblem {
  readonly suite: string;
  readonly id: string;
  readonly digest: string;
  readonly parameters: readonly NumericParameter[];
  readonly rows: readonly Configuration[];
  readonly curves: readonly Curve[];
  /** One of `POWERS`; `even` unless given. */
  readonly power?: string;
}

/** A proposal off the table takes its nearest unused row in the unit cube; of equally near ones the first. */
export function tableProblem({ suite, id, parameters, rows, ...table }: TableProblem): Problem {
  const points = rows.map((row) => toUnitCube(parameters, row));
  const { power = 'even' } = table;
  const powerAt = powerOf(power, id, parameters.length);
  const curves =
    power === 'even'
      ? table.curves
      : table.curves.map((curve, row) => poweredCurve(curve, powerAt(points[row] ?? [])));
  const maxResource = Math.max(...curves.map((curve) => curve.losses.length));
  return {
    suite,
    id,
    digest: digestWith(table.digest, power),
    space: { parameters, fixed: {} },
    maxResource,
    fullRun: meanFullRun(curves),
    open: () => nearestUnused(parameters, points, curves),
  };
}

/** @returns joules of a full training, mean over the rows. */
export function meanFullRun(curves: readonly Curve[]): number {
  const sum = curves.reduce((total, { joules }) => total + (joules[joules.length - 1] ?? 0), 0);
  return sum / curves.length;
}

function nearestUnused(
  parameters: readonly NumericParameter[],
  points: readonly (readonly number[])[],
  curves: readonly Curve[],
): OpenProblem {
  const used = new Set<number>();
  return {
    get isUsedUp() {
      return used.size === points.length;
    },
    take: (configuration) => {
      if (used.size === points.length) return undefined;
      const at = toUnitCube(parameters, configuration);
      let [nearest, least] = [-1, Infinity];
      for (const [row, point] of points.entries()) {
        if (used.has(row)) continue;
        const distance = squaredDistance(at, point);
        if (distance < least) [nearest, least] = [row, distance];
      }
      used.add(nearest);
      return curves[nearest];
    },
  };
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (const [i, x] of a.entries()) sum += (x - (b[i] ?? 0)) ** 2;
  return sum;
}
