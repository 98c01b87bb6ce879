import type { MonthForecast } from '../../report/budget/month-forecast.ts';

/** What a burn-down shows, in one unit. */
export interface BurnDown {
  readonly limit: number;
  /** What each day that has begun came to, the last one today. */
  readonly byDay: readonly number[];
  /** Days of the month. */
  readonly days: number;
  /** What the month comes to; null where that is not foretold. */
  readonly forecast: MonthForecast | null;
}

/** How it is drawn: cells for each day, lines, and which characters. */
export interface BurnDownLook {
  readonly cells: number;
  readonly lines: number;
  readonly unicode: boolean;
}

interface Marks {
  readonly left: string;
  readonly sure: string;
  readonly maybe: string;
  readonly even: string;
}

const UNICODE: Marks = { left: '█', sure: '▒', maybe: '░', even: '·' };
const ASCII: Marks = { left: '#', sure: '=', maybe: '-', even: '.' };

/**
 * What is left of a budget, a column for each day: full until today, then as far as it will last surely and perhaps (the ends of the forecast's interval). Dots
 * go from the whole budget at the beginning to nothing at the end, evenly.
 */
export function burnDownLines(chart: BurnDown, { cells, lines, unicode }: BurnDownLook): readonly string[] {
  const marks = unicode ? UNICODE : ASCII;
  return Array.from({ length: lines }, (_, line) => {
    // The middle of the line, as a part of the budget.
    const level = (lines - line - 0.5) / lines;
    const columns = Array.from({ length: chart.days }, (_, day) => markAt(chart, day, level, lines, marks));
    return columns
      .map((mark) => mark.repeat(cells))
      .join('')
      .trimEnd();
  });
}

function markAt(chart: BurnDown, day: number, level: number, lines: number, marks: Marks): string {
  const { days } = chart;
  const { surely, perhaps, isPast } = leftAfter(chart, day);
  if (level < surely) return isPast ? marks.left : marks.sure;
  if (level < perhaps) return marks.maybe;
  const even = 1 - (day + 0.5) / days;
  return Math.abs(level - even) <= 0.5 / lines ? marks.even : ' ';
}

/** What is left after a day (0 is the first), as a part of the budget. */
function leftAfter(
  { limit, byDay, days, forecast }: BurnDown,
  day: number,
): { readonly surely: number; readonly perhaps: number; readonly isPast: boolean } {
  const spent = byDay.slice(0, day + 1).reduce((sum, one) => sum + one, 0);
  if (day < byDay.length) return { surely: 1 - spent / limit, perhaps: 1 - spent / limit, isPast: true };
  if (forecast === null) return { surely: 0, perhaps: 0, isPast: false };
  const part = (day + 1 - byDay.length) / (days - byDay.length);
  const at = (end: number): number => 1 - (spent + (end - spent) * part) / limit;
  return { surely: at(forecast.high), perhaps: at(forecast.low), isPast: false };
}
