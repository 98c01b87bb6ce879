/** The numbers of an answer that a publication may print too. */
interface Answered {
  readonly kwh: number | null;
  readonly kgco2e: number | null;
  readonly kwhLow: number | null;
  readonly kwhHigh: number | null;
  readonly kgLow: number | null;
  readonly kgHigh: number | null;
}

/** kg of a pound. */
const POUND_KG = 0.45359237;
/** Difference that printed roundings explain, where the row names no tolerance; per cent. */
const TOLERANCE = 1;

/** What a row's `published` figures say against its answer: nothing where they agree. They are never computed with. */
export function againstPublished(
  published: unknown,
  tolerance: unknown,
  answer: Answered,
): readonly string[] {
  if (typeof published !== 'object' || published === null) return [];
  const figures = published as Readonly<Record<string, unknown>>;
  const within = typeof tolerance === 'number' ? tolerance : TOLERANCE;
  return [
    compared('kwh', figures['kwh'], answer.kwh, answer.kwhLow, answer.kwhHigh, within),
    compared('kgco2e', figures['kgco2e'], answer.kgco2e, answer.kgLow, answer.kgHigh, within),
    compared(
      'lbs',
      figures['lbs'],
      pounds(answer.kgco2e),
      pounds(answer.kgLow),
      pounds(answer.kgHigh),
      within,
    ),
  ].filter((note) => note !== undefined);
}

function pounds(kg: number | null): number | null {
  return kg === null ? null : kg / POUND_KG;
}

function compared(
  name: string,
  published: unknown,
  value: number | null,
  low: number | null,
  high: number | null,
  within: number,
): string | undefined {
  if (typeof published !== 'number' || published === 0 || value === null) return undefined;
  const percent = (value / published - 1) * 100;
  if (Math.abs(percent) <= Math.max(within, printedRounding(published)) + 1e-9) return undefined;
  const away = `${Number(Math.abs(percent).toPrecision(3))} % ${percent > 0 ? 'above' : 'below'} the published ${name} of ${published}`;
  if (low === null || high === null || low >= high) return `${away}: it does not reproduce from these inputs`;
  return `${away}, which lies ${published >= low && published <= high ? 'in' : 'outside of'} the interval`;
}

/** Half a unit of the last digit that a number prints, per cent of it: 15200 stands for 15150 to 15250. */
function printedRounding(published: number): number {
  const [digits = '', exponent = '0'] = published.toExponential().split('e');
  const decimals = (digits.split('.')[1] ?? '').length;
  return ((0.5 * 10 ** (Number(exponent) - decimals)) / Math.abs(published)) * 100;
}
