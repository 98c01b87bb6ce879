import { carbonWithBand, co2e, energyWithBand, missing, quantityOnCard } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { Summed } from './sums.ts';
import type { CarbonOfKind, Totals } from './totals.ts';

/** Energy with its band, and of how many runs it is not known. */
export function saidEnergy({ total, without }: Summed): string {
  return `${energyWithBand(total)}${withoutText(without)}`;
}

/** Carbon with its band and the name of what it is. */
export function saidCarbon({ total, without }: Summed): string {
  const text = carbonWithBand(total);
  return `${text}${text === missing() ? '' : ` ${co2e()}`}${withoutText(without)}`;
}

/** One estimate of carbon. */
export function saidGrams(grams: WrittenEstimate): string {
  return saidCarbon({ total: grams, without: 0 });
}

/** Operational carbon: a figure for each kind, for kinds do not add up. */
export function saidOperational({ operational }: Totals): string {
  if (operational.length === 0) return missing();
  return operational
    .map((kind) => {
      if (kind.without === kind.runs) return `not known of ${runsText(kind.runs)}`;
      return `${saidCarbon(kind)}${operational.length > 1 ? ` (${kindText(kind)}, ${runsText(kind.runs)})` : ''}`;
    })
    .join(' and ');
}

/** What a kind of carbon counts. */
export function kindText({ basis, boundary }: Pick<CarbonOfKind, 'basis' | 'boundary'>): string {
  return basis === 'unknown'
    ? 'kind not recorded'
    : basis === 'given'
      ? 'by a given intensity'
      : `${basis}, ${boundary}`;
}

/** Number of runs in words. */
export function runsText(count: number): string {
  return count === 1 ? '1 run' : `${count} runs`;
}

/** A time on the clock, and as hours where it is long. */
export function saidTime(seconds: number): string {
  return printDuration(seconds);
}

/** Accelerator-hours and the like: `12.4 h`. */
export function saidHours(seconds: number): string {
  return quantityOnCard(seconds / SECONDS_PER_HOUR, 'h');
}

const SECONDS_PER_HOUR = 3600;

/** A moment in UTC, to the minute. */
export function saidMoment(iso: string | null): string {
  return iso === null ? missing() : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** From when to when: to the second within an hour, and one date where it is one day. */
export function saidPeriod(from: string | null, to: string | null): string {
  if (from === null || to === null) return `from ${saidMoment(from)}`;
  const isShort = Date.parse(to) - Date.parse(from) < SECONDS_PER_HOUR * 1000;
  const time = (iso: string): string => iso.slice(11, isShort ? 19 : 16);
  if (from.slice(0, 10) === to.slice(0, 10)) return `${from.slice(0, 10)}, ${time(from)} to ${time(to)} UTC`;
  return `${from.slice(0, 10)} ${time(from)} to ${to.slice(0, 10)} ${time(to)} UTC`;
}

/** A part of a whole in per cent, which is never all or nothing where it is not. */
export function saidPart(fraction: number): string {
  const percent = Math.round(100 * fraction);
  if (percent >= 100 && fraction < 1) return 'more than 99 %';
  if (percent === 0 && fraction > 0) return 'less than 1 %';
  return `${percent} %`;
}

/** A number as people read it. */
export function saidNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value)
    : String(Number(value.toPrecision(4)));
}

function withoutText(without: number): string {
  return without === 0 ? '' : ` (not known of ${runsText(without)})`;
}
