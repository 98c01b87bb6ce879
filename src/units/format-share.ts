/**
 * A part of a whole as per cent: below ten one decimal, what is not nothing never 0 %. The space before the sign stands in sentences, tables and pages; where the
 * terminal is tight (columns, the parts on the card) it is {@link wholePercent}, and beside bands (`±5%`) there is none either.
 *
 * @param share 0 to 1, or beyond where more was taken than there is.
 * @example
 * shareText(0.0432) // '4.3 %'
 */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent < 9.95 ? Number(percent.toFixed(1)) : Math.round(percent)} %`;
}

/** A part in whole per cent, for columns: `4%`, `<1%`. */
export function wholePercent(share: number): string {
  return share > 0 && share < 0.005 ? '<1%' : `${Math.round(share * 100)}%`;
}
