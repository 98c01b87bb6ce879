import { useMemo } from 'preact/hooks';
import type { MetricGoal } from '../../../src/book/metric-goal.ts';
import { ScatterChart } from '../../charts/scatter/scatter-chart.tsx';
import { isCrowded, type ScatterPoint } from '../../charts/scatter/scene.ts';
import { MOST_WHISKERS } from '../../charts/scatter/draw-points.ts';
import { cheapest, type Demands, keeps } from '../../../src/report/frontier/cheapest.ts';
import { ChosenRun } from './chosen-run.tsx';
import { type CostAxis, costTick, costTicks } from '../../../src/report/frontier/cost-axis.ts';
import { errorBars } from '../../../src/report/frontier/error-bars.ts';
import { withSteps } from '../../../src/report/frontier/frontier-of-runs.ts';
import { type FrontierPoint, frontierPoints } from '../../../src/report/frontier/frontier-points.ts';
import type { FrontierRun } from '../../../src/report/frontier/frontier-run.ts';
import { demand, type FrontierView } from './frontier-view.ts';
import {
  frontierNotes,
  frontierSentence,
  type Noun,
  pointText,
} from '../../../src/report/frontier/frontier-words.ts';
import { groupsOf } from './groups.ts';
import { Legend } from './legend.tsx';
import { kneeMethod } from '../../../src/report/frontier/marginal.ts';
import { MarginalTable } from './marginal-table.tsx';
import { metricText } from '../../../src/report/frontier/metric-text.ts';
import { setView, view } from '../../state/location.ts';
import { frontierData, frontierTable } from './frontier-table.ts';
import { Slider } from './slider.tsx';

