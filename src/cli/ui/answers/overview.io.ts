import type { Problem } from '../../../errors.ts';
import { countedBesideSample } from '../../../book/sample-runs.ts';
import { ok } from '../../../result.ts';
import type { Reply, Route } from '../../../server/route.ts';
import { calendarOf } from '../../budget/calendar-of.ts';
import { errorEnvelope, successEnvelope } from '../../output/json-envelope.ts';
import { overviewOf } from '../../../report/overview/overview.ts';
import { DEFAULT_PERIOD, readPeriod } from '../../../report/overview/period.ts';
import type { Surroundings } from './surroundings.io.ts';

/** `/overview?filter=&t=`: what a stretch of time used by day and component, and the stretch before it. Days are those of the budget's clock. */
export function overviewRoutes({ book, rows, host, context }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/overview',
      answer: ({ word }) => {
        const calendar = calendarOf(context.config);
        if (!calendar.ok) return failed(calendar.error);
        const nowMs = host.clock.wallMs();
        const period = readPeriod(word('t') ?? DEFAULT_PERIOD, nowMs);
        if (!period.ok) return failed(period.error);
        const filter = word('filter') ?? '';
        const listing = filter === '' ? ok(rows.all()) : book.list({ filter, forTotal: true });
        if (!listing.ok) return failed(listing.error);
        const counted = filter === '' ? countedBesideSample(listing.value.rows) : listing.value.rows;
        const overview = overviewOf(counted, period.value, calendar.value, nowMs);
        return { status: 200, body: successEnvelope('ui', overview, listing.value.problems) };
      },
    },
  ];
}

function failed(why: Problem): Reply {
  return { status: 400, body: errorEnvelope('ui', why, []) };
}
