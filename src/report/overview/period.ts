import { timeOf } from '../../book/filter-values.ts';
import { err, ok, type Result } from '../../result.ts';
import { type Problem, problem } from '../../errors.ts';

/** A stretch of time up to, not including, its end, ms since 1970. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is looked at where nothing is said. */
export const DEFAULT_PERIOD = '-30d';

/** A time range as pages write it: `-30d` until now, or `2026-11-01..2026-11-08` with both days. An open end is now, an open beginning 30 days before the end. */
export function readPeriod(text: string, nowMs: number): Result<Period> {
  if (!text.includes('..')) {
    const since = timeOf(text, nowMs);
    if (since.ok && since.value.from < nowMs) return ok(dated(since.value.from, nowMs));
    return err(noRange(text));
  }
  const [first = '', last = ''] = text.split('..');
  const end = last === '' ? undefined : timeOf(last, nowMs);
  const start = first === '' ? undefined : timeOf(first, nowMs);
  if (end?.ok === false || start?.ok === false) return err(noRange(text));
  const toMs = end === undefined ? nowMs : end.value.to;
  const back = timeOf(DEFAULT_PERIOD, toMs);
  const fromMs = start === undefined ? (back.ok ? back.value.from : toMs) : start.value.from;
  return fromMs < toMs ? ok(dated(fromMs, toMs)) : err(noRange(text));
}

/** The last moment that a date can name, ms since 1970 (ECMA-262, time values). */
const LAST_MS = 8.64e15;

/** No run began before 1970, and a moment beyond the calendar cannot be shown as a day. */
function dated(fromMs: number, toMs: number): Period {
  return { fromMs: Math.max(0, fromMs), toMs: Math.min(toMs, LAST_MS) };
}

function noRange(text: string): Problem {
  return problem(
    'E_FILTER',
    `"${text}" is no time range`,
    undefined,
    'Write e.g. `-30d` or `2026-11-01..2026-11-08`.',
  );
}

/** As long, and just before. */
export function before({ fromMs, toMs }: Period): Period {
  return { fromMs: fromMs - (toMs - fromMs), toMs: fromMs };
}
