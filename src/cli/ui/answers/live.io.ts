import { wasteRules } from '../../../report/waste/rules.io.ts';
import { LiveService } from '../../../server/live/live-service.io.ts';
import { refused } from '../../../server/refusal.ts';
import type { Route } from '../../../server/route.ts';
import { successEnvelope } from '../../output/json-envelope.ts';
import type { Surroundings } from './surroundings.io.ts';

/** {@link liveRoutesOf} a service that begins with the first question. */
export function liveRoutes({ book, host, onFault }: Surroundings): readonly Route[] {
  let service: LiveService | undefined;
  return liveRoutesOf(() => (service ??= new LiveService(host, book, wasteRules(), onFault)));
}

/**
 * `/live?epoch=&since=`: the runs that live, with their power of the last five minutes; of those that are known already, what has changed. `/live/events`: what comes,
 * as server-sent events.
 */
export function liveRoutesOf(live: () => LiveService): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/live',
      answer: async ({ word }) => {
        const version = Number(word('since'));
        const epoch = word('epoch');
        const since = epoch === undefined || !Number.isSafeInteger(version) ? undefined : { epoch, version };
        const data = await live().answer(since);
        return { status: 200, body: successEnvelope('ui', data, live().problems) };
      },
    },
    {
      method: 'GET',
      path: '/live/events',
      answer: () => {
        const stream = live().events();
        if (stream !== undefined) return { status: 200, type: 'text/event-stream', body: stream };
        const { status, text } = refused('busy');
        return { status, body: text };
      },
    },
  ];
}
