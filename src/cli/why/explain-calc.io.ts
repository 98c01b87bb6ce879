import type { CalcResult } from '../../calc/calc-result.ts';
import type { Figure } from '../../calc/figure.ts';
import { problem } from '../../errors.ts';
import { shippedTables } from '../../report/why/constants.io.ts';
import { withNamedTables } from '../../report/why/named-tables.ts';
import { withSameSource } from '../../report/why/same-source.ts';
import { err, ok, type Result } from '../../result.ts';
import { computeCalcFrom } from '../calc/compute.io.ts';
import type { CliContext } from '../context.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';
import type { Explained } from './why-view.ts';

/** The lines of an estimate by the names that a run's figures have. */
const LINES: Readonly<Record<string, (result: CalcResult) => Figure | undefined>> = {
  energy: ({ energy }) => energy,
  co2: ({ carbon }) => carbon,
  market: ({ netCarbon }) => netCarbon,
  embodied: ({ embodied }) => embodied,
  water: ({ water }) => water,
  cost: ({ cost }) => cost,
  pue: ({ pue }) => pue,
  intensity: ({ intensity }) => intensity,
};

/** Lines that are told where none is named; energy stands in the chain of the carbon. */
const HEADLINE = ['co2', 'market', 'embodied', 'water', 'cost'] as const;

/**
 * The lines of an estimate with their chains.
 *
 * @param words behind `joulebook calc`.
 */
export function explainCalc(
  context: CliContext,
  words: readonly string[],
  fields: readonly string[],
): Result<readonly Explained[]> {
  const outcome = computeCalcFrom(context, words);
  if (!outcome.ok) return outcome;
  const { result } = outcome.value;
  const tables = shippedTables();
  const explained: Explained[] = [];
  for (const field of fields.length > 0 ? fields : headlineOf(result)) {
    const figure = Object.hasOwn(LINES, field) ? LINES[field]?.(result) : undefined;
    if (figure === undefined) return err(noLine(field));
    const tree = withSameSource(withNamedTables(figure.derivation, tables));
    explained.push({ field, tree, errors: figure.estimate.errors });
  }
  return ok(explained);
}

function headlineOf(result: CalcResult): readonly string[] {
  const told = HEADLINE.filter((field) => LINES[field]?.(result) !== undefined);
  return result.carbon === undefined ? ['energy', ...told] : told;
}

function noLine(field: string): ReturnType<typeof problem> {
  const names = Object.keys(LINES);
  const meant = didYouMeanText(field, names);
  const list = `An estimate has ${names.join(', ')}, as far as its options tell.`;
  return problem(
    'E_NOT_FOUND',
    `the estimate has no ${field}`,
    undefined,
    meant === undefined ? list : `${meant}\n${list}`,
  );
}
