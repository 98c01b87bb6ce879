import { parseDuration } from '../../units/quantity.ts';
import { type RowDimension, UNIT_WORDS } from './unit-words.ts';

const NUMBER =
  /^[~≈<>]?\s*([+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/i;

/** A number as a row writes it, with the factor of the unit that stood behind it. */
export interface RowNumber {
  readonly value: number;
  /** A unit of its own was written, so that of the key does not apply. */
  readonly hasUnit: boolean;
}

/**
 * Reads `1,082,990`, `3.3M`, `80 %`, `400 W`, `0.43 kg/kWh`, `3.3 days`; undefined where it is no number or the unit is of another kind.
 */
export function readNumber(value: unknown, dimension: RowDimension): RowNumber | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? { value, hasUnit: false } : undefined;
  if (typeof value !== 'string') return undefined;
  const clock = dimension === 'hours' ? clockHours(value.trim()) : undefined;
  if (clock !== undefined) return { value: clock, hasUnit: true };
  if (dimension === 'hours' && /\d\s*[dhm]\D*\d/i.test(value)) {
    const duration = parseDuration(value);
    if (duration.ok) return { value: duration.value / 3600, hasUnit: true };
  }
  const match = NUMBER.exec(value.normalize('NFKC').trim());
  if (match === null) return undefined;
  const number = Number((match[1] ?? '').replaceAll(/[,_]/g, ''));
  const unit = unitWord(match[2] ?? '');
  if (unit === '') return { value: number, hasUnit: false };
  const factor = UNIT_WORDS[dimension][unit];
  if (factor !== undefined) return { value: scaled(number, factor), hasUnit: true };
  // `1.46M` GPU hours, `3.9 M h`: a number of hours, still in the key's unit.
  const [first = '', ...rest] = unit.split('_');
  const big = UNIT_WORDS.number[first];
  if (big === undefined || dimension === 'number') return undefined;
  const inner = rest.length === 0 ? undefined : UNIT_WORDS[dimension][rest.join('_')];
  if (rest.length > 0 && inner === undefined) return undefined;
  return { value: number * big * (inner ?? 1), hasUnit: inner !== undefined };
}

/** A hundredth has no exact form; a division by a hundred gives the nearest number: 70 % is 0.7. */
export function scaled(value: number, factor: number): number {
  return factor === 0.01 ? value / 100 : value * factor;
}

/** `12:30:00` is twelve and a half hours; `h:mm` is not guessed apart from `mm:ss`. */
function clockHours(text: string): number | undefined {
  const match = /^(?:(\d+)-)?(\d+):([0-5]?\d):([0-5]?\d(?:\.\d+)?)$/.exec(text);
  if (match === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(days) * 24 + Number(hours) + Number(minutes) / 60 + Number(seconds) / 3600;
}

/** `kgCO2e/kWh` as a key would have it: `kgco2e_per_kwh`. */
function unitWord(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('₂', '2')
    .replaceAll('/', '_per_')
    .replaceAll(/[\s.·*-]+/g, '_')
    .replaceAll(/_+/g, '_')
    .replaceAll(/^_|_$/g, '');
}
