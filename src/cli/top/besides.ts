import { electricityCost, operationalCarbon, waterUsed } from '../../book/footprint.ts';
import { type Estimate, written, type WrittenEstimate } from '../../units/estimate.ts';
import { moneyOnCard, printCarbon, type PrintOptions, printWater } from '../../units/format.ts';
import type { Sourced } from '../../units/sourced.ts';
import type { Besides } from './reading.ts';

/** What energy at the wall, J, costs besides operational carbon, by the constants that are known. */
export function besidesOf(
  wall: Estimate,
  known: {
    readonly pue: Sourced | undefined;
    readonly market?: Sourced | undefined;
    readonly wue?: Sourced | undefined;
    readonly price?: { readonly per: Sourced; readonly currency: string } | undefined;
  },
): Besides {
  const { pue, market, wue, price } = known;
  return {
    ...(market === undefined ? {} : { market: operationalCarbon(wall, pue, market) }),
    ...(wue === undefined ? {} : { water: waterUsed(wall, wue) }),
    ...(price === undefined
      ? {}
      : { cost: { amount: electricityCost(wall, pue, price.per), currency: price.currency } }),
  };
}

/** As `joulebook.top/1` has it: g, L, and money whose unit is its currency. */
export function besidesJson({
  embodied,
  market,
  water,
  cost,
}: Besides): Readonly<Record<string, WrittenEstimate>> {
  return {
    ...(embodied === undefined ? {} : { embodied: written(embodied, 'g') }),
    ...(market === undefined ? {} : { market: written(market, 'g') }),
    ...(water === undefined ? {} : { water: written(water, 'L') }),
    ...(cost === undefined ? {} : { cost: written(cost.amount, cost.currency) }),
  };
}

/** In words, for a line about one run. */
export function besidesTexts(
  { embodied, market, water, cost }: Besides,
  print: PrintOptions,
): readonly string[] {
  return [
    ...(cost === undefined ? [] : [moneyOnCard(cost.amount, cost.currency, print)]),
    ...(water === undefined ? [] : [`water ${printWater(water, print)}`]),
    ...(market === undefined ? [] : [`market-based ${printCarbon(market, print)}`]),
    ...(embodied === undefined ? [] : [`embodied ${printCarbon(embodied, print)}`]),
  ];
}
