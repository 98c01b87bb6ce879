import type { SeriesClock } from './watt-series.ts';

/** How a column writes its times. */
export interface TimeForm {
  readonly clock: SeriesClock;
  /** Seconds; NaN where the cell holds no such time. */
  readonly secondsOf: (cell: string) => number;
}

const DAY_S = 86_400;
const STAMP =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
const GERMAN = /^(\d{1,2})\.(\d{1,2})\.(\d{4})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?$/;
/** Plain numbers from here on count from 1970: 2001 and later, in s, ms, µs, ns. */
const EPOCHS: readonly (readonly [from: number, perSecond: number])[] = [
  [1e18, 1e9],
  [1e15, 1e6],
  [1e12, 1e3],
  [1e9, 1],
];

/** The form of a column of times, from its first cell and the unit in its heading; undefined where it is none that is known. */
export function timeForm(cell: string, heading: string): TimeForm | undefined {
  const stamp = STAMP.exec(cell);
  if (stamp !== null) return { clock: stamp[8] === undefined ? 'local' : 'utc', secondsOf: stampS };
  if (GERMAN.test(cell)) return { clock: 'local', secondsOf: germanS };
  if (CLOCK.test(cell)) return { clock: 'time-of-day', secondsOf: clockS };
  const number = plain(cell);
  if (Number.isNaN(number)) return undefined;
  const epoch = EPOCHS.find(([from]) => number >= from);
  if (epoch !== undefined) return { clock: 'utc', secondsOf: (text) => plain(text) / epoch[1] };
  const perSecond = /\bms\b|_ms$|millis/i.test(heading) ? 1000 : 1;
  const perMinute = /\bmin(utes)?\b/i.test(heading) ? 60 : 1;
  return { clock: 'elapsed', secondsOf: (text) => (plain(text) / perSecond) * perMinute };
}

/** Seconds of a day's time that went past midnight since the time before. */
export function afterMidnight(secondsS: number, beforeS: number): number {
  const days = Math.floor(beforeS / DAY_S);
  const sameDay = days * DAY_S + secondsS;
  // More than half a day back is a new day; less is a clock that was set back.
  return beforeS - sameDay > DAY_S / 2 ? sameDay + DAY_S : sameDay;
}

function plain(cell: string): number {
  return /^\d+(?:[.,]\d*)?(?:e\+?\d+)?$/i.test(cell) ? Number(cell.replace(',', '.')) : Number.NaN;
}

function stampS(cell: string): number {
  const match = STAMP.exec(cell);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', part = '', zone = 'Z'] = match;
  const whole = Date.UTC(+(year ?? 0), +(month ?? 0) - 1, +(day ?? 0), +hour, +minute, +second) / 1000;
  return whole + fraction(part) - zoneS(zone);
}

function zoneS(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}

function germanS(cell: string): number {
  const match = GERMAN.exec(cell);
  if (match === null) return Number.NaN;
  const [, day, month, year, hour, minute, second = '0', part = ''] = match;
  return (
    Date.UTC(+(year ?? 0), +(month ?? 0) - 1, +(day ?? 0), +(hour ?? 0), +(minute ?? 0), +second) / 1000 +
    fraction(part)
  );
}

function clockS(cell: string): number {
  const match = CLOCK.exec(cell);
  if (match === null) return Number.NaN;
  return Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0) + fraction(match[4] ?? '');
}

function fraction(digits: string): number {
  return digits === '' ? 0 : Number(`0.${digits}`);
}
