import type { Configuration, ParameterValue } from './configuration.ts';
import { isSameValue } from './value-key.ts';

/** A condition, read. */
export type ConditionTree =
  | { readonly is: 'and' | 'or'; readonly left: ConditionTree; readonly right: ConditionTree }
  | { readonly is: 'not'; readonly inner: ConditionTree }
  | {
      readonly is: 'comparison';
      readonly operator: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    }
  /** A parameter alone: whether it is true. */
  | { readonly is: 'flag'; readonly operand: Operand };

/** How two operands are compared. */
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

/** What is compared: a parameter's value or a constant. */
export type Operand =
  | { readonly of: 'parameter'; readonly name: string; readonly at: number; readonly length: number }
  | { readonly of: 'constant'; readonly value: ParameterValue; readonly at: number; readonly length: number };

/**
 * Whether a condition holds; undefined where that hangs on a parameter that is not active (Kleene's logic: what one side settles is
 * settled).
 */
export function decide(tree: ConditionTree, configuration: Configuration): boolean | undefined {
  switch (tree.is) {
    case 'and':
    case 'or': {
      const settles = tree.is === 'or';
      const left = decide(tree.left, configuration);
      if (left === settles) return left;
      const right = decide(tree.right, configuration);
      if (right === settles) return right;
      return left === undefined || right === undefined ? undefined : !settles;
    }
    case 'not': {
      const inner = decide(tree.inner, configuration);
      return inner === undefined ? undefined : !inner;
    }
    case 'flag': {
      const value = valueOf(tree.operand, configuration);
      return value === undefined ? undefined : value === true;
    }
    default: {
      const left = valueOf(tree.left, configuration);
      const right = valueOf(tree.right, configuration);
      return left === undefined || right === undefined ? undefined : compare(tree.operator, left, right);
    }
  }
}

function valueOf(operand: Operand, configuration: Configuration): ParameterValue | undefined {
  if (operand.of === 'constant') return operand.value;
  return Object.hasOwn(configuration, operand.name) ? configuration[operand.name] : undefined;
}

function compare(operator: Comparison, left: ParameterValue, right: ParameterValue): boolean {
  switch (operator) {
    case '==':
      return isSameValue(left, right);
    case '!=':
      return !isSameValue(left, right);
    case 'in':
    case 'not in': {
      const isIn = Array.isArray(right) && right.some((one: ParameterValue) => isSameValue(left, one));
      return isIn === (operator === 'in');
    }
    default:
      // Order is one of numbers: a choice that is none is neither above nor below.
      return typeof left === 'number' && typeof right === 'number' && isOrdered(operator, left, right);
  }
}

function isOrdered(operator: '<' | '<=' | '>' | '>=', left: number, right: number): boolean {
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

/** The parameters that a condition reads, in the order of their first mention. */
export function parentsOf(tree: ConditionTree): readonly Extract<Operand, { of: 'parameter' }>[] {
  switch (tree.is) {
    case 'and':
    case 'or':
      return [...parentsOf(tree.left), ...parentsOf(tree.right)];
    case 'not':
      return parentsOf(tree.inner);
    case 'flag':
      return tree.operand.of === 'parameter' ? [tree.operand] : [];
    default:
      return [tree.left, tree.right].filter((operand) => operand.of === 'parameter');
  }
}
