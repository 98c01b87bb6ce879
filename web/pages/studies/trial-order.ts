import type { TrialSummary } from '../../../src/search/study/summary.ts';

type Cell = number | string | boolean | null | undefined;

/** What a column of the table of trials says of a trial, to sort by; undefined for a column that is not known. */
export function cellOf(
  key: string,
  metrics: readonly string[],
): ((trial: TrialSummary) => unknown) | undefined {
  if (key === 'trial') return ({ number }) => number;
  if (key === 'state') return ({ state }) => state;
  if (key === 'energy') return ({ joules }) => joules;
  if (key === 'resource') return ({ resource }) => resource;
  if (key.startsWith('p.')) {
    const name = key.slice(2);
    return ({ configuration }) => (Object.hasOwn(configuration, name) ? configuration[name] : undefined);
  }
  const at = key.startsWith('m.') ? metrics.indexOf(key.slice(2)) : -1;
  return at < 0 ? undefined : ({ values }) => values[at];
}

/** Orders trials by a column, `-` before it turns it round; what has no value comes last either way. Undefined leaves them as they are. */
export function ordered(
  list: readonly TrialSummary[],
  indexes: readonly number[],
  sort: string | undefined,
  metrics: readonly string[],
): readonly number[] {
  const isDown = sort?.startsWith('-') === true;
  const of = sort === undefined ? undefined : cellOf(isDown ? sort.slice(1) : sort, metrics);
  if (of === undefined) return indexes;
  const value = (i: number): Cell => {
    const trial = list[i];
    const cell = trial === undefined ? undefined : of(trial);
    return typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : (cell as Cell);
  };
  return indexes.toSorted((a, b) => {
    const [x, y] = [value(a) ?? null, value(b) ?? null];
    if (x === null || y === null) return x === y ? a - b : x === null ? 1 : -1;
    const order =
      typeof x === 'number' && typeof y === 'number'
        ? x - y
        : String(x) < String(y)
          ? -1
          : String(x) > String(y)
            ? 1
            : 0;
    return (isDown ? -order : order) || a - b;
  });
}
