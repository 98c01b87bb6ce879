import '../../../styles/power.css';
import { useMemo, useRef } from 'preact/hooks';
import type { RunRecord } from '../../../../src/book/run-record.ts';
import { saidNumber } from '../../../../src/report/statement/said.ts';
import { energyWithBand, printEnergy, printPower } from '../../../../src/units/format.ts';
import { printDuration } from '../../../../src/units/format-duration.ts';
import { ChartFrame } from '../../../charts/chart-frame.tsx';
import type { ChartSeries } from '../../../charts/frame/chart-data.ts';
import {
  type Range,
  readZoom,
  zoomByKey,
  zoomed,
  zoomText,
  panned,
} from '../../../charts/time-series/range.ts';
import { placeIn, type TimeSpan, type TimeView } from '../../../charts/time-series/time-plot.ts';
import { TimeSeries } from '../../../charts/time-series/time-series.tsx';
import { timeTick } from '../../../charts/time-series/time-ticks.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { TroubleView } from '../../../parts/trouble-view.tsx';
import { setView, view } from '../../../state/location.ts';
import { useAnswer } from '../../../state/use-answer.ts';
import { AlongChoice, alongOf } from './along-choice.tsx';
import { BesidePart } from './beside-part.tsx';
import type { Progress } from './progress.ts';
import { NoSeries } from './no-series.tsx';
import { bucketText } from './bucket-text.ts';
import { ChannelToggles } from './channel-toggles.tsx';
import type { PowerAnswer, TimelineAnswer } from './power-answer.ts';
import { timeDrawing } from './power-drawing.ts';
import { channelName, powerLines, shownByDefault } from './power-lines.ts';
import { atRows, bucketLength, cumulative, isRaw, meanOf, peakOf, powerRows } from './power-rows.ts';
import { bucketSaid, powerTable } from './power-table.ts';
import { marked } from './power-marks.ts';
import type { PowerAsked } from './use-power.ts';
import { ZoomControls } from './zoom-controls.tsx';

const HEIGHT = 340;
const ENERGY_HEIGHT = 180;
/** Width of the plots until it is known, px. */
const WIDTH = 1000;

/** Power over time, and the energy that it comes to. */
export function PowerTab({ run, power }: { readonly run: RunRecord; readonly power: PowerAsked }) {
  const { asked, answer, isCurrent, ahead } = power;
  const timeline = useAnswer<TimelineAnswer>(
    answer === undefined ? undefined : `/runs/${run.id}/timeline`, // after the first chart: a long journal takes a while
  );
  if (answer === undefined)
    return (
      <Loaded asked={asked} what="Loading the power">
        {() => null}
      </Loaded>
    );
  if (answer.fromS.length === 0 && view('z') === undefined) return <NoSeries run={run} />;
  return (
    <>
      {asked.trouble !== undefined && <TroubleView trouble={asked.trouble} again={asked.again} />}
      {timeline.trouble !== undefined && <TroubleView trouble={timeline.trouble} again={timeline.again} />}
      <PowerCharts
        run={run}
        power={answer}
        timeline={timeline.answer?.data}
        isCurrent={isCurrent}
        ahead={ahead}
      />
    </>
  );
}

