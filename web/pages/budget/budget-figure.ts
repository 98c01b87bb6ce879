import { axisUnit } from '../../../src/report/chart/axis-unit.ts';
import type { Figure } from '../../../src/report/chart/figure.ts';
import { amountText } from '../../../src/report/budget/amount-text.ts';
import { burnDown, type BurnDownData } from '../../charts/burn-down/burn-down.ts';
import { shareText } from '../../../src/units/format-share.ts';
import type { BudgetData, KindData, MonthData } from './budget-data.ts';

const DAY_MS = 86_400_000;

/** A run that stands in the chart as a mark. */
export interface BudgetEvent {
  readonly id: string;
  readonly name: string;
  /** Days since the beginning of the month. */
  readonly day: number;
  readonly amount: number;
}

/** Runs below this part of the limit (or of what was used) are no events. */
const LARGE = 0.02;
const MOST_EVENTS = 8;

/** The runs that took most, where they took enough to be seen. */
export function eventsOf(
  kind: KindData,
  month: BudgetData['month'],
  largest: MonthData['largest'],
): readonly BudgetEvent[] {
  const whole = kind.limit ?? kind.spent.value;
  const fromMs = Date.parse(month.from);
  return largest
    .flatMap((run) => {
      const amount = run[kind.kind];
      const day = (Date.parse(run.startedAt) - fromMs) / DAY_MS;
      return amount === null || amount < LARGE * whole || !(day >= 0) ? [] : [{ ...run, amount, day }];
    })
    .toSorted((a, b) => b.amount - a.amount)
    .slice(0, MOST_EVENTS)
    .toSorted((a, b) => a.day - b.day);
}

/** What is left (without a limit: was used) at the end of each day that has begun; the last point is now. */
export function lineOf(kind: KindData, days: number, nowDay: number): BurnDownData['line'] {
  const from = kind.limit ?? 0;
  const sign = kind.limit === null ? 1 : -1;
  let used = 0;
  return [
    [0, from] as const,
    ...kind.days.map(({ spent }, i) => {
      used += spent;
      const isToday = i === kind.days.length - 1;
      return [isToday ? Math.min(days, Math.max(nowDay, i)) : i + 1, from + sign * used] as const;
    }),
  ];
}

/** Where the budget stands, in one sentence. */
export function standingSentence(kind: KindData, currency: string): string {
  const text = (amount: number): string => amountText(amount, kind.kind, { currency });
  const { limit, spent, forecast, state, passedOn } = kind;
  const coming =
    forecast === null
      ? 'Too few days are known to tell what the month comes to.'
      : `The month comes to ${text(forecast.value)} (${text(forecast.low)} to ${text(forecast.high)}) at this pace.`;
  if (limit === null) return `${text(spent.value)} used; no limit is set. ${coming}`;
  const used = `${text(spent.value)} of ${text(limit)} used, ${limit > 0 ? shareText(spent.value / limit) : 'all'}.`;
  const said = {
    passed: `It is used up. ${coming}`,
    passing: `${coming} It will be passed${passedOn === null ? '' : ` on ${passedOn}`}.`,
    within: `${coming} That is within it.`,
  }[state];
  return `${used} ${said}`;
}

/** A month of a budget as a figure. */
export function budgetFigure(
  kind: KindData,
  { month }: BudgetData,
  events: readonly BudgetEvent[],
  about: { readonly nowMs: number; readonly currency: string; readonly title: string },
): Figure {
  const { limit, forecast } = kind;
  const nowDay = (about.nowMs - Date.parse(month.from)) / DAY_MS;
  const line = lineOf(kind, month.days, nowDay);
  const largest = Math.max(limit ?? 0, kind.spent.value, forecast?.high ?? 0);
  const unit =
    kind.kind === 'cost'
      ? { symbol: about.currency, factor: 1 }
      : axisUnit(kind.kind === 'energy' ? 'energy' : 'mass', largest);
  const ends =
    forecast === null
      ? null
      : limit === null
        ? forecast
        : { value: limit - forecast.value, low: limit - forecast.low, high: limit - forecast.high };
  const scaled: BurnDownData = {
    limit: limit === null ? null : limit / unit.factor,
    days: month.days,
    line: line.map(([day, value]) => [day, value / unit.factor] as const),
    cone:
      ends === null
        ? null
        : {
            value: ends.value / unit.factor,
            low: ends.low / unit.factor,
            high: ends.high / unit.factor,
          },
    events: events.map(({ day }) => day),
    x: `day of ${month.key}`,
    y: `${limit === null ? 'used' : 'left'}, ${unit.symbol}${kind.kind === 'carbon' ? ' CO₂e' : ''}`,
  };
  const sentence = standingSentence(kind, about.currency);
  const text = (amount: number): string => amountText(amount, kind.kind, { currency: about.currency });
  return {
    id: `burn-${kind.kind}`,
    title: about.title,
    sentence,
    draw: (canvas) => burnDown(scaled, { title: about.title, sentence }, canvas),
    table: {
      columns: [
        { title: 'Day' },
        { title: 'Used', isNumber: true },
        { title: limit === null ? 'Used until then' : 'Left', isNumber: true },
        { title: 'Large runs that began' },
      ],
      rows: kind.days.map(({ date, spent }, i) => [
        date,
        text(spent),
        text(line[i + 1]?.[1] ?? 0),
        events
          .filter(({ day }) => Math.floor(day) === i)
          .map(({ name, amount }) => `${name} (${text(amount)})`)
          .join(', '),
      ]),
    },
    ...(events.length === 0 ? {} : { note: '▼ a run that took more than 2 % of it' }),
  };
}
