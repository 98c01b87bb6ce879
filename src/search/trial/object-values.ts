import { numberIn, type Said } from './said.ts';

/** How deep a reported object may go: what is deeper is no metric. */
const DEEPEST = 4;

/**
 * The numbers of an object, members of members by their path. Numbers in text count (some trainers print them so), and so do `NaN`, `null` and
 * infinities: a loss that is no number is worth knowing.
 *
 * @example
 * objectValues({ epoch: 3, val: { acc: '0.91' }, note: 'warm' }) // { epoch: 3, 'val.acc': 0.91 }
 */
export function objectValues(object: Readonly<Record<string, unknown>>): Said {
  const said: Record<string, number> = {};
  collect(object, '', said, 0);
  return said;
}

function collect(
  object: Readonly<Record<string, unknown>>,
  path: string,
  said: Record<string, number>,
  depth: number,
): void {
  for (const [key, value] of Object.entries(object)) {
    const name = path === '' ? key : `${path}.${key}`;
    const number = numberOf(value);
    if (number !== undefined) said[name] = number;
    else if (depth < DEEPEST && typeof value === 'object' && value !== null && !Array.isArray(value))
      collect(value as Readonly<Record<string, unknown>>, name, said, depth + 1);
  }
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (value === null) return Number.NaN;
  return typeof value === 'string' ? numberIn(value) : undefined;
}
