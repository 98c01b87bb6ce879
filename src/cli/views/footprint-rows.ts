import { footprintIn } from '../../book/footprint-in-scope.ts';
import type { Scope } from '../../book/journal-event.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { carbonOnCard, co2e, moneyOnCard, waterOnCard } from '../../units/format.ts';
import { factLines } from './fact-lines.ts';
import {
  carbonFacts,
  costFacts,
  embodiedFacts,
  type FactOptions,
  marginalFacts,
  marketFacts,
  waterFacts,
} from './footprint-facts.ts';
import { type Look, printOptions } from './look.ts';

/** A label and the lines beside it. */
export type LabelledRow = readonly [label: string, ...lines: string[]];

/**
 * What a run has cost besides joules, a row for each kind, for they do not add up: operational carbon, market-based and marginal carbon beside it,
 * embodied carbon, water, money. What is not known has no row; the carbon's says why.
 *
 * @param width cells that a line has beside its label.
 */
export function footprintRows(
  record: RunRecord,
  scope: Scope,
  width: number,
  look: Look,
  facts: Pick<FactOptions, 'full'> = {},
): readonly LabelledRow[] {
  const print = { ...printOptions(look), ...facts };
  const { operational, market, water, cost } = footprintIn(record, scope);
  const row = (label: string, figure: string, facts: readonly string[]): LabelledRow => [
    label,
    ...factLines(figure, facts, width),
  ];
  const grams = (value: typeof operational): string => `${carbonOnCard(value, print)} ${co2e(print)}`;
  const { embodied, marginal } = record.carbon;
  return [
    row('Carbon', grams(operational), carbonFacts(record, print)),
    ...(market === undefined || record.carbon.market === undefined
      ? []
      : [row('Market', grams(market), marketFacts(record.carbon.market, print))]),
    ...(marginal === undefined
      ? []
      : [row('Marginal', grams(marginal.emissions), marginalFacts(marginal, print))]),
    ...(isKnown(embodied) && record.parentId === undefined
      ? [row('Embodied', grams(embodied), embodiedFacts(record.carbon, print))]
      : []),
    ...(water === undefined || record.water === undefined || !isKnown(water)
      ? []
      : [row('Water', waterOnCard(water, print), waterFacts(record.water, print))]),
    ...(cost === undefined || record.cost === undefined || !isKnown(cost)
      ? []
      : [row('Cost', moneyOnCard(cost, cost.unit, print), costFacts(record.cost, print))]),
  ];
}

function isKnown({ value, high }: { readonly value: number | null; readonly high: number | null }): boolean {
  return value !== null || high !== null;
}
