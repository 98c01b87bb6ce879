import { problem } from '../../errors.ts';
import type { Constraints, LeaderboardTask } from '../../report/leaderboard/task.ts';
import { err, ok, type Result } from '../../result.ts';

/** Constraints as options give them. */
export interface AskedConstraints {
  /** J. */
  readonly maxEnergy: number | undefined;
  readonly minMetric: number | undefined;
  readonly maxMetric: number | undefined;
}

/** The constraints of a task, with those of the options in their place. E_USAGE where one would ask for the worse. */
export function askedConstraints(
  { metric, goal, constraints }: LeaderboardTask,
  { maxEnergy, minMetric, maxMetric }: AskedConstraints,
): Result<Constraints> {
  const [good, bad] = goal === 'maximize' ? [minMetric, maxMetric] : [maxMetric, minMetric];
  if (bad !== undefined) {
    const [wrong, right] = goal === 'maximize' ? ['max', 'min'] : ['min', 'max'];
    return err(
      problem(
        'E_USAGE',
        `--${wrong}-metric would rank the worse entries`,
        `${goal === 'maximize' ? 'More' : 'Less'} ${metric} is better.`,
        `Give --${right}-metric.`,
      ),
    );
  }
  return ok({
    ...constraints,
    ...(good === undefined ? {} : { metric: good }),
    ...(maxEnergy === undefined ? {} : { energyJ: maxEnergy }),
  });
}
