import { asLoss, type Objective } from '../study/objective.ts';
import type { StudyState } from '../study/study-state.ts';
import { chart, dot, INNER, line } from './chart.ts';
import { scaleOf } from './scale.ts';
import { pointsOf, tipOf } from './trial-points.ts';

/** How the best came about: each trial where its energy stood when it ended, and the best so far as steps. */
export function historyChart(state: StudyState): string {
  const sought = state.plan.objectives[0] as Objective;
  const points = pointsOf(state, 0).toSorted(
    (a, b) => (a.trial.endedAt ?? state.t) - (b.trial.endedAt ?? state.t) || a.trial.number - b.trial.number,
  );
  const hasEnergy = state.spent.j > 0;
  let used = 0;
  const placed = points.map((point, i) => {
    if (point.trial.origin !== 'imported') used += point.trial.joules;
    return { ...point, x: hasEnergy ? used : i };
  });
  const gains = state.gains.history.map(({ joules, losses }, i) => ({
    x: hasEnergy ? joules : i,
    value: asLoss(sought, losses[0] as number),
  }));
  const end = hasEnergy ? state.spent.j : placed.length;
  const x = scaleOf([0, end, ...placed.map((one) => one.x)], INNER.left, INNER.right);
  const y = scaleOf(
    [...placed, ...gains].map(({ value }) => value),
    INNER.bottom,
    INNER.top,
  );
  const steps = gains.flatMap(({ x: from, value }, i): [number, number][] => [
    [x.at(from), y.at(value)],
    [x.at(gains[i + 1]?.x ?? end), y.at(value)],
  ]);
  const dots = placed.map((one) =>
    dot(x.at(one.x), y.at(one.value), one.trial.state, tipOf(one, sought.metric)),
  );
  const single = state.plan.objectives.length === 1 && steps.length > 0 ? [line(steps, 'best')] : [];
  const label = hasEnergy ? 'energy used by the study, J' : 'trials';
  return chart(
    { label, scale: x },
    { label: sought.metric, scale: y },
    [...dots, ...single],
    `${sought.metric} of ${placed.length} trials by the energy used`,
  );
}
