/** A time as a file writes it. */
export interface WrittenTime {
  /** ms since 1970, UTC; a text without a zone is taken for this machine's local time. */
  readonly ms: number;
  /** The same with a text without a zone taken for UTC: the same on every machine. */
  readonly fixedMs: number;
  readonly hasZone: boolean;
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/;
/** As spreadsheets of many countries rewrite it; with slashes day and month could be exchanged, so those are not read. */
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{1,2}):(\d\d)(?::(\d\d))?)?$/;

/** No experiment was tracked before; such a year is that of a damaged text, and below 100 JavaScript takes it for another. */
const FIRST_YEAR = 1970;

/**
 * Reads a time: ISO 8601 with or without a zone, or `31.12.2024 23:59`. Undefined for anything else, for days that do not exist, and before 1970.
 *
 * @example
 * timeOf('2024-05-01T10:00:00Z')?.ms // 1714557600000
 */
export function timeOf(text: string): WrittenTime | undefined {
  if (text !== latest.text) latest = { text, time: readTime(text) };
  return latest.time;
}

/** A row is asked for its time again and again, and finding this machine's zone is dear. */
let latest: { readonly text: string; readonly time: WrittenTime | undefined } = { text: '', time: undefined };

function readTime(text: string): WrittenTime | undefined {
  const plain = text.trim();
  const iso = ISO.exec(plain);
  if (iso !== null) {
    const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = iso;
    const ms = Number(`0.${fraction}`) * 1000;
    return build([year, month, day, hour, minute, second].map(Number), ms, zone);
  }
  const dotted = DOTTED.exec(plain);
  if (dotted === null) return undefined;
  const [, day, month, year, hour = '0', minute = '0', second = '0'] = dotted;
  return build([year, month, day, hour, minute, second].map(Number), 0, undefined);
}

function build(parts: readonly number[], ms: number, zone: string | undefined): WrittenTime | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (year < FIRST_YEAR) return undefined;
  const fixed = Date.UTC(year, month - 1, day, hour, minute, second);
  const exists = new Date(fixed).getUTCDate() === day && hour < 24 && minute < 60 && second < 61;
  if (!exists || Number.isNaN(fixed)) return undefined;
  const fixedMs = Math.floor(fixed + ms);
  if (zone === undefined) {
    return {
      ms: Math.floor(new Date(year, month - 1, day, hour, minute, second).getTime() + ms),
      fixedMs,
      hasZone: false,
    };
  }
  const atUtc = fixedMs - offsetMs(zone);
  return { ms: atUtc, fixedMs: atUtc, hasZone: true };
}

function offsetMs(zone: string): number {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
}

/** A time as records have it, ISO 8601 in UTC; empty where there is no such time: a damaged number, a year of five digits. */
export function isoOf(ms: number): string {
  return ms >= FIRST_MS && ms <= LAST_MS ? new Date(ms).toISOString() : '';
}

/** A run that is tracked from 1970 on may have begun before. */
const FIRST_MS = Date.UTC(1800, 0);
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
