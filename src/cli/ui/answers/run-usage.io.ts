import { statSync } from 'node:fs';
import { readUsage } from '../../../book/usage-series.io.ts';
import { USAGE_CHANNELS, type UsageSeries, usageIn } from '../../../book/usage-series.ts';
import type { Result } from '../../../result.ts';
import type { Route } from '../../../server/route.ts';
import { successEnvelope } from '../../output/json-envelope.ts';
import { failure } from '../failure.io.ts';
import { folderOf } from './run-id.io.ts';
import { rangeOf } from './run-power.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** Each took a pass over a whole journal, and holds up to some ten megabytes. */
const MOST_KEPT = 4;

/** `/runs/:ref/usage?from=&to=&buckets=`: how busy the machine was, as minima, maxima and means of intervals, by column. */
export function runUsageRoutes(surroundings: Surroundings): readonly Route[] {
  const kept = new Map<string, Promise<Result<UsageSeries>>>();
  return [
    {
      method: 'GET',
      path: '/runs/:ref/usage',
      answer: async (question) => {
        const range = rangeOf(question);
        if (!range.ok) return failure(range.error);
        const folder = folderOf(surroundings, question.part('ref'));
        if (!folder.ok) return failure(folder.error);
        const { journal } = folder.value;
        const size = statSync(journal, { throwIfNoEntry: false })?.size ?? 0; // a journal only grows
        const key = `${journal} ${size}`;
        const asked = kept.get(key) ?? readUsage(journal);
        kept.delete(key);
        kept.set(key, asked);
        for (const old of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(old);
        const series = await asked;
        if (!series.ok) {
          kept.delete(key);
          return failure(series.error);
        }
        const { buckets: most, ...stretch } = range.value;
        const { buckets, perBucket } = usageIn(series.value, { ...stretch, most });
        const columns = (what: 'min' | 'max' | 'mean'): readonly (readonly (number | null)[])[] =>
          USAGE_CHANNELS.map((_, c) => buckets.map((bucket) => shortened(bucket[what][c])));
        const data = {
          channels: USAGE_CHANNELS,
          samples: series.value.samples,
          perBucket,
          fromS: buckets.map(({ fromS }) => shortened(fromS)),
          toS: buckets.map(({ toS }) => shortened(toS)),
          min: columns('min'),
          max: columns('max'),
          mean: columns('mean'),
        };
        return { status: 200, body: successEnvelope('ui', data, []) };
      },
    },
  ];
}

function shortened(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Math.round(value * 1e6) / 1e6;
}
