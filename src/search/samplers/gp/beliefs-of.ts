import type { Beliefs, Feasibility } from './acquisition.ts';
import { fitShape } from './fit-shape.ts';
import { GaussianProcess, type Observations } from './gaussian-process.ts';
import { observedPlaces } from './observed-places.ts';
import { forLosses } from './shape.ts';
import { standardised } from './targets.ts';

/** Trials that a process is fitted to: its time grows with their cube. Beyond, the best half and others evenly over the rest. */
const MOST_OBSERVED = 500;
/** Of these, so many for the shape of the kernel, which takes tens of fits. */
const MOST_SHAPING = 100;

/** What came of a trial. */
export interface Seen {
  readonly point: Float64Array;
  /** What is to be made small. */
  readonly loss: number;
  /** How far each constraint is missed; <= 0 is kept, and undefined not known. */
  readonly violations: readonly number[] | undefined;
}

/**
 * Fits a process to losses, and one to each constraint.
 *
 * @param seen best ones first.
 * @param pending points of trials that run. Each is believed to come out as expected, which takes away the uncertainty near it and nothing
 *   else (Ginsbourger et al. 2010, the "kriging believer").
 */
export function beliefsOf(
  seen: readonly Seen[],
  isChoice: readonly boolean[],
  pending: readonly Float64Array[],
): Beliefs {
  const some = observedPlaces(seen.length, MOST_OBSERVED).flatMap((place) => seen[place] ?? []);
  const points = some.map(({ point }) => point);
  const losses: Observations = {
    points,
    isChoice,
    targets: standardised(some.map(({ loss }) => loss)).values,
  };
  const process = fitted(losses, pending);
  const kept = points.filter((_, at) => (some[at]?.violations ?? []).every((violation) => !(violation > 0)));
  const count = some.reduce((most, { violations }) => Math.max(most, violations?.length ?? 0), 0);
  const good = count === 0 ? [...kept, ...pending] : kept;
  return {
    losses: process,
    best: good.length === 0 ? undefined : Math.min(...good.map((point) => process.mean(point))),
    constraints: Array.from({ length: count }, (_, at) => constraintOf(some, isChoice, at)).flat(),
  };
}

/** None where nothing is known of a constraint, or it is missed everywhere alike. */
function constraintOf(
  seen: readonly Seen[],
  isChoice: readonly boolean[],
  at: number,
): readonly Feasibility[] {
  const known = seen.flatMap(({ point, violations }) => {
    const violation = violations?.[at] ?? Number.NaN;
    return Number.isNaN(violation) ? [] : [{ point, violation }];
  });
  const { values: targets, zero: limit } = standardised(known.map(({ violation }) => violation));
  if (targets.every((target) => target === 0)) return [];
  return [{ process: fitted({ points: known.map(({ point }) => point), isChoice, targets }, []), limit }];
}

function fitted(seen: Observations, pending: readonly Float64Array[]): GaussianProcess {
  const { points, isChoice, targets } = seen;
  const prior = forLosses(isChoice.length);
  const shaping = observedPlaces(points.length, MOST_SHAPING);
  const shape = fitShape(
    {
      points: shaping.map((place) => points[place] as Float64Array),
      isChoice,
      targets: Float64Array.from(shaping, (place) => targets[place] as number),
    },
    isChoice.length,
    prior,
  );
  const process = new GaussianProcess(seen, shape, prior);
  if (pending.length === 0) return process;
  const expected = pending.map((point) => process.mean(point));
  const all = {
    points: [...points, ...pending],
    isChoice,
    targets: Float64Array.of(...targets, ...expected),
    believed: pending.length,
  };
  return new GaussianProcess(all, shape, prior);
}
