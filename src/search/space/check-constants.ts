import { type ConditionFault, faultAt } from './condition-fault.ts';
import type { ConditionTree } from './condition-tree.ts';
import type { ParameterValue } from './configuration.ts';
import { nearestName } from './nearest-name.ts';
import type { Parameter } from './parameter.ts';
import { isSameValue } from './value-key.ts';

/** A choice that is compared with what it can never be is a slip of the pen, and its trials would silently lack a parameter. */
export function checkConstants(tree: ConditionTree, byName: ReadonlyMap<string, Parameter>): void {
  if (tree.is === 'not') checkConstants(tree.inner, byName);
  else if (tree.is === 'and' || tree.is === 'or') {
    checkConstants(tree.left, byName);
    checkConstants(tree.right, byName);
  } else if (tree.is === 'flag') {
    if (tree.operand.of === 'parameter') {
      const parameter = byName.get(tree.operand.name);
      if (parameter !== undefined && !canBe(parameter, true))
        throw faultAt(
          tree.operand,
          `"${parameter.name}" is never true.`,
          `Compare it with something: \`${parameter.name} == …\`.`,
        );
    }
  } else if (tree.is === 'comparison') checkComparison(tree, byName);
}

function checkComparison(
  { operator, left, right }: Extract<ConditionTree, { is: 'comparison' }>,
  byName: ReadonlyMap<string, Parameter>,
): void {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (one.of !== 'constant') continue;
    const isOrder = operator !== '==' && operator !== '!=' && operator !== 'in' && operator !== 'not in';
    if (isOrder && typeof one.value !== 'number')
      throw faultAt(one, `\`${operator}\` compares numbers.`, 'Write a number, or `==`, `!=` or `in`.');
    const parameter = other.of === 'parameter' ? byName.get(other.name) : undefined;
    if (parameter === undefined || isOrder) continue;
    const isList = operator === 'in' || operator === 'not in';
    const values =
      isList && Array.isArray(one.value) ? (one.value as readonly ParameterValue[]) : [one.value];
    for (const value of values) if (!canBe(parameter, value)) throw neverThat(parameter, value, one);
  }
}

function neverThat(
  parameter: Parameter,
  value: ParameterValue,
  place: { readonly at: number; readonly length: number },
): ConditionFault {
  const written = JSON.stringify(value);
  if (parameter.kind !== 'categorical')
    return faultAt(
      place,
      `"${parameter.name}" is a number from ${parameter.low} to ${parameter.high}, never ${written}.`,
      'Compare it with a number of that range.',
    );
  const choices = parameter.choices.map((choice) => JSON.stringify(choice));
  const meant = nearestName(written, choices);
  return faultAt(
    place,
    `"${parameter.name}" is never ${written}.`,
    meant === undefined ? `It is one of ${choices.join(', ')}.` : `Did you mean \`${meant}\`?`,
  );
}

function canBe(parameter: Parameter, value: ParameterValue): boolean {
  return parameter.kind === 'categorical'
    ? parameter.choices.some((choice) => isSameValue(choice, value))
    : typeof value === 'number' && value >= parameter.low && value <= parameter.high;
}
