import type { Condition, Operand, SortKey } from '../../../src/book/filter-ast.ts';
import { fieldOf } from '../../../src/book/filter-fields.ts';
import { wordsOf } from '../../../src/book/filter-match.ts';
import type { IndexRow } from '../../../src/book/index-row.ts';

/** What a filter or an order looks at in each run. */
export interface Needs {
  readonly keys: ReadonlySet<keyof IndexRow>;
  readonly metrics: ReadonlySet<string>;
  readonly params: ReadonlySet<string>;
}

/** The parts of a row that a condition and sort keys read. */
export function needsOf(condition: Condition, sort: readonly SortKey[]): Needs {
  const needs = { keys: new Set<keyof IndexRow>(), metrics: new Set<string>(), params: new Set<string>() };
  const note = (operand: Operand): void => {
    if ('metric' in operand) needs.metrics.add(operand.metric);
    else if ('param' in operand) needs.params.add(operand.param);
    else for (const key of keysOf(operand)) needs.keys.add(key);
  };
  const walk = (part: Condition): void => {
    switch (part.op) {
      case 'and':
      case 'or':
        part.of.forEach(walk);
        break;
      case 'not':
        walk(part.of);
        break;
      default:
        note(part.on);
    }
  };
  walk(condition);
  for (const { by } of sort) note(by);
  return needs;
}

/** The columns that hold them. */
export function columnsOf({ keys, metrics, params }: Needs): readonly string[] {
  return [
    ...keys,
    ...[...metrics].map((name) => `metric.${name}`),
    ...[...params].map((name) => `param.${name}`),
  ];
}

const LISTS = new Set<PropertyKey>(['tags', 'notes', 'gpus']);

/** What a field's own function reads: so it cannot say one thing here and another in a listing. */
function keysOf(
  operand: Exclude<Operand, { metric: string } | { param: string }>,
): readonly (keyof IndexRow)[] {
  if ('any' in operand && operand.any === 'tag') return ['tags'];
  const keys: (keyof IndexRow)[] = [];
  const row = new Proxy({} as IndexRow, {
    get: (_, key) => {
      keys.push(key as keyof IndexRow);
      return LISTS.has(key) ? [] : null;
    },
  });
  if ('any' in operand) wordsOf(row);
  else fieldOf(operand.field).get(row);
  return keys;
}
