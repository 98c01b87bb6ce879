import type { Usage } from '../study/outcome.ts';
import { J_PER_KWH } from '../../units/j-per-kwh.ts';

/** What a run has used and what turns that into carbon and money. */
export interface Rates {
  readonly energyJ: number;
  /** CO2e of that; null where it is not known. */
  readonly co2G: number | null;
  readonly pue: number | null | undefined;
  readonly price: { readonly perKwh: number } | undefined;
}

/** Energy of a part of a run with the carbon and the money that it causes, by the whole run's own ratio. */
export function priced(
  joules: number,
  { energyJ, co2G, pue, price }: Rates,
): Usage & { readonly joules: number } {
  return {
    joules,
    ...(co2G === null || energyJ <= 0 ? {} : { grams: (co2G / energyJ) * joules }),
    ...(price === undefined ? {} : { cost: ((joules * (pue ?? 1)) / J_PER_KWH) * price.perKwh }),
  };
}
