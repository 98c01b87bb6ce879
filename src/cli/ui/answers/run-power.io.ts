import { problem } from '../../../errors.ts';
import type { PowerSeries } from '../../../book/series-reader.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { Question, Route } from '../../../server/route.ts';
import { successEnvelope } from '../../output/json-envelope.ts';
import { failure } from '../failure.io.ts';
import { folderOf } from './run-id.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** More than a screen has pixels. */
const MOST_BUCKETS = 4000;
const DEFAULT_BUCKETS = 1600;
/** Buckets from which the energy before a range is added up. */
const BEFORE_BUCKETS = 2000;

/** `/runs/:ref/power?from=&to=&buckets=`: power over time as minima, maxima and means of intervals, by column; with `before` the energy before the range too. */
export function runPowerRoutes(surroundings: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/runs/:ref/power',
      answer: (question) => {
        const range = rangeOf(question);
        if (!range.ok) return failure(range.error);
        const folder = folderOf(surroundings, question.part('ref'));
        if (!folder.ok) return failure(folder.error);
        const { book } = surroundings;
        const series = book.power(folder.value.id, range.value);
        if (!series.ok) return failure(series.error);
        const { from = 0 } = range.value;
        const isWanted = question.word('before') !== undefined;
        const before =
          isWanted && from > 0
            ? book.power(folder.value.id, { to: from, buckets: BEFORE_BUCKETS })
            : undefined;
        const first = series.value.buckets[0]?.fromS ?? from;
        return {
          status: 200,
          body: successEnvelope(
            'ui',
            {
              ...inColumns(series.value),
              beforeJ:
                from > 0 && !isWanted ? null : before?.ok === true ? energyUntil(before.value, first) : 0,
            },
            [],
          ),
        };
      },
    },
  ];
}

/** A stretch of a run, s since it began, and how many intervals are wanted of it. */
export interface PowerRange {
  readonly from?: number;
  readonly to?: number;
  readonly buckets: number;
}

/** Reads `from`, `to` and `buckets` of a question. E_USAGE for what is no stretch. */
export function rangeOf({ word }: Question): Result<PowerRange> {
  const numbers: Record<string, number> = {};
  for (const name of ['from', 'to', 'buckets']) {
    const text = word(name);
    if (text === undefined) continue;
    const value = Number(text);
    if (!Number.isFinite(value))
      return err(
        problem('E_USAGE', `${name}=${text} is no number`, undefined, 'Give seconds since the run began.'),
      );
    numbers[name] = value;
  }
  const { from, to, buckets = DEFAULT_BUCKETS } = numbers;
  if (from !== undefined && to !== undefined && to <= from)
    return err(
      problem('E_USAGE', 'the range ends before it begins', undefined, 'Give from before to, in seconds.'),
    );
  return ok({
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    buckets: Math.min(Math.max(Math.round(buckets), 1), MOST_BUCKETS),
  });
}

function inColumns({ channels, buckets }: PowerSeries): object {
  const columns = (key: 'min' | 'max' | 'mean'): readonly (readonly (number | null)[])[] =>
    channels.map((_, c) => buckets.map((bucket) => short(bucket[key][c])));
  return {
    channels,
    fromS: buckets.map(({ fromS }) => rounded(fromS)),
    toS: buckets.map(({ toS }) => rounded(toS)),
    min: columns('min'),
    max: columns('max'),
    mean: columns('mean'),
  };
}

/** Six digits: a series has no more, and an answer of these is half as long. */
function short(value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value)) return null;
  if (Math.abs(value) >= 1) return Math.round(value * 1e3) / 1e3;
  return value === 0 || Math.abs(value) >= 1e-3
    ? Math.round(value * 1e9) / 1e9
    : Number(value.toPrecision(6));
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

/** The run's energy until a time, J. */
function energyUntil({ channels, buckets }: PowerSeries, until: number): number {
  const own = channels.indexOf('attributed');
  let sum = 0;
  for (const { fromS, toS, mean } of buckets) {
    const watts = mean[own] ?? 0;
    if (Number.isFinite(watts)) sum += watts * Math.max(0, Math.min(toS, until) - fromS);
  }
  return sum;
}
