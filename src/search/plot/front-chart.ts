import type { Objective } from '../study/objective.ts';
import { recommend } from '../study/recommend.ts';
import type { StudyState } from '../study/study-state.ts';
import { chart, dot, INNER } from './chart.ts';
import { scaleOf } from './scale.ts';
import { pointsOf, tipOf } from './trial-points.ts';

/** The first two objectives against each other, the Pareto front apart; undefined with one objective. */
export function frontChart(state: StudyState): string | undefined {
  const [first, second] = state.plan.objectives;
  if (first === undefined || second === undefined) return undefined;
  const front = new Set(recommend(state)?.trials);
  const others = new Map(pointsOf(state, 1).map(({ trial, value }) => [trial, value]));
  const points = pointsOf(state, 0).flatMap((point) => {
    const other = others.get(point.trial);
    return other === undefined ? [] : [{ ...point, other }];
  });
  const x = scaleOf(
    points.map(({ value }) => value),
    INNER.left,
    INNER.right,
  );
  const y = scaleOf(
    points.map(({ other }) => other),
    INNER.bottom,
    INNER.top,
  );
  const drawn = points
    .toSorted((a, b) => Number(front.has(a.trial)) - Number(front.has(b.trial)))
    .map((point) =>
      dot(
        x.at(point.value),
        y.at(point.other),
        front.has(point.trial) ? 'front' : 'other',
        tipOf(point, first.metric),
      ),
    );
  const label = ({ metric, goal }: Objective): string => `${metric} (${goal})`;
  return chart(
    { label: label(first), scale: x },
    { label: label(second), scale: y },
    drawn,
    `${front.size} trials of ${points.length} are on the Pareto front`,
  );
}
