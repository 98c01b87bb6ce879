import { Moment } from '../../model/value.ts';

const MOMENT =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/;
/** Python keeps so many digits of a second. */
const FRACTION_DIGITS = 6;

/** A date, or a date with a time, as YAML writes it; undefined where it is none, as on 30 February. */
export function moment(text: string): Moment | undefined {
  const match = MOMENT.exec(text);
  if (match === null) return undefined;
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour,
    minute = '',
    second = '',
    fraction = '',
    sign,
    zoneHours = '',
    zoneMinutes = '0',
  ] = match;
  const date = validDate(Number(year), Number(month), Number(day));
  if (date === undefined) return undefined;
  if (hour === undefined) return new Moment('date', dateText(date));
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const zone = zoneText(text, sign, Number(zoneHours), Number(zoneMinutes));
  if (zone === undefined) return undefined;
  const micros =
    Number(fraction.slice(0, FRACTION_DIGITS).padEnd(FRACTION_DIGITS, '0')) + roundedUp(fraction);
  date.setUTCHours(Number(hour), Number(minute), Number(second) + (micros === 1e6 ? 1 : 0));
  const rest = micros === 0 || micros === 1e6 ? '' : `.${`${micros}`.padStart(FRACTION_DIGITS, '0')}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return new Moment('datetime', `${dateText(date)} ${time}${rest}${zone}`);
}

function roundedUp(fraction: string): number {
  return Number(fraction[FRACTION_DIGITS] ?? '0') > 4 ? 1 : 0;
}

function validDate(year: number, month: number, day: number): Date | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const same =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && year > 0 ? date : undefined;
}

function dateText(date: Date): string {
  return `${`${date.getUTCFullYear()}`.padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

function two(n: number): string {
  return `${n}`.padStart(2, '0');
}

/** The distance to Greenwich; nothing where none is written, undefined where it is a day or more. */
function zoneText(
  text: string,
  sign: string | undefined,
  hours: number,
  minutes: number,
): string | undefined {
  if (sign === undefined) return text.endsWith('Z') ? '+00:00' : '';
  const total = hours * 60 + minutes;
  if (total >= 24 * 60) return undefined;
  const shownSign = total === 0 ? '+' : sign;
  return `${shownSign}${two(Math.floor(total / 60))}:${two(total % 60)}`;
}
