/** Two computations of one figure may differ by the rounding of their sums, and by no more. */
const ROUNDING = 1e-9;

/**
 * Where what an entry says is not what its journals give: the path of the first difference and both values; undefined where all is the same.
 *
 * @example
 * firstDifference({ a: [1] }, { a: [2] }) // { path: 'a.0', said: 1, found: 2 }
 */
export function firstDifference(
  said: unknown,
  found: unknown,
  path = '',
): { readonly path: string; readonly said: unknown; readonly found: unknown } | undefined {
  if (typeof said === 'number' && typeof found === 'number') {
    const most = ROUNDING * Math.max(Math.abs(said), Math.abs(found));
    return Math.abs(said - found) <= most ? undefined : { path, said, found };
  }
  if (!isTree(said) || !isTree(found) || Array.isArray(said) !== Array.isArray(found))
    return said === found ? undefined : { path, said, found };
  for (const key of new Set([...Object.keys(found), ...Object.keys(said)])) {
    const [a, b] = [ownOf(said, key), ownOf(found, key)];
    const different = firstDifference(a, b, path === '' ? key : `${path}.${key}`);
    if (different !== undefined) return different;
  }
  return undefined;
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function ownOf(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