/** Quality against cost: demands, chart, and what more quality costs. */
export function FrontierPanel({
  runs,
  metric,
  goal,
  axis,
  now,
  noun,
  source,
  hrefOf,
  compareOf,
}: {
  readonly runs: readonly FrontierRun[];
  readonly metric: string;
  readonly goal: MetricGoal;
  readonly axis: CostAxis;
  readonly now: FrontierView;
  readonly noun: Noun;
  readonly source: string;
  readonly hrefOf: (point: FrontierPoint) => string | undefined;
  readonly compareOf?: (before: FrontierPoint, point: FrontierPoint) => string | undefined;
}) {
  const { isLog, withUnfinished, group, together } = now;
  const found = useMemo(
    () => frontierPoints(runs, { goal, isLog, withUnfinished, oneSort: axis.key === 'cost', together }),
    [runs, goal, isLog, withUnfinished, axis.key, together],
  );
  const { points } = found;
  const demands: Demands = {
    ...(now.quality === undefined ? {} : { quality: now.quality }),
    ...(now.most === undefined ? {} : { cost: now.most }),
  };
  const isAsked = now.quality !== undefined || now.most !== undefined;
  const chosen = isAsked ? cheapest(points, demands, goal) : undefined;
  const { groups, styleOf } = useMemo(() => groupsOf(points.map((point) => point.group)), [points]);
  const marks = useMemo(
    () =>
      points.map(
        (point): ScatterPoint => ({
          x: point.cost,
          y: point.quality,
          ...errorBars(point),
          style: group === undefined ? 0 : styleOf(point.group),
          isBest: point.isBest,
        }),
      ),
    [points, group],
  );
  const faint = useMemo(
    () => (isAsked ? Uint8Array.from(points, (point) => (keeps(point, demands, goal) ? 0 : 1)) : undefined),
    [points, now.quality, now.most, goal],
  );
  const { step, steps } = withSteps(found, goal, isLog);
  const kneeAt = steps.findIndex(({ isKnee }) => isKnee);
  const notes = frontierNotes(found, metric, axis, noun);
  if (points.length === 0) return <NothingToDraw notes={notes} noun={noun} />;
  const costs = extent(points.map(({ cost }) => cost));
  const qualities = extent(points.map(({ quality }) => quality));
  return (
    <>
      <div class="sliders">
        <Slider
          id="least"
          label={`${metric} ${goal === 'maximize' ? 'at least' : 'at most'}`}
          low={qualities[0]}
          high={qualities[1]}
          isLog={false}
          freeAt={goal === 'maximize' ? 'low' : 'high'}
          value={now.quality}
          text={metricText}
          onChange={(value, how) => demand('least', value, how)}
        />
        <Slider
          id="most"
          label={`${axis.word} at most`}
          low={costs[0]}
          high={costs[1]}
          isLog={isLog}
          freeAt="high"
          value={now.most}
          text={(value) => axis.print(value)}
          onChange={(value, how) => demand('most', value, how)}
        />
      </div>
      <ChosenRun
        chosen={chosen}
        isAsked={isAsked}
        points={points}
        demands={demands}
        goal={goal}
        metric={metric}
        axis={axis}
        noun={noun}
        hrefOf={hrefOf}
      />
      <ScatterChart
        id="frontier"
        title={`${metric} against ${axis.word}`}
        sentence={frontierSentence(found, metric, goal, axis, steps[kneeAt]?.point, noun)}
        unit={`${axis.unit} and ${metric}`}
        source={source}
        note={whiskerNote(points, together)}
        zoom={view('z')}
        onZoom={(z, how) => setView({ z }, how)}
        table={() => frontierTable(found, metric, axis, noun)}
        data={frontierData(found, metric, axis, together)}
        points={marks}
        {...(faint === undefined ? {} : { faint })}
        x={{
          title: axis.title,
          isLog,
          text: (value) => costTick(axis, value),
          ticks: (low, high, count) => costTicks(axis, low, high, count),
        }}
        y={{ title: `${metric} (${goal === 'maximize' ? 'more' : 'less'} is better)` }}
        textOf={(i) => textAt(points[i], metric, axis)}
        hrefOf={(i) => hrefAt(points[i], hrefOf)}
        {...(kneeAt < 0 ? {} : { knee: kneeAt })}
        {...(chosen === undefined ? {} : { chosen: points.indexOf(chosen) })}
      />
      {group !== undefined && <Legend groups={groups} title={`Colour and shape: ${group}`} />}
      {notes.length > 0 && (
        <ul class="notes muted">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <MarginalTable
        steps={steps}
        metric={metric}
        axis={axis}
        step={step}
        hrefOf={hrefOf}
        {...(compareOf === undefined ? {} : { compareOf })}
        method={kneeMethod(isLog)}
      />
    </>
  );
}

function NothingToDraw({ notes, noun }: { readonly notes: readonly string[]; readonly noun: Noun }) {
  return (
    <section class="empty">
      <h2>No {noun} has a place on this chart</h2>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  );
}

function whiskerNote(points: readonly FrontierPoint[], together: boolean): string {
  const marks = 'Filled: on the frontier; hollow: another is better for less.';
  if (together) {
    const few = points.length <= MOST_WHISKERS;
    return `${marks} Lines are the standard error over seeds${few ? '' : ', drawn for the frontier and for the point in focus'}; one seed has none.`;
  }
  if (!points.some(({ low, high }) => low !== null && high !== null)) return marks;
  if (points.length <= MOST_WHISKERS) return `${marks} Lines are 90 % intervals.`;
  const all = isCrowded(points.length) ? ' All are drawn.' : '';
  return `${marks}${all} 90 % intervals are drawn for the frontier and for the point in focus; the table has all.`;
}

function textAt(point: FrontierPoint | undefined, metric: string, axis: CostAxis): string {
  return point === undefined ? '' : pointText(point, metric, axis);
}

function hrefAt(
  point: FrontierPoint | undefined,
  hrefOf: (point: FrontierPoint) => string | undefined,
): string | undefined {
  return point === undefined ? undefined : hrefOf(point);
}

function extent(values: readonly number[]): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
