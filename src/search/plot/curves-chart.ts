import { asLoss, type Objective } from '../study/objective.ts';
import type { StudyState } from '../study/study-state.ts';
import { chart, dot, INNER, line } from './chart.ts';
import { scaleOf } from './scale.ts';

/** The curves of the trials; undefined where no trial has reported twice. */
export function curvesChart(state: StudyState): string | undefined {
  const sought = state.plan.objectives[0] as Objective;
  const curves = state.trials
    .map((trial) => ({
      trial,
      points: trial.reports
        .filter(({ losses }) => Number.isFinite(losses[0]))
        .map(({ resource, losses }) => [resource, asLoss(sought, losses[0] as number)] as const),
    }))
    .filter(({ points }) => points.length > 0);
  if (!curves.some(({ points }) => points.length > 1)) return undefined;
  const all = curves.flatMap(({ points }) => points);
  const x = scaleOf(
    all.map(([resource]) => resource),
    INNER.left,
    INNER.right,
  );
  const y = scaleOf(
    all.map(([, value]) => value),
    INNER.bottom,
    INNER.top,
  );
  const drawn = curves.map(({ trial, points }) => {
    const tip = `trial ${trial.number}, ${trial.state}${trial.reason === undefined ? '' : `\n${trial.reason.text}`}`;
    const placed = points.map(([resource, value]): [number, number] => [x.at(resource), y.at(value)]);
    const [only] = placed;
    if (placed.length === 1 && only !== undefined) return dot(...only, trial.state, tip);
    return line(placed, `curve ${trial.state}`, tip);
  });
  const label = state.plan.resource ?? 'resource';
  return chart(
    { label, scale: x },
    { label: sought.metric, scale: y },
    drawn,
    `${sought.metric} of ${curves.length} trials by ${label}`,
  );
}
