import type { Problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import {
  parseDuration,
  parseEnergy,
  parseIntensity,
  parseMass,
  parsePower,
  parseVolume,
} from '../units/quantity.ts';
import {
  type Comparison,
  type Condition,
  fold,
  type Operand,
  type Pattern,
  type PatternPart,
} from './filter-ast.ts';
import type { FieldType } from './filter-fields.ts';
import { plainNumber } from './filter-match.ts';
import type { ValueSpan } from './filter-tokens.ts';

/** What a problem with a value says; the parser adds where. */
export type Complaint = Pick<Problem, 'what' | 'why' | 'fix'>;

/** A stretch of time from `from` up to, not including, `to`, ms since 1970; an instant where they agree. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
  /** It was written as so long ago: `-7d`. */
  readonly relative: boolean;
}

/** The pattern of a value: `*` and `?` outside quotes are wildcards. */
export function patternOf(value: ValueSpan): Pattern {
  return value.parts.flatMap(({ text, quoted }): PatternPart[] => {
    const pieces = quoted ? [text] : text.split(/([*?])/);
    return pieces
      .filter((piece) => piece !== '')
      .map((piece) => (!quoted && (piece === '*' || piece === '?') ? piece : { text: fold(piece) }));
  });
}

const ZERO = /^[+-]?0+(?:\.0*)?\s*[a-zµμ]*$/i;
const PARSERS = {
  energy: parseEnergy,
  mass: parseMass,
  duration: parseDuration,
  power: parsePower,
  volume: parseVolume,
  intensity: parseIntensity,
} as const;

/** A number of the field's dimension in its base unit: J, g, s, W. */
export function quantityOf(text: string, type: FieldType): Result<number, Complaint> {
  if (type in PARSERS) {
    const parsed = PARSERS[type as keyof typeof PARSERS](
      ZERO.test(text) ? text.replace(/0[0.]*/, '1') : text,
    );
    if (parsed.ok) return ok(ZERO.test(text) ? 0 : parsed.value);
    return ZERO.test(text) && plainNumber(text) !== undefined ? ok(0) : err(parsed.error);
  }
  const value = plainNumber(text);
  if (value !== undefined) return ok(value);
  return err({
    what: `"${text}" is no number`,
    why: 'This key is compared as a plain number.',
    fix: 'Write digits with a decimal point, e.g. `0.9` or `1e-3`.',
  });
}

const DATE =
  /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i;

/** Reads `2026-11-01`, `2026-11`, `2026`, `2026-11-01T12:30[:00][Z]`, `-7d`, `now`, `today`, `yesterday`; days are those of the local clock. */
export function timeOf(text: string, nowMs: number): Result<TimeSpan, Complaint> {
  const word = text.toLowerCase();
  const now = new Date(nowMs);
  const day = (offset: number): number =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset).getTime();
  if (word === 'now') return ok({ from: nowMs, to: nowMs, relative: false });
  if (word === 'today') return ok({ from: day(0), to: day(1), relative: false });
  if (word === 'yesterday') return ok({ from: day(-1), to: day(0), relative: false });
  if (word.startsWith('-')) {
    const ago = parseDuration(word.slice(1));
    const at = ago.ok ? nowMs - ago.value * 1000 : Number.NaN;
    if (/[a-z]/.test(word) && Number.isFinite(at)) return ok({ from: at, to: at, relative: true });
  }
  const match = DATE.exec(text);
  const span = match === null ? undefined : calendarSpan(match);
  if (span !== undefined) return ok({ ...span, relative: false });
  return err({
    what: `"${text}" is no time`,
    why: match === null ? undefined : 'There is no such day or hour.',
    fix: 'Write a date `2026-11-01`, a time `2026-11-01T12:30`, so long ago `-7d`, or `today`, `yesterday`.',
  } as Complaint);
}

function calendarSpan(match: RegExpExecArray): { from: number; to: number } | undefined {
  const [, year, month, date, hour, minute, second, zone] = match;
  const [y, mo, d] = [partOf(year, 0), partOf(month, 1), partOf(date, 1)];
  const [h, mi, s] = [partOf(hour, 0), partOf(minute, 0), partOf(second, 0)];
  const real = new Date(Date.UTC(y, mo - 1, d));
  if (real.getUTCMonth() !== mo - 1 || real.getUTCDate() !== d || h > 23 || mi > 59 || s > 59)
    return undefined;
  if (hour !== undefined) {
    const local = new Date(y, mo - 1, d, h, mi, s).getTime();
    const from = zone === undefined ? local : Date.UTC(y, mo - 1, d, h, mi, s) - offsetMs(zone);
    return { from, to: from + (second === undefined ? 60_000 : 1000) };
  }
  const from = new Date(y, mo - 1, d).getTime();
  if (date !== undefined) return { from, to: new Date(y, mo - 1, d + 1).getTime() };
  return { from, to: new Date(month === undefined ? y + 1 : y, month === undefined ? 0 : mo, 1).getTime() };
}

function offsetMs(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
}

/** How a time compares with a stretch: `>` is after its end, `>=` from its beginning, `=` within it; `=-7d` is "since". */
export function timeCondition(on: Operand, comparison: Comparison, span: TimeSpan): Condition {
  const compare = (how: Comparison, value: number): Condition => ({ op: 'compare', on, with: how, value });
  const instant = span.from === span.to;
  switch (comparison) {
    case '<':
      return compare('<', span.from);
    case '>=':
      return compare('>=', span.from);
    case '<=':
      return instant ? compare('<=', span.to) : compare('<', span.to);
    case '>':
      return instant ? compare('>', span.to) : compare('>=', span.to);
    default:
      if (span.relative) return compare('>=', span.from);
      if (instant) return compare('=', span.from);
      return { op: 'and', of: [compare('>=', span.from), compare('<', span.to)] };
  }
}

function partOf(text: string | undefined, least: number): number {
  return text === undefined ? least : Number(text);
}