function PowerCharts({
  run,
  power,
  timeline,
  isCurrent,
  ahead,
}: {
  readonly run: RunRecord;
  readonly power: PowerAnswer;
  readonly timeline: TimelineAnswer | undefined;
  readonly isCurrent: boolean;
  readonly ahead: PowerAsked['ahead'];
}) {
  const along = useMemo(() => alongOf(timeline), [timeline, view('x')]);
  const toAxis = along?.at ?? same;
  const toTime = along?.timeAt ?? same;
  const end = Math.max(run.durationS, run.intervalS, 1e-6);
  const whole: Range = { from: 0, to: along?.toS ?? end };
  const zoom = readZoom(view('z'), whole);
  const range = zoom ?? whole;
  const least = Math.max(run.intervalS * 8, whole.to * 1e-7);
  const zoomTo = (next: Range, how: 'commit' | 'adjust' = 'adjust'): boolean => {
    const text = next.from <= whole.from && next.to >= whole.to ? undefined : zoomText(next);
    if (text === view('z')) return false;
    ahead(text);
    setView({ z: text }, how);
    return true;
  };
  const standard = shownByDefault(power);
  const wanted = view('lines')?.split(',');
  const shown = wanted === undefined ? standard : power.channels.filter((name) => wanted.includes(name));
  const rows = useMemo(() => powerRows(power), [power]);
  const bucketS = bucketLength(power);
  const x = useMemo(() => rows.x.map(toAxis), [rows, toAxis]);
  const spans = useMemo(() => spansOf(timeline, end, toAxis), [timeline, end, toAxis]);
  const lines = useMemo(() => powerLines(power, rows, shown), [power, rows, shown.join()]);
  const sums = useMemo(() => cumulative(power), [power]);
  const energyLines = useMemo(
    () => [{ name: 'this run', colour: 'ink' as const, width: 2, mean: atRows(rows, sums) }],
    [rows, sums],
  );
  const startedMs = Date.parse(run.startedAt);
  const axisRange = { from: toAxis(range.from), to: toAxis(range.to) };
  const isCount = along !== undefined;
  const plot: TimeView = { x, lines, spans, range: axisRange, isCount, dimension: 'power' };
  const alongText = along === undefined ? 'time since the run began' : along.counted;
  const width = useRef(WIDTH);
  const energyPlot: TimeView = { ...plot, lines: energyLines, spans: [], dimension: 'energy' };
  const events = (onPoint: (index: number | undefined) => void, onDrawn: () => void) => ({
    zoom: (factor: number, at: number) =>
      zoomTo(
        zoomed(range, whole, factor, toTime(axisRange.from + at * (axisRange.to - axisRange.from)), least),
      ),
    pan: (part: number) => zoomTo(panned(range, whole, part)),
    onSelect: (chosen: Range) => {
      const next = { from: toTime(chosen.from), to: toTime(chosen.to) };
      zoomTo(zoomed(next, whole, 1, (next.from + next.to) / 2, least), 'commit');
    },
    onPoint,
    onDrawn,
  });
  /** Of a point the interval that it is of; a gap is of none. */
  const bucketAt = (index: number | undefined): { series: 0; point: number } | undefined => {
    const bucket = index === undefined ? -1 : (rows.bucket[index] ?? -1);
    return bucket < 0 ? undefined : { series: 0, point: bucket };
  };
  const middleOf = (bucket: number | undefined): number | undefined =>
    bucket === undefined ? undefined : rows.x[rows.rowOf[bucket] ?? 0];
  const onKey = (key: string, atS: number | undefined): boolean => {
    const about = atS ?? (range.from + range.to) / 2;
    const next = zoomByKey(key, range, whole, about, least);
    if (next !== undefined) zoomTo(next);
    return next !== undefined;
  };
  const countAt = (i: number): string =>
    along === undefined ? '' : `${along.counted} ${saidNumber(along.at(middleOf(i) ?? 0))}\n`;
  const said = (i: number, channels: readonly string[]): string =>
    countAt(i) + bucketSaid(power, channels, i, bucketS, startedMs);
  const placeOf = (i: number, height: number): readonly [number, number] =>
    placeIn({ range: axisRange }, x[rows.rowOf[i] ?? 0] ?? 0, { width: width.current, height });
  const series: readonly ChartSeries[] = [shown, ...shown.map((channel) => [channel])].map((channels, n) => ({
    name: n === 0 ? 'all lines' : channelName(channels[0] ?? ''),
    count: power.fromS.length,
    point: (i) => ({ text: said(i, channels), at: placeOf(i, HEIGHT) }),
  }));
  const complete = { csv: `/runs/${run.id}/samples.csv`, json: `/runs/${run.id}/samples.json` };
  return (
    <>
      <ChartFrame
        id="power"
        title={`Power over ${along === undefined ? 'time' : `${along.counted}s`}`}
        sentence={powerSentence(run, power, zoom)}
        unit="W"
        source={`${methodsOf(run)}; components are those of the whole machine`}
        note={[
          bucketText({
            samples: run.samples,
            isRaw: isRaw(power),
            buckets: power.fromS.length,
            bucketS,
            isZoomed: zoom !== undefined,
          }),
          ...alongNotes(along, end),
        ].join('; ')}
        table={() => powerTable(power, shown, bucketS, along)}
        data={complete}
        series={series}
        draw={() => timeDrawing(plot, 'power', alongText)}
        onKey={(key, cursor) => onKey(key, middleOf(cursor?.point))}
        keyHint="+ and - zoom, 0 shows all, < and > go earlier and later"
        controls={
          <ZoomControls
            range={range}
            whole={whole}
            least={least}
            set={(next) => void zoomTo(next, 'commit')}
          />
        }
        legend={
          <>
            <AlongChoice timeline={timeline} along={along} />
            <ChannelToggles channels={power.channels} shown={shown} standard={standard} />
          </>
        }
      >
        {({ width: now, cursor, point }) => (
          <TimeSeries
            view={plot}
            width={(width.current = now)}
            height={HEIGHT}
            sync="run"
            stand={cursor === undefined ? undefined : rows.rowOf[cursor.point]}
            events={events(
              (i) => point(bucketAt(i)),
              () => marked(isCurrent),
            )}
          />
        )}
      </ChartFrame>
      <ChartFrame
        id="energy"
        title="Energy so far"
        sentence={`${zoom === undefined ? '' : 'In all, '}${energyWithBand(run.energy.wall.attributed)} at the wall came together in ${printDuration(run.durationS)}.`}
        unit="Wh, attributed, at the wall"
        source="summed from the power above"
        table={() => ({
          columns: [
            { title: 'Until', isNumber: true },
            { title: 'Energy so far', isNumber: true },
          ],
          rows: sums.map((joules, i) => [timeTick(power.toS[i] ?? 0, bucketS), printEnergy(joules)]),
          note: 'As drawn. The export has every sample.',
        })}
        data={complete}
        series={[
          {
            name: 'energy so far',
            count: sums.length,
            point: (i) => ({
              text: `${countAt(i)}until ${timeTick(power.toS[i] ?? 0, Math.min(bucketS, 60))}: ${printEnergy(sums[i] ?? null)}`,
              at: placeOf(i, ENERGY_HEIGHT),
            }),
          },
        ]}
        draw={() => timeDrawing(energyPlot, 'energy so far', alongText)}
        onKey={(key, cursor) => onKey(key, middleOf(cursor?.point))}
      >
        {({ width, cursor, point }) => (
          <TimeSeries
            view={energyPlot}
            width={width}
            height={ENERGY_HEIGHT}
            sync="run"
            stand={cursor === undefined ? undefined : rows.rowOf[cursor.point]}
            events={events(
              (i) => point(bucketAt(i)),
              () => undefined,
            )}
          />
        )}
      </ChartFrame>
      <BesidePart
        run={run}
        timeline={timeline}
        range={range}
        plot={{ toAxis, range: axisRange, isCount, along: alongText, events, onKey }}
      />
      {timeline !== undefined && timeline.total.stages > timeline.stages.length && (
        <p class="muted">
          {timeline.stages.length} of {timeline.total.stages} stretches of stages are in the background.
        </p>
      )}
    </>
  );
}

