import { nearestName } from './nearest-name.ts';
import { ConditionFault, faultAt } from './condition-fault.ts';
import { type ConditionTree, decide, type Operand, parentsOf } from './condition-tree.ts';
import { checkConstants } from './check-constants.ts';
import type { Configuration } from './configuration.ts';
import type { Parameter } from './parameter.ts';
import { parseCondition } from './parse-condition.ts';
import type { Space } from './space.ts';

/** A parameter whose condition is not read yet. */
export interface DraftParameter {
  readonly parameter: Parameter;
  readonly when?: string;
}

/** What is wrong with the condition of a parameter, and where in its text. */
export interface SpaceFault {
  readonly parameter: string;
  readonly message: string;
  readonly fix: string;
  readonly at: number;
  readonly length: number;
}

type Parent = Extract<Operand, { of: 'parameter' }>;

interface Conditional extends DraftParameter {
  readonly tree?: ConditionTree;
  readonly parents: readonly Parent[];
}

/** Longest condition that is read, characters. */
const LONGEST = 4000;

/**
 * Reads the conditions of parameters and puts each behind those that its condition reads, otherwise as they come.
 *
 * @param unread names of parameters that could not be read, which is told already: conditions that read them are no faults.
 */
export function buildSpace(
  drafts: readonly DraftParameter[],
  fixed: Configuration,
  unread: ReadonlySet<string> = new Set(),
): { readonly space: Space; readonly faults: readonly SpaceFault[] } {
  const faults: SpaceFault[] = [];
  const byName = new Map(drafts.map(({ parameter }) => [parameter.name, parameter]));
  const conditionals = drafts.map((draft): Conditional => {
    try {
      return readCondition(draft, byName, fixed);
    } catch (fault) {
      if (!(fault instanceof ConditionFault)) throw fault;
      const { message, fix, at, length } = fault;
      if (unread.has(draft.when?.slice(at, at + length) ?? '')) return { ...draft, parents: [] };
      faults.push({ parameter: draft.parameter.name, message, fix, at, length });
      return { ...draft, parents: [] };
    }
  });
  const parameters = ordered(conditionals, faults).map((one) => conditioned(one, fixed));
  return { space: { parameters, fixed }, faults };
}

function readCondition(
  draft: DraftParameter,
  byName: ReadonlyMap<string, Parameter>,
  fixed: Configuration,
): Conditional {
  const { when: text, parameter } = draft;
  if (text === undefined) return { ...draft, parents: [] };
  if (text.length > LONGEST)
    throw new ConditionFault(`It is longer than ${LONGEST} characters.`, 'Write it shorter.', 0, 1);
  const tree = parseCondition(text);
  const parents = parentsOf(tree);
  for (const parent of parents) {
    if (parent.name === parameter.name)
      throw faultAt(parent, `It reads "${parent.name}" itself.`, 'A condition reads other parameters.');
    if (!byName.has(parent.name) && !Object.hasOwn(fixed, parent.name))
      throw unknownParent(parent, [...byName.values()], fixed);
  }
  checkConstants(tree, byName);
  return { ...draft, tree, parents: parents.filter(({ name }) => byName.has(name)) };
}

function unknownParent(
  parent: Parent,
  parameters: readonly Parameter[],
  fixed: Configuration,
): ConditionFault {
  const { name } = parent;
  const isChoice = parameters.some((one) => one.kind === 'categorical' && one.choices.includes(name));
  if (isChoice) return faultAt(parent, `"${name}" is no parameter.`, `Write text in quotes: \`'${name}'\`.`);
  const names = [...parameters.map((one) => one.name), ...Object.keys(fixed)];
  const meant = nearestName(name, names);
  return faultAt(
    parent,
    `"${name}" is no parameter.`,
    meant === undefined
      ? `Parameters are ${names.join(', ')}; text stands in quotes.`
      : `Did you mean \`${meant}\`?`,
  );
}

/** Parents first; a parameter that in the end hangs on itself is a fault and loses its condition. */
function ordered(conditionals: readonly Conditional[], faults: SpaceFault[]): readonly Conditional[] {
  const byName = new Map(conditionals.map((one) => [one.parameter.name, one]));
  const done = new Set<string>();
  const order: Conditional[] = [];
  const visit = (one: Conditional, path: readonly string[]): void => {
    const { name } = one.parameter;
    if (done.has(name)) return;
    let isCyclic = false;
    for (const parent of one.parents) {
      const from = path.indexOf(parent.name);
      const next = byName.get(parent.name);
      if (from >= 0) {
        isCyclic = true;
        const circle = [...path.slice(from), name, parent.name].join(' → ');
        faults.push({
          parameter: name,
          message: `The conditions go in a circle: ${circle}.`,
          fix: 'Take one of these conditions away.',
          at: parent.at,
          length: parent.length,
        });
      } else if (next !== undefined) visit(next, [...path, name]);
    }
    done.add(name);
    order.push(isCyclic ? { parameter: one.parameter, parents: [] } : one);
  };
  for (const one of conditionals) visit(one, []);
  return order;
}

function conditioned({ parameter, tree, when, parents }: Conditional, fixed: Configuration): Parameter {
  if (tree === undefined || when === undefined) return parameter;
  const readsFixed = parentsOf(tree).some(({ name }) => Object.hasOwn(fixed, name));
  return {
    ...parameter,
    when: {
      text: when,
      parents: [...new Set(parents.map(({ name }) => name))],
      holds: readsFixed
        ? (configuration) => decide(tree, { ...fixed, ...configuration }) === true
        : (configuration) => decide(tree, configuration) === true,
    },
  };
}
