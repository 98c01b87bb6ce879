import type { Route } from '../../../server/route.ts';
import { monthAsked } from '../../budget/month-asked.ts';
import { bookMonth } from '../../budget/budget-facts.io.ts';
import { calendarOf } from '../../budget/calendar-of.ts';
import { monthBreakdown } from '../../budget/month-breakdown.ts';
import { readSettings } from '../../config/read-settings.io.ts';
import { errorEnvelope, successEnvelope } from '../../output/json-envelope.ts';
import { currencyOf } from '../../run/price-of.ts';
import { askCommand } from '../ask-command.io.ts';
import { replyOf } from '../reply-of.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/**
 * `/budget?month=&project=`: as `joulebook budget --json`. `/budget/month?month=&project=`: what the month is made of: its projects, its largest runs, and what the
 * next run of each command may take.
 */
export function budgetRoutes({ book, host, bookWords }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/budget',
      answer: async ({ word }) => {
        const words = ['month', 'project'].flatMap((name) => {
          const value = word(name);
          return value === undefined ? [] : [`--${name}=${value}`];
        });
        return replyOf(await askCommand(host, 'budget', [...bookWords, ...words]));
      },
    },
    {
      method: 'GET',
      path: '/budget/month',
      answer: async ({ word }) => {
        const settings = await readSettings(host);
        const calendar = calendarOf(settings);
        if (!calendar.ok) return { status: 400, body: errorEnvelope('ui', calendar.error, []) };
        const nowMs = host.clock.wallMs();
        const month = monthAsked(calendar.value, word('month'), nowMs);
        if (!month.ok) return { status: 400, body: errorEnvelope('ui', month.error, []) };
        const currency = currencyOf({ config: settings });
        const facts = bookMonth(book, calendar.value, month.value, nowMs, currency);
        const data = { currency, ...monthBreakdown(facts, word('project') ?? null) };
        return { status: 200, body: successEnvelope('ui', data, []) };
      },
    },
  ];
}