function same(seconds: number): number {
  return seconds;
}

/** What of the run an axis of steps or epochs leaves out. */
function alongNotes(along: Progress | undefined, end: number): readonly string[] {
  if (along === undefined) return [];
  const after = end - along.toS;
  return [
    ...(after > end / 200
      ? [`the last ${printDuration(after)}, after its last report, are not on this axis`]
      : []),
    ...(along.passedOver > 0 ? [`${along.passedOver} reports that went back are passed over`] : []),
  ];
}

function spansOf(
  timeline: TimelineAnswer | undefined,
  end: number,
  toAxis: (seconds: number) => number,
): readonly TimeSpan[] {
  return (timeline?.stages ?? []).map(({ name, fromS, toS, depth }) => ({
    name,
    from: toAxis(fromS),
    to: toAxis(toS ?? end),
    depth,
  }));
}

function powerSentence(run: RunRecord, power: PowerAnswer, zoom: Range | undefined): string {
  const [peak, mean] = [peakOf(power, 'attributed'), meanOf(power, 'attributed')];
  const where =
    zoom === undefined
      ? `Over ${printDuration(run.durationS)}`
      : `From ${timeTick(zoom.from, 1)} to ${timeTick(zoom.to, 1)}`;
  if (peak === undefined || mean === undefined) return `${where} the power of this run is not known.`;
  return `${where} the run drew ${printPower(mean)} on average and ${printPower(peak.watts)} at most, ${timeTick(peak.atS, 1)} after it began.`;
}

function methodsOf({ energy: { components } }: RunRecord): string {
  return (
    [...new Set(Object.values(components).map(({ method }) => method))].join(', ') || 'the run’s journal'
  );
}
