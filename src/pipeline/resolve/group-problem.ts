import { type Problem, problem } from '../../errors.ts';
import { bodyPath, type Definition, type StageDefinition } from '../definition/definition.ts';
import type { GroupFault, Members } from './expand-group.ts';
import { faultProblem, unresolved } from './fault-problem.ts';
import type { Scope } from './scope.ts';

/** Says why a group cannot be expanded. */
export function groupProblem(
  definition: Definition,
  { name, kind }: StageDefinition,
  fault: GroupFault,
): Problem {
  const path = ['stages', name, kind];
  if (fault.kind === 'many') {
    const at = definition.tree.placeOf(path, 'key');
    const why = `its axes make ${fault.count} stages and more`;
    return unresolved(definition, `'stages.${name}.${kind}'`, why, 'take fewer values', at, 'resolve');
  }
  if (fault.kind !== 'iterable') return faultProblem(definition, `'stages.${name}.${kind}'`, fault, path);
  const axis = fault.axis === undefined ? [] : [fault.axis];
  return unresolved(
    definition,
    `'${['stages', name, kind, ...axis].join('.')}'`,
    `expected list/dictionary, got ${fault.type}`,
    'name a list or a mapping',
    definition.tree.placeOf([...path, ...axis], 'value'),
    'resolve',
  );
}

/** DVC takes what stands behind the last `@` of a name for the item of a group: it finds no other stage with one, and none without an item. */
export function nameProblem(
  definition: Definition,
  stage: StageDefinition,
  name: string,
): Problem | undefined {
  const at = name.lastIndexOf('@');
  const isFound = at < 0 || (stage.kind !== 'single' && at === stage.name.length && at < name.length - 1);
  if (isFound) return undefined;
  return problem(
    'E_PIPELINE_FILE',
    `Stage '${name}' not found inside '${definition.file}' file`,
    "what stands behind the last @ of a stage's name is taken for the item of a foreach or matrix group",
    stage.kind === 'single'
      ? 'give the stage a name without @'
      : 'use items that are not empty and have no @, or a mapping with such keys',
    definition.tree.placeOf(bodyPath(stage), 'key'),
  );
}

/** Warns of values that `item` or `key` of a group hide. */
export function hiddenNames(
  definition: Definition,
  stage: StageDefinition,
  members: Members,
  scope: Scope,
): readonly Problem[] {
  const [first] = members.values();
  const hidden = [...(first?.keys() ?? [])].filter((key) => scope.get(key) !== undefined);
  if (hidden.length === 0) return [];
  const verb = hidden.length === 1 ? 'is' : 'are';
  return [
    problem(
      'E_PIPELINE_FILE',
      `${hidden.join(' and ')} ${verb} already specified, will be overwritten for stages generated from '${stage.name}'`,
      undefined,
      'give the value in params.yaml or vars another name',
      definition.tree.placeOf(['stages', stage.name], 'key'),
    ),
  ];
}
