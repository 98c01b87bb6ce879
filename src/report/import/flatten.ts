import type { Scalar } from '../../book/journal-event.ts';

/** Nested values by their path: maps become `a.b`, lists their JSON. */
export function flattened(value: unknown, separator = '.'): ReadonlyMap<string, Scalar> {
  const flat = new Map<string, Scalar>();
  const walk = (at: string, one: unknown): void => {
    if (typeof one === 'object' && one !== null && !Array.isArray(one) && !(one instanceof Date)) {
      for (const [key, inner] of Object.entries(one))
        walk(at === '' ? key : `${at}${separator}${key}`, inner);
      return;
    }
    if (at === '') return;
    if (one === null || ['string', 'number', 'boolean'].includes(typeof one)) flat.set(at, one as Scalar);
    else if (one !== undefined) flat.set(at, JSON.stringify(one));
  };
  walk('', value);
  return flat;
}

/** Of flat values the finite numbers. */
export function numbersOf(flat: ReadonlyMap<string, Scalar>): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, value] of flat)
    if (typeof value === 'number' && Number.isFinite(value)) numbers[name] = value;
  return numbers;
}
