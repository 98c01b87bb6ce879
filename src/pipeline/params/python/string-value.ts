/** The text that a Python literal stands for; undefined for bytes, for an f-string, and for a character by its Unicode name. */
export function stringValue(literal: string): string | undefined {
  const [, prefix = '', quote = ''] = /^([A-Za-z]*)("""|'''|"|')/u.exec(literal) ?? [];
  if (/[bft]/iu.test(prefix)) return undefined;
  const body = literal.slice(prefix.length + quote.length, -quote.length).replaceAll(/\r\n?/gu, '\n');
  if (/r/iu.test(prefix)) return body;
  return /\\N\{/u.test(body) ? undefined : body.replaceAll(ESCAPE, replaced);
}

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/gu;

const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function replaced(all: string, ...groups: readonly (string | undefined)[]): string {
  const [octal, byte, short, long, other = ''] = groups;
  if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
  const hex = byte ?? short ?? long;
  if (hex === undefined) return Object.hasOwn(SIMPLE, other) ? (SIMPLE[other] ?? all) : all;
  const code = Number.parseInt(hex, 16);
  return code > 0x10ffff ? all : String.fromCodePoint(code);
}
