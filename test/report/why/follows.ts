import type { Derivation } from '../../../src/units/derivation.ts';

const J_PER_KWH = 3.6e6;

/** What a formula gives for the figures that it is over, read as arithmetic; undefined where it is in words, or a figure has no value. */
export function follows({ formula, from = [], unit }: Derivation): number | undefined {
  if (formula === undefined || from.some(({ value }) => value === null)) return undefined;
  const perKwh = unit !== 'J' && unit !== 'W' && unit !== '1';
  let text = formula;
  const numbers: number[] = [];
  for (const part of from.toSorted((a, b) => b.label.length - a.label.length)) {
    const value = (part.value ?? 0) / (part.unit === 'J' && perKwh ? J_PER_KWH : 1);
    text = text.replaceAll(part.label, () => `#${numbers.push(value) - 1}`);
  }
  if (!/^(?:#\d+|[\s()+−×/])+$/.test(text)) return undefined;
  return evaluated(text.match(/#\d+|[()+−×/]/g) ?? [], numbers);
}

/** Sums of products of numbers and brackets, from left to right. */
function evaluated(tokens: readonly string[], numbers: readonly number[]): number {
  let at = 0;
  const atom = (): number => {
    const token = tokens[at++] ?? '';
    if (token !== '(') return numbers[Number(token.slice(1))] ?? Number.NaN;
    const inner = sum();
    at++; // the closing bracket
    return inner;
  };
  const product = (): number => {
    let value = atom();
    while (tokens[at] === '×' || tokens[at] === '/')
      value = tokens[at++] === '×' ? value * atom() : value / atom();
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '−') value += tokens[at++] === '+' ? product() : -product();
    return value;
  };
  return sum();
}
