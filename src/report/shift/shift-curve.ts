import { linear, multiply, ratio, scale } from '../../units/arithmetic.ts';
import { DIMENSIONS } from '../../units/dimensions.ts';
import {
  type ErrorSources,
  type Estimate,
  estimate,
  type Spread,
  type WrittenEstimate,
  written,
} from '../../units/estimate.ts';

const HOUR_MS = 3_600_000;
const J_PER_KWH = DIMENSIONS.energy.units.kWh;

/** How far a start is shifted, h. */
export const MOST_SHIFT_H = 24;

/** The carbon intensity of an hour. */
export interface ShiftHour {
  /** g CO2e/kWh. */
  readonly gPerKwh: number;
  /** Relative standard deviation. */
  readonly sd: Spread;
  /** `measured`, `estimated`, `forecast`, `carried`. */
  readonly how: string;
}

/** What a run would have emitted, had it begun some hours earlier or later. */
export interface ShiftedStart {
  /** Hours by which it is shifted; negative is earlier. */
  readonly shiftH: number;
  /** The mean of its hours weighted by the run's energy, g CO2e/kWh; null where not all of them are known. */
  readonly gPerKwh: number | null;
  /** g CO2e, with the interval of energy and intensity. */
  readonly operational: WrittenEstimate | null;
  /** Against the start as it was; what both share in error cancels. Null where one of them is not known. */
  readonly ratio: WrittenEstimate | null;
  /** Hours of it whose intensity is not known. */
  readonly missing: number;
  /** What its figures are, e.g. `measured` and `forecast`. */
  readonly how: readonly string[];
}

/** What a shift is computed from. */
export interface ShiftFacts {
  /** When energy was used, by hour of the day (UTC, ms since 1970); only the parts of the whole matter. */
  readonly energy: readonly { readonly hourMs: number; readonly joules: number }[];
  /** Attributed energy of the facility, J. */
  readonly facility: Estimate;
  /** By their beginning, ms since 1970. */
  readonly hours: ReadonlyMap<number, ShiftHour>;
  /** Name of the error that all figures of the source share, e.g. `live:gb:GB`. */
  readonly error: string;
  /** Further errors of the intensity, e.g. that the zone is a guess. */
  readonly errors?: ErrorSources;
}

/** The same energy begun from a day earlier to a day later, hour by hour; the run's own course within its hours is kept. */
export function shiftCurve(facts: ShiftFacts): readonly ShiftedStart[] {
  const starts = Array.from({ length: 2 * MOST_SHIFT_H + 1 }, (_, i) => i - MOST_SHIFT_H);
  const carbon = starts.map((shiftH) => carbonAt(facts, shiftH));
  const own = carbon[MOST_SHIFT_H]?.estimate;
  return carbon.map(({ estimate: grams, ...rest }, i) => ({
    shiftH: starts[i] ?? 0,
    ...rest,
    operational: grams === undefined ? null : written(grams, 'g'),
    ratio:
      grams === undefined || own === undefined || (own.value ?? 0) <= 0
        ? null
        : written(ratio(grams, own), '1'),
  }));
}

function carbonAt(
  { energy, facility, hours, error, errors = {} }: ShiftFacts,
  shiftH: number,
): Pick<ShiftedStart, 'gPerKwh' | 'missing' | 'how'> & { readonly estimate?: Estimate } {
  const total = energy.reduce((sum, { joules }) => sum + joules, 0);
  const terms: (readonly [part: number, intensity: Estimate])[] = [];
  const how = new Set<string>();
  let missing = 0;
  for (const { hourMs, joules } of energy) {
    const known = hours.get(hourMs + shiftH * HOUR_MS);
    if (known === undefined) {
      missing++;
      continue;
    }
    how.add(known.how);
    const part = total > 0 ? joules / total : 1 / energy.length;
    terms.push([part, estimate(known.gPerKwh, { [error]: known.sd, ...errors })]);
  }
  const about = { missing, how: [...how] };
  if (missing > 0 || terms.length === 0) return { gPerKwh: null, ...about };
  const intensity = linear(terms);
  return {
    gPerKwh: intensity.value,
    ...about,
    estimate: multiply(scale(facility, 1 / J_PER_KWH), intensity),
  };
}
