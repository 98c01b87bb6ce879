import type { RunSession } from '../../run/session.io.ts';
import type { Usage } from '../study/outcome.ts';

/** Joules of a kilowatt-hour. */
const J_PER_KWH = 3_600_000;

/** Energy of a part of a run with the carbon and the money that it causes, by the whole run's own ratio. */
export function priced(
  root: RunSession,
  price: { readonly perKwh: number } | undefined,
  joules: number,
): Usage & { readonly joules: number } {
  const { energyJ, co2G } = root.spent();
  const pue = root.reducer.machine?.pue.value ?? 1;
  return {
    joules,
    ...(co2G === null || energyJ <= 0 ? {} : { grams: (co2G / energyJ) * joules }),
    ...(price === undefined ? {} : { cost: ((joules * pue) / J_PER_KWH) * price.perKwh }),
  };
}
