/** How a file writes its decimals. */
export type DecimalMark = '.' | ',';

const POINT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const COMMA = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/;
const GROUPED_COMMA = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$/;

/**
 * A number as a file writes it; undefined for anything else, also for `nan` and `inf`.
 *
 * @example
 * numberOf('1.234,5', ',') // 1234.5
 */
export function numberOf(text: string, mark: DecimalMark = '.'): number | undefined {
  const plain = text.trim();
  if (mark === '.') return POINT.test(plain) ? finite(plain) : undefined;
  if (COMMA.test(plain)) return finite(plain.replace(',', '.'));
  return GROUPED_COMMA.test(plain) ? finite(plain.replaceAll('.', '').replace(',', '.')) : undefined;
}

/** Whether {@link numberOf} would find a number; cheaper than finding it. */
export function isNumber(text: string, mark: DecimalMark): boolean {
  const plain = text.trim();
  return mark === '.' ? POINT.test(plain) : COMMA.test(plain) || GROUPED_COMMA.test(plain);
}

function finite(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
