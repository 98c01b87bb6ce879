/** The room between a number and its unit. */
const BEFORE_UNIT = /(\d) (?=(?:%|[nµmkMGT]?(?:Wh|W|g|J|s|h|B)|t|EUR|USD)(?![\p{L}\d]))/gu;

/**
 * A sentence whose numbers are not parted from their units at the end of a line.
 *
 * @example
 * unbroken('18 % of 68 kWh') // no line ends before % or kWh
 */
export function unbroken(sentence: string): string {
  return sentence.replaceAll(BEFORE_UNIT, '$1\u{A0}');
}
