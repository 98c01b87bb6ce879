const DIGITS: Readonly<Record<string, RegExp>> = { '0b': /^[01]+$/, '0o': /^[0-7]+$/, '0x': /^[\da-f]+$/i };

/** A whole number as YAML 1.2 writes it (`12`, `0o17`, `0x1F`, `0b11`, `1_000`; `010` is ten); undefined where it is none. */
export function wholeNumber(text: string): bigint | undefined {
  const bare = text.replaceAll('_', '');
  const negative = bare.startsWith('-');
  const digits = negative || bare.startsWith('+') ? bare.slice(1) : bare;
  const prefix = digits.slice(0, 2);
  const based = DIGITS[prefix];
  if (!(based === undefined ? /^\d+$/.test(digits) : based.test(digits.slice(2)))) return undefined;
  const value = BigInt(digits);
  return negative ? -value : value;
}

const FLOAT = /^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/;

/** A floating-point number as YAML 1.2 writes it (`1.5`, `1e-5`, `.inf`, `.nan`; whole numbers as well); undefined where it is none. */
export function floatingNumber(text: string): number | undefined {
  const bare = text.replaceAll('_', '').toLowerCase();
  const sign = bare.startsWith('-') ? -1 : 1;
  const digits = sign < 0 || bare.startsWith('+') ? bare.slice(1) : bare;
  if (digits === '.inf' || digits === 'inf' || digits === 'infinity') return sign * Number.POSITIVE_INFINITY;
  if (digits === '.nan' || digits === 'nan') return Number.NaN;
  return FLOAT.test(digits) ? sign * Number(digits) : undefined;
}
