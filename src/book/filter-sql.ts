import { unreachable } from '../result.ts';
import type { Condition, Operand, Pattern, SortKey } from './filter-ast.ts';
import { fieldOf, isTextField } from './filter-fields.ts';
import { columnOf } from './index-column.ts';

/** A piece of SQL with its values, in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** Key of a parameter, a metric or the tags in the table `facts`. */
export function factKey(operand: Operand): string | undefined {
  if ('param' in operand) return `p.${operand.param}`;
  if ('metric' in operand) return `m.${operand.metric}`;
  return 'any' in operand && operand.any === 'tag' ? 't' : undefined;
}

/** The condition as SQL on the index's table `runs`; never null, so that NOT means not.
 *
 * @example
 * toSql({ op: 'compare', on: { field: 'energy' }, with: '>', value: 3600 })
 * // { text: 'ifnull("energy" > ?, 0)', values: [3600] }
 */
export function toSql(condition: Condition): Sql {
  switch (condition.op) {
    case 'and':
    case 'or':
      return joined(condition.op, condition.of.map(toSql));
    case 'not': {
      const inner = toSql(condition.of);
      return { text: `NOT (${inner.text})`, values: inner.values };
    }
    case 'like':
      return onOperand(condition.on, 'text', likeSql(condition.pattern));
    case 'compare':
      return onOperand(condition.on, 'num', { text: `${condition.with} ?`, values: [condition.value] });
    default:
      return unreachable(condition);
  }
}

function joined(op: 'and' | 'or', parts: readonly Sql[]): Sql {
  if (parts.length === 0) return { text: op === 'and' ? '1' : '0', values: [] };
  return {
    text: parts.map((part) => `(${part.text})`).join(op === 'and' ? ' AND ' : ' OR '),
    values: parts.flatMap((part) => part.values),
  };
}

function onOperand(operand: Operand, side: 'num' | 'text', test: Sql): Sql {
  const key = factKey(operand);
  if (key !== undefined) {
    // The key's facts stand side by side: read once, not asked for run by run.
    return {
      text: `n IN (SELECT run FROM facts WHERE key = ? AND ${side} ${test.text})`,
      values: [key, ...test.values],
    };
  }
  if (side !== sideOf(operand)) return { text: '0', values: [] };
  return { text: `ifnull(${plainColumn(operand)} ${test.text}, 0)`, values: test.values };
}

function plainColumn(operand: Operand): string {
  return 'field' in operand ? columnOf(operand.field) : 'words';
}

function sideOf(operand: Operand): 'num' | 'text' {
  return 'field' in operand && !isTextField(fieldOf(operand.field)) ? 'num' : 'text';
}

function likeSql(pattern: Pattern): Sql {
  if (pattern.every((part) => typeof part === 'object')) {
    return { text: '= ?', values: [pattern.map((part) => part.text).join('')] };
  }
  const glob = pattern.map((part) => (typeof part === 'string' ? part : part.text.replace(/[*?[]/g, '[$&]')));
  return { text: 'GLOB ?', values: [glob.join('')] };
}

/** `ORDER BY` of sort keys, then newest first; what lacks the value comes last either way. */
export function orderSql(sort: readonly SortKey[]): Sql {
  const terms: Sql[] = sort.flatMap(({ by, descending }) => {
    const direction = descending ? 'DESC' : 'ASC';
    const key = factKey(by);
    if (key === undefined) return [{ text: `${plainColumn(by)} ${direction} NULLS LAST`, values: [] }];
    return (['num', 'text'] as const).map((side) => ({
      text: `(SELECT ${side} FROM facts WHERE key = ? AND run = runs.n LIMIT 1) ${direction} NULLS LAST`,
      values: [key],
    }));
  });
  const all: Sql[] = [...terms, { text: '"start" DESC NULLS LAST, id DESC', values: [] }];
  return { text: all.map((term) => term.text).join(', '), values: all.flatMap((term) => term.values) };
}
