import type { Objective } from '../study/objective.ts';
import type { StudyState } from '../study/study-state.ts';
import { BOX, dot, INNER, svg } from './chart.ts';
import { endsOf, placeOf } from './parameter-axis.ts';
import { scaleOf } from './scale.ts';
import { escaped, numberText, px } from './svg-text.ts';
import { pointsOf, tipOf } from './trial-points.ts';

/** Each parameter against the metric, a chart each, with its name. */
export function sliceCharts(state: StudyState): readonly (readonly [name: string, drawn: string])[] {
  const sought = state.plan.objectives[0] as Objective;
  const points = pointsOf(state, 0);
  const y = scaleOf(
    points.map(({ value }) => value),
    INNER.bottom,
    INNER.top,
  );
  return state.plan.space.parameters.map((parameter) => {
    const place = placeOf(parameter);
    const at = (part: number): number => INNER.left + part * (INNER.right - INNER.left);
    const dots = points.flatMap((point) => {
      const part = place(point.trial.configuration[parameter.name]);
      return part === undefined
        ? []
        : [dot(at(part), y.at(point.value), point.trial.state, tipOf(point, sought.metric))];
    });
    const below = endsOf(parameter).map(
      ([part, text]) =>
        `<text x="${px(at(part))}" y="${INNER.bottom + 16}" text-anchor="middle">${escaped(text.slice(0, 14))}</text>`,
    );
    const left = y.ticks.map(
      (tick) =>
        `<line class="grid" x1="${INNER.left}" x2="${INNER.right}" y1="${px(y.at(tick))}" y2="${px(y.at(tick))}"/><text x="${INNER.left - 6}" y="${px(y.at(tick))}" dy="4" text-anchor="end">${escaped(numberText(tick))}</text>`,
    );
    const label = `<text class="label" x="${(INNER.left + INNER.right) / 2}" y="${BOX.height - 8}" text-anchor="middle">${escaped(parameter.name)}</text>`;
    const about = `${sought.metric} of ${dots.length} trials by ${parameter.name}`;
    return [parameter.name, svg([...left, ...below, ...dots, label], about)] as const;
  });
}
