import { type Condition, literal, type Pattern, type SortKey } from './filter-ast.ts';

/** How people name a run. */
export type RunRef =
  /** `@last` (0), `@prev` (1), `@-3`: so many root runs before the newest. */
  { readonly kind: 'back'; readonly by: number } | BestRef | { readonly kind: 'text'; readonly text: string };

/** `@best`, `@best:acc` (highest), `@best:-loss` (lowest). */
export interface BestRef {
  readonly kind: 'best';
  readonly metric?: string;
  readonly lowest: boolean;
}

/** Reads a reference; undefined for an `@` that is none of ours. */
export function parseRef(text: string): RunRef | undefined {
  if (!text.startsWith('@')) return { kind: 'text', text };
  const word = text.toLowerCase();
  if (word === '@last') return { kind: 'back', by: 0 };
  if (word === '@prev') return { kind: 'back', by: 1 };
  const back = /^@-(\d{1,9})$/.exec(word);
  if (back !== null) return { kind: 'back', by: Number(back[1]) };
  return word === '@best' || word.startsWith('@best:') ? bestRef(text.slice('@best:'.length)) : undefined;
}

/** Reads the metric of `@best`: `acc`, or `-loss` where less is better. */
export function bestRef(metric: string): BestRef {
  const lowest = metric.startsWith('-');
  const name = /^[+-]/.test(metric) ? metric.slice(1) : metric;
  return name === '' ? { kind: 'best', lowest: false } : { kind: 'best', metric: name, lowest };
}

/** Root runs only: a sweep's newest trial is not what was started last. */
export const ROOTS: Condition = {
  op: 'not',
  of: { op: 'like', on: { field: 'parent' }, pattern: ['*'] },
};

const SHORTEST_END = 4;

/** What a text may name, surest first: an id, a name, the beginning of an id, its end (the short id), the beginning of a name. */
export function readingsOf(text: string): readonly Condition[] {
  const exactly = literal(text);
  return [
    like('id', exactly),
    like('name', exactly),
    like('id', [...exactly, '*']),
    ...(text.length >= SHORTEST_END ? [like('id', ['*', ...exactly])] : []),
    like('name', [...exactly, '*']),
  ];
}

/** Finished runs of a project that have the metric, and the order that puts the best first. */
export function bestQuery(
  project: string,
  metric: string,
  lowest: boolean,
): { readonly where: Condition; readonly sort: readonly SortKey[] } {
  const on = { metric };
  const known: Condition = {
    op: 'or',
    of: [
      { op: 'compare', on, with: '<', value: 0 },
      { op: 'compare', on, with: '>=', value: 0 },
    ],
  };
  return {
    where: { op: 'and', of: [finishedIn(project), known] },
    sort: [{ by: on, descending: !lowest }],
  };
}

/** Runs of a project that ended well. */
export function finishedIn(project: string): Condition {
  return {
    op: 'and',
    of: [
      { op: 'like', on: { field: 'project' }, pattern: literal(project) },
      { op: 'like', on: { field: 'state' }, pattern: literal('ok') },
    ],
  };
}

function like(field: 'id' | 'name', pattern: Pattern): Condition {
  return { op: 'like', on: { field }, pattern };
}
