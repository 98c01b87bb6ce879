import type { RunRecord } from '../../../../src/book/run-record.ts';
import type { AxisUnit } from '../../../../src/report/chart/axis-unit.ts';
import { saidNumber } from '../../../../src/report/statement/said.ts';
import { co2e, intensityWithBand, printIntensity } from '../../../../src/units/format.ts';
import type { CompleteData } from '../../../charts/frame/chart-data.ts';
import type { TimeLine } from '../../../charts/time-series/time-plot.ts';
import { byteText } from '../../../parts/byte-text.ts';
import type { PowerAnswer, TimelineAnswer } from './power-answer.ts';
import { atRows, meanOf, powerRows } from './power-rows.ts';

/** The answer of `/runs/ID/usage`: laid out as power is. */
export interface UsageAnswer extends Omit<PowerAnswer, 'beforeJ'> {
  readonly samples: number;
  readonly perBucket: number;
}

/** What can be shown beside the power. */
export interface BesideChoice {
  /** Stands in the address as `y`. */
  readonly key: string;
  readonly label: string;
}

/** What is drawn beside the power, over the run's time. */
export interface Beside {
  readonly title: string;
  readonly sentence: string;
  /** For the frame. */
  readonly unit: string;
  readonly source: string;
  readonly note?: string;
  /** Seconds since the run began. */
  readonly x: readonly number[];
  readonly lines: readonly TimeLine[];
  readonly axis: AxisUnit;
  readonly isFitted: boolean;
  readonly print: (value: number) => string;
  readonly data: CompleteData;
}

const METRIC = 'metric:';
const MOST_METRICS = 200;
const PLAIN: AxisUnit = { symbol: '', factor: 1 };

/** What this run has to be shown: what its samples tell of the machine, the grid's intensity, and its metrics. */
export function besideChoices(run: RunRecord, timeline: TimelineAnswer | undefined): readonly BesideChoice[] {
  const metrics = new Set((timeline?.metrics ?? []).flatMap(({ values }) => Object.keys(values)));
  return [
    ...(run.samples > 0
      ? [
          { key: 'cpu', label: 'CPU use' },
          { key: 'memory', label: 'memory' },
        ]
      : []),
    ...(run.carbon.intensity?.value == null ? [] : [{ key: 'grid', label: 'carbon intensity' }]),
    ...[...metrics]
      .slice(0, MOST_METRICS)
      .map((name) => ({ key: `${METRIC}${name}`, label: `metric ${name.slice(0, 60)}` })),
  ];
}

/** Whether it is read from the run's samples. */
export function needsUsage(key: string | undefined): boolean {
  return key === 'cpu' || key === 'memory';
}

/** What a choice shows; undefined where it is none, or what it needs is not there. */
export function besideOf(
  key: string | undefined,
  run: RunRecord,
  timeline: TimelineAnswer | undefined,
  usage: UsageAnswer | undefined,
): Beside | undefined {
  if (key === 'grid') return gridOf(run);
  if (key?.startsWith(METRIC) === true) return metricOf(key.slice(METRIC.length), run, timeline);
  if (usage === undefined || !needsUsage(key)) return undefined;
  return key === 'cpu' ? cpuOf(run, usage) : memoryOf(run, usage);
}

function cpuOf(run: RunRecord, usage: UsageAnswer): Beside {
  const threads = run.machine?.threads ?? undefined;
  const [own, all] = [meanOf(usage, 'run_cpus'), meanOf(usage, 'machine_cpus')];
  const print = (value: number): string => `${saidNumber(value)} CPUs`;
  return {
    ...ofUsage(run, usage, [
      ['run_cpus', { name: 'this run', colour: 'ink', width: 2 }],
      ['machine_cpus', { name: 'whole machine', colour: 'cpu', dash: [6, 4] }],
    ]),
    title: 'CPU use',
    sentence:
      own === undefined
        ? 'How busy the CPUs were is not known.'
        : `The run kept ${saidNumber(own)}${threads == null ? '' : ` of ${threads}`} CPUs busy on average${all === undefined ? '' : `, the whole machine ${saidNumber(all)}`}.`,
    unit: 'CPUs busy (CPU seconds per second)',
    axis: { symbol: 'CPUs', factor: 1 },
    print,
  };
}

