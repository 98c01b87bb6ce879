import type { NumericParameter } from '../../src/search/space/parameter.ts';
import { generatedCurves } from './generated-curves.ts';
import * as functions from './functions.ts';
import { JOULES_PER } from './power.ts';
import type { Curve, Problem } from './problem.ts';
import { uniforms } from './seeded.ts';
import { toUnitCube } from './unit-cube.ts';
import { digestWith, poweredCurve, powerOf } from './varied-power.ts';

/** Units of resource of a full synthetic training. */
const FULL = 50;

/** A training that is computed: its loss at part `z` of the full resource (0 < z <= 1), and its cost beside the mean one's. */
export interface Computed {
  readonly id: string;
  readonly dimensions: number;
  /** @param u a point of the unit cube. */
  readonly curve: (u: readonly number[]) => (z: number) => number;
  readonly cost?: (u: readonly number[]) => number;
}

/** The synthetic suite: functions with a fidelity of their own, functions that are approached as training goes on, and generated curves. */
export function syntheticProblems(power = 'even'): Problem[] {
  const exponential = (u: readonly number[]) => Math.exp(2 * (u[0] ?? 0));
  return [
    { id: 'branin', dimensions: 2, curve: functions.branin },
    { id: 'currin', dimensions: 2, curve: functions.currin },
    { id: 'borehole', dimensions: 8, curve: functions.borehole },
    { id: 'hartmann3', dimensions: 3, curve: functions.hartmann3 },
    { id: 'hartmann6', dimensions: 6, curve: functions.hartmann6 },
    { id: 'hartmann6-costly', dimensions: 6, curve: functions.hartmann6, cost: exponential },
    { id: 'rosenbrock4', dimensions: 4, curve: functions.approached(functions.rosenbrock) },
    { id: 'ackley5', dimensions: 5, curve: functions.approached(functions.ackley) },
    { id: 'levy6', dimensions: 6, curve: functions.approached(functions.levy) },
    generatedCurves({ id: 'crossing-low', seed: 1, dimensions: 6, crossing: 0.1, costSpread: 0 }),
    generatedCurves({ id: 'crossing-mid', seed: 2, dimensions: 6, crossing: 0.5, costSpread: 0.5 }),
    generatedCurves({ id: 'crossing-high', seed: 3, dimensions: 6, crossing: 1, costSpread: 1 }),
  ].map((each) => computedProblem(each, power));
}

/** @returns the problem; its digest is a version that changes by hand with the functions. */
function computedProblem(computed: Computed, power: string): Problem {
  const { id, dimensions } = computed;
  const powerAt = powerOf(power, id, dimensions);
  const parameters = Array.from(
    { length: dimensions },
    (_, i): NumericParameter => ({ kind: 'float', name: `x${i + 1}`, low: 0, high: 1, scale: 'linear' }),
  );
  const uniform = uniforms(20_000);
  const sample = Array.from({ length: 2000 }, () => Array.from({ length: dimensions }, uniform));
  const meanCost =
    computed.cost === undefined && power === 'even'
      ? 1
      : sample.reduce((sum, u) => sum + (computed.cost?.(u) ?? 1) * powerAt(u), 0) / sample.length;
  return {
    suite: 'synthetic',
    id,
    digest: digestWith('v1', power),
    space: { parameters, fixed: {} },
    maxResource: FULL,
    fullRun: FULL * JOULES_PER.syntheticUnit * meanCost,
    open: () => ({
      isUsedUp: false,
      take: (configuration) => {
        const u = toUnitCube(parameters, configuration);
        const curve = curveAt(computed, u);
        return power === 'even' ? curve : poweredCurve(curve, powerAt(u));
      },
    }),
  };
}

function curveAt({ curve, cost }: Computed, u: readonly number[]): Curve {
  const at = curve(u);
  const unit = JOULES_PER.syntheticUnit * (cost?.(u) ?? 1);
  return {
    losses: Float64Array.from({ length: FULL }, (_, i) => at((i + 1) / FULL)),
    joules: Float64Array.from({ length: FULL }, (_, i) => (i + 1) * unit),
  };
}
