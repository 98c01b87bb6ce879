import { existsSync } from 'node:fs';
import { VERSION } from '../../../host/version.ts';
import type { Route } from '../../../server/route.ts';
import { successEnvelope } from '../../output/json-envelope.ts';
import type { Surroundings } from './surroundings.io.ts';

/** `/book`: which book this is, what it holds and what is wrong with it. */
export function bookRoutes({ book, host }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/book',
      answer: () => {
        const listing = book.list({ limit: 1 });
        const problems = listing.ok ? listing.value.problems : [listing.error];
        const data = {
          dir: book.dir,
          exists: existsSync(book.dir),
          version: VERSION,
          runs: listing.ok ? listing.value.total : 0,
          nowMs: host.clock.wallMs(),
        };
        return { status: 200, body: successEnvelope('ui', data, problems) };
      },
    },
  ];
}