function memoryOf(run: RunRecord, usage: UsageAnswer): Beside {
  const most = Math.max(...(usage.max[usage.channels.indexOf('memory_bytes')] ?? []).map((one) => one ?? 0));
  const [, symbol = 'B'] = byteText(most).split(' ');
  return {
    ...ofUsage(run, usage, [['memory_bytes', { name: 'this run', colour: 'ram', width: 2 }]]),
    title: 'Memory',
    sentence:
      most > 0 ? `Its processes held ${byteText(most)} at most.` : 'How much memory it held is not known.',
    unit: `${symbol}, resident memory of the run’s processes`,
    axis: { symbol, factor: 1000 ** Math.max(0, ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].indexOf(symbol)) },
    print: byteText,
  };
}

function ofUsage(
  { id }: RunRecord,
  usage: UsageAnswer,
  shown: readonly (readonly [channel: string, look: Pick<TimeLine, 'name' | 'colour' | 'dash' | 'width'>])[],
): Pick<Beside, 'x' | 'lines' | 'isFitted' | 'data' | 'source' | 'note'> {
  const rows = powerRows(usage);
  const { samples, perBucket } = usage;
  return {
    x: rows.x,
    lines: shown.map(([channel, look]) => {
      const column = (key: 'min' | 'max' | 'mean') =>
        atRows(rows, usage[key][usage.channels.indexOf(channel)] ?? []);
      return { ...look, mean: column('mean'), min: column('min'), max: column('max') };
    }),
    isFitted: false,
    source: 'the samples of the run',
    ...(perBucket > 1
      ? { note: `${samples} samples in the run; buckets of ${perBucket}: min, max, mean` }
      : {}),
    data: { csv: `/runs/${id}/usage.csv`, json: `/runs/${id}/usage.json` },
  };
}

function metricOf(name: string, { id }: RunRecord, timeline: TimelineAnswer | undefined): Beside | undefined {
  const points = (timeline?.metrics ?? []).flatMap(({ atS, values }) => {
    const value = values[name];
    return value === undefined || !Number.isFinite(value) ? [] : [[atS, value] as const];
  });
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || timeline === undefined) return undefined;
  const isThinned = timeline.total.metrics > timeline.metrics.length;
  return {
    title: `Metric ${name.slice(0, 60)}`,
    sentence: `From ${saidNumber(first[1])} to ${saidNumber(last[1])} in ${points.length} reports.`,
    unit: `${name.slice(0, 60)}, as the run reported it`,
    source: 'metrics that the run reported',
    ...(isThinned ? { note: 'Not every report is drawn; the export has all' } : {}),
    x: points.map(([atS]) => atS),
    lines: [
      { name: name.slice(0, 60), colour: 'embodied', width: 2, mean: points.map(([, value]) => value) },
    ],
    axis: PLAIN,
    isFitted: true,
    print: saidNumber,
    data: { csv: `/runs/${id}/metrics.csv`, json: `/runs/${id}/metrics.json` },
  };
}

function gridOf({ startedAt, durationS, carbon: { intensity, hourly } }: RunRecord): Beside | undefined {
  if (intensity?.value == null) return undefined;
  const startedMs = Date.parse(startedAt);
  const hours = (hourly ?? []).flatMap(({ hour, gPerKwh, how, source }) => {
    const fromS = (Date.parse(hour) - startedMs) / 1000;
    const [from, to] = [Math.max(0, fromS), Math.min(durationS, fromS + 3600)];
    return gPerKwh === null || !(to > from) ? [] : [{ hour, from, to, gPerKwh, how, source }];
  });
  const isHourly = hours.length > 0;
  const flat = [0, 1].map(() => intensity.value);
  return {
    title: 'Carbon intensity',
    sentence: isHourly
      ? `${intensityWithBand(intensity)} over the run, hour by hour as its source told it.`
      : `${intensityWithBand(intensity)}: a yearly mean, the same at every hour; the band holds the spread over the year.`,
    unit: `g ${co2e()}/kWh, ${intensity.basis}`,
    source: intensity.source,
    x: isHourly ? hours.flatMap(({ from, to }) => [from, to]) : [0, durationS],
    lines: [
      {
        name: intensity.zoneName,
        colour: 'overhead',
        width: 2,
        mean: isHourly ? hours.flatMap(({ gPerKwh }) => [gPerKwh, gPerKwh]) : flat,
        ...(isHourly ? {} : { min: flat.map(() => intensity.low), max: flat.map(() => intensity.high) }),
      },
    ],
    axis: { symbol: 'g/kWh', factor: 1 },
    isFitted: false,
    print: (value) => printIntensity(value),
    data: {
      columns: ['from_s', 'to_s', 'g_per_kwh', 'how', 'source'],
      rows: () =>
        isHourly
          ? hours.map(({ from, to, gPerKwh, how, source }) => [from, to, gPerKwh, how, source])
          : [[0, durationS, intensity.value, 'yearly', intensity.source]],
    },
  };
}
