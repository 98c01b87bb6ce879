import type { RunRecord } from '../../../src/book/run-record.ts';
import { axisUnit } from '../../../src/report/chart/axis-unit.ts';
import { chosenMetric, readMetric } from '../../../src/report/statement/chosen-metric.ts';
import { saidNumber } from '../../../src/report/statement/said.ts';
import { printEnergy } from '../../../src/units/format.ts';
import { Skeleton } from '../../parts/skeleton.tsx';
import { wh } from '../../parts/wh.ts';
import { setView, view } from '../../state/location.ts';
import type { PowerAnswer, TimelineAnswer } from '../run/power/power-answer.ts';
import { curveOfEpochs, curveOfSteps, type Point } from './curves.ts';
import { OverlayChart } from './overlay-chart.tsx';
import { chartName } from './stage-groups.ts';

/** Quality over the energy that was spent for it: which run bought it cheaper, and when. */
export function QualityChart({
  runs,
  power,
  timelines,
  isLoading,
}: {
  readonly runs: readonly RunRecord[];
  readonly power: ReadonlyMap<string, PowerAnswer>;
  readonly timelines: ReadonlyMap<string, TimelineAnswer>;
  /** Whether some of these are on their way. */
  readonly isLoading: boolean;
}) {
  const names = [
    ...new Set(
      runs.flatMap((run) => [
        ...run.energy.epochs.flatMap(({ metrics }) => Object.keys(metrics)),
        ...Object.keys(run.metrics),
      ]),
    ),
  ];
  const wanted = view('metric');
  const metric = wanted !== undefined && names.includes(wanted) ? readMetric(wanted) : chosenMetric(runs);
  if (metric === undefined)
    return (
      <section class="empty">
        <h2>Quality over energy</h2>
        <p>None of these runs reported a metric, so what their energy bought is not known.</p>
        <p>
          In Python <code>joulebook.log(acc=0.91)</code>; from any program a line of JSON in{' '}
          <code>$JOULEBOOK_REPORT_FILE</code>.
        </p>
      </section>
    );
  const curves = runs.map((run) => ({ run, points: curveOf(run, metric.name, power, timelines) }));
  const drawn = curves.filter(({ points }) => points.length > 0);
  const unit = axisUnit(
    'energy',
    Math.max(0, ...drawn.flatMap(({ points }) => points.map(([joules]) => joules))),
  );
  const without = curves.filter(({ points }) => points.length === 0).map(({ run }) => chartName(run.name));
  const choose = (
    <label>
      Metric{' '}
      <select value={metric.name} onChange={({ currentTarget: { value } }) => setView({ metric: value })}>
        {names.slice(0, 500).map((name) => (
          <option key={name} value={name}>
            {name.slice(0, 60)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      {drawn.length === 0 ? (
        <>
          <p class="row">{choose}</p>
          {isLoading ? (
            <Skeleton />
          ) : (
            <p class="muted">{metric.name} was reported at the end alone: there is no curve of it.</p>
          )}
        </>
      ) : (
        <OverlayChart
          id="quality"
          controls={choose}
          title={`${metric.name} over the energy spent`}
          sentence={sentenceOf(drawn, metric.name, metric.goal === 'maximize')}
          lines={drawn.map(({ run, points }) => ({
            name: chartName(run.name),
            points: points.map(([joules, value]): Point => [joules / unit.factor, value]),
          }))}
          x={`energy until then, ${unit.symbol}`}
          y={`${metric.name} (${metric.goal === 'maximize' ? 'more' : 'less'} is better)`}
          unit={`${unit.symbol}, attributed, at the wall`}
          source="epochs and steps as the runs reported them"
          {...(without.length === 0 ? {} : { note: `Without a curve: ${without.join(', ')}` })}
          data={{
            columns: ['run', 'id', 'energy_wh', metric.name],
            rows: () =>
              drawn.flatMap(({ run, points }) =>
                points.map(([joules, value]) => [run.name, run.id, wh(joules), value]),
              ),
          }}
        />
      )}
    </>
  );
}

function curveOf(
  run: RunRecord,
  metric: string,
  power: ReadonlyMap<string, PowerAnswer>,
  timelines: ReadonlyMap<string, TimelineAnswer>,
): readonly Point[] {
  const byEpochs = curveOfEpochs(run, metric);
  if (byEpochs.length > 0) return byEpochs;
  const [timeline, own] = [timelines.get(run.id), power.get(run.id)];
  return timeline === undefined || own === undefined ? [] : curveOfSteps(timeline, own, metric);
}

function sentenceOf(
  curves: readonly { readonly run: RunRecord; readonly points: readonly Point[] }[],
  metric: string,
  isMore: boolean,
): string {
  const ends = curves.map(({ run, points }) => {
    const best = points.reduce((a, b) => ((isMore ? b[1] > a[1] : b[1] < a[1]) ? b : a), points[0] ?? [0, 0]);
    return { name: chartName(run.name), joules: best[0], value: best[1] };
  });
  const best = ends.toSorted((a, b) => (isMore ? b.value - a.value : a.value - b.value))[0];
  const cheapest = ends.toSorted((a, b) => a.joules - b.joules)[0];
  if (best === undefined || cheapest === undefined) return '';
  const first = `The best ${metric} is ${saidNumber(best.value)} of ${best.name}, reached after ${printEnergy(best.joules)}.`;
  return cheapest.name === best.name
    ? first
    : `${first} ${cheapest.name} reached its best, ${saidNumber(cheapest.value)}, after ${printEnergy(cheapest.joules)}.`;
}
