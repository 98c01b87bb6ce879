import { statSync } from 'node:fs';
import type { Timeline } from '../../../book/timeline.ts';
import { readTimeline } from '../../../book/timeline.io.ts';
import type { Result } from '../../../result.ts';
import type { Route } from '../../../server/route.ts';
import { successEnvelope } from '../../output/json-envelope.ts';
import { failure } from '../failure.io.ts';
import { folderOf } from './run-id.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** As many are kept in memory: each was a pass over a whole journal. */
const MOST_KEPT = 16;

/** `/runs/:ref/timeline`: when its stages, epochs and metrics were. */
export function runTimelineRoutes(surroundings: Surroundings): readonly Route[] {
  const kept = new Map<string, Promise<Result<Timeline>>>();
  return [
    {
      method: 'GET',
      path: '/runs/:ref/timeline',
      answer: async (question) => {
        const folder = folderOf(surroundings, question.part('ref'));
        if (!folder.ok) return failure(folder.error);
        const { journal } = folder.value;
        const key = `${journal} ${sizeOf(journal)}`;
        const asked = kept.get(key) ?? readTimeline(journal);
        kept.delete(key);
        kept.set(key, asked);
        for (const old of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(old);
        const timeline = await asked;
        if (timeline.ok) return { status: 200, body: successEnvelope('ui', timeline.value, []) };
        kept.delete(key);
        return failure(timeline.error);
      },
    },
  ];
}

/** A journal only grows: one of the same length is the same. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
