import { problem } from '../../errors.ts';
import type { Calendar, Month } from '../../report/budget/calendar.ts';
import { err, ok, type Result } from '../../result.ts';

/** The month that a text names, `2026-10`; this month without one. E_USAGE. */
export function monthAsked(calendar: Calendar, text: string | undefined, nowMs: number): Result<Month> {
  if (text === undefined) return ok(calendar.monthOf(nowMs));
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  // Before 1970 nothing was measured; of a year below 100 JavaScript makes one of the last century.
  if (year !== undefined && month !== undefined && Number(year) >= FIRST_YEAR)
    return ok(calendar.month(Number(year), Number(month)));
  return err(problem('E_USAGE', `--month ${text}: a month is asked for`, undefined, 'Write e.g. `2026-10`.'));
}

const FIRST_YEAR = 1970;
