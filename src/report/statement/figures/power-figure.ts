import { area } from '../../chart/area.ts';
import type { Figure } from '../../chart/figure.ts';
import { componentRole } from '../../chart/palette.ts';
import { printPower } from '../../../units/format.ts';
import { printDuration } from '../../../units/format-duration.ts';

/** Power of a run over time, as the book tells it: W by channel, minima, maxima and means of each interval. */
export interface PowerHistory {
  readonly channels: readonly string[];
  readonly buckets: readonly {
    readonly fromS: number;
    readonly toS: number;
    readonly min: ArrayLike<number>;
    readonly max: ArrayLike<number>;
    readonly mean: ArrayLike<number>;
  }[];
}

/** Rows of the table twin; more are averaged. */
const TABLE_ROWS = 24;

/** The machine's power while one run lasted, its components stacked, and what of it was the run's. */
export function powerFigure({ channels, buckets }: PowerHistory): Figure | undefined {
  const parts = channels.flatMap((name, i) =>
    ['machine', 'attributed'].includes(name) ? [] : [{ name, i }],
  );
  const own = channels.indexOf('attributed');
  if (buckets.length === 0 || parts.length === 0) return undefined;
  const values = (i: number): readonly number[] => buckets.map(({ mean }) => mean[i] ?? Number.NaN);
  const kinds = [...new Set(parts.map(({ name }) => kindOf(name)))];
  const series = kinds.map((kind) => {
    const of = parts.filter(({ name }) => kindOf(name) === kind).map(({ i }) => values(i));
    return {
      name: kind,
      role: componentRole(kind),
      values: buckets.map((_, k) => of.reduce((sum, each) => sum + (each[k] ?? Number.NaN), 0)),
    };
  });
  const spans = buckets.map(({ fromS, toS }) => [fromS, toS] as const);
  const attributed = own < 0 ? [] : values(own);
  const known = attributed.filter((value) => Number.isFinite(value));
  const end = spans.at(-1)?.[1] ?? 0;
  const peak = Math.max(...known, 0);
  const saying = {
    title: 'Power over time',
    sentence:
      known.length === 0
        ? `The machine’s power over ${printDuration(end)}.`
        : `Over ${printDuration(end)} the run’s share at the wall was at most ${printPower(peak)}, as the mean of an interval.`,
  };
  return {
    id: 'power',
    ...saying,
    draw: (canvas) =>
      area(
        {
          spans,
          series,
          dimension: 'power',
          what: 'power',
          ...(own < 0 ? {} : { over: overOf(buckets, own) }),
        },
        saying,
        canvas,
      ),
    table: tableOf(spans, series, attributed),
    note: `${buckets.length} intervals of ${printDuration(end / Math.max(1, buckets.length))}; each step is the mean of its interval, an upright line its least and greatest. Areas are the components of the whole machine. All samples are in the journal of the run.`,
  };
}

function overOf(
  buckets: PowerHistory['buckets'],
  i: number,
): NonNullable<Parameters<typeof area>[0]['over']> {
  const read = (key: 'mean' | 'min' | 'max'): readonly number[] =>
    buckets.map((bucket) => bucket[key][i] ?? Number.NaN);
  return { name: 'the run’s part, at the wall', mean: read('mean'), low: read('min'), high: read('max') };
}

function kindOf(name: string): string {
  return name.startsWith('gpu') ? 'gpu' : name;
}

function tableOf(
  spans: readonly (readonly [number, number])[],
  series: readonly { readonly name: string; readonly values: readonly number[] }[],
  attributed: readonly number[],
): Figure['table'] {
  const step = Math.max(1, Math.ceil(spans.length / TABLE_ROWS));
  const starts = spans.flatMap((_, i) => (i % step === 0 ? [i] : []));
  const mean = (values: readonly number[], from: number): string => {
    const some = values.slice(from, from + step).filter((value) => Number.isFinite(value));
    return some.length === 0 ? '—' : printPower(some.reduce((sum, value) => sum + value, 0) / some.length);
  };
  return {
    columns: [
      { title: 'From', isNumber: true },
      ...series.map(({ name }) => ({ title: `Machine, ${name}`, isNumber: true })),
      { title: 'Run, at the wall', isNumber: true },
    ],
    rows: starts.map((i) => [
      printDuration(spans[i]?.[0] ?? 0),
      ...series.map(({ values }) => mean(values, i)),
      mean(attributed, i),
    ]),
    ...(step > 1 ? { note: `Means of ${step} intervals.` } : {}),
  };
}
