import type { Objective } from '../study/objective.ts';
import type { StudyState } from '../study/study-state.ts';
import { BOX, INNER, line, svg } from './chart.ts';
import { endsOf, placeOf } from './parameter-axis.ts';
import { scaleOf } from './scale.ts';
import { escaped, numberText, px } from './svg-text.ts';
import { pointsOf, tipOf } from './trial-points.ts';

/** The part of the trials that is drawn as good. */
const GOOD = 0.1;

/** Trials as lines through all parameters to the metric; the best tenth stands out. Undefined without parameters or values. */
export function parallelChart(state: StudyState): string | undefined {
  const sought = state.plan.objectives[0] as Objective;
  const points = pointsOf(state, 0);
  const { parameters } = state.plan.space;
  if (points.length === 0 || parameters.length === 0) return undefined;
  const sign = sought.goal === 'maximize' ? -1 : 1;
  const ordered = points.toSorted((a, b) => sign * (b.value - a.value));
  const good = new Set(ordered.slice(-Math.max(1, Math.ceil(GOOD * ordered.length))));
  const y = scaleOf(
    points.map(({ value }) => value),
    INNER.bottom,
    INNER.top,
  );
  const at = (i: number): number => INNER.left + (i / parameters.length) * (INNER.right - INNER.left - 40);
  const places = parameters.map(placeOf);
  const drawn = ordered.map((point) => {
    const through = places.flatMap((place, i): [number, number][] => {
      const part = place(point.trial.configuration[parameters[i]?.name ?? '']);
      return part === undefined ? [] : [[at(i), INNER.bottom - part * (INNER.bottom - INNER.top)]];
    });
    const kind = good.has(point) ? 'good' : 'other';
    return line([...through, [at(parameters.length), y.at(point.value)]], kind, tipOf(point, sought.metric));
  });
  const names = [...parameters.map(({ name }) => name), sought.metric];
  const axes = names.map((name, i) => {
    const parameter = parameters[i];
    const ends: readonly (readonly [number, string])[] =
      parameter === undefined
        ? y.ticks.map((tick) => [(INNER.bottom - y.at(tick)) / (INNER.bottom - INNER.top), numberText(tick)])
        : endsOf(parameter);
    const marks = ends.map(
      ([part, text]) =>
        `<text x="${px(at(i) + 4)}" y="${px(INNER.bottom - part * (INNER.bottom - INNER.top))}" dy="4">${escaped(text.slice(0, 10))}</text>`,
    );
    return `<line class="axis" x1="${px(at(i))}" x2="${px(at(i))}" y1="${INNER.top}" y2="${INNER.bottom}"/>${marks.join('')}<text class="label" x="${px(at(i))}" y="${BOX.height - 20}" text-anchor="middle">${escaped(name.slice(0, 16))}</text>`;
  });
  return svg([...drawn, ...axes], `${points.length} trials through ${parameters.length} parameters`);
}
