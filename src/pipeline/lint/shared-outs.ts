import { type Problem, problem } from '../../errors.ts';
import type { Definition } from '../definition/definition.ts';
import type { ResolvedStage } from '../resolve/resolve-stages.ts';

/** Finds outputs that two stages write; DVC then refuses to work with any stage of the project. */
export function lintSharedOuts(definition: Definition, stages: readonly ResolvedStage[]): readonly Problem[] {
  const writers = new Map<string, ResolvedStage[]>();
  for (const resolved of stages) {
    if (!resolved.stage.ok) continue;
    for (const at of new Set(resolved.stage.value.outs.map((out) => out.at))) {
      const list = writers.get(at) ?? [];
      list.push(resolved);
      writers.set(at, list);
    }
  }
  const problems: Problem[] = [];
  const told = new Set<string>();
  for (const [at, list] of writers) {
    const [first, second] = list;
    if (first === undefined || second === undefined) continue;
    const isGroup = first.group !== undefined && first.group === second.group;
    const pair = `${first.group ?? first.name}\n${second.group ?? second.name}`;
    // One output that lacks its axis stands for all of the group.
    if (told.has(pair)) continue;
    told.add(pair);
    problems.push(sharedProblem(definition, at, list, isGroup));
  }
  return problems;
}

function sharedProblem(
  definition: Definition,
  at: string,
  writers: readonly ResolvedStage[],
  isGroup: boolean,
): Problem {
  const names = writers.map(({ name }) => name);
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const owner = writers.at(-1);
  return problem(
    'E_PIPELINE_GRAPH',
    `output '${at}' is specified in: ${shown.join(', ')}`,
    'of two stages that write one file the later wins, and DVC refuses to run either',
    isGroup
      ? fixOfGroup(definition, owner?.group ?? '')
      : 'give each stage an output of its own, or join the stages',
    definition.tree.placeOf(['stages', owner?.group ?? owner?.name ?? ''], 'key'),
  );
}

function fixOfGroup(definition: Definition, group: string): string {
  const stage = definition.stages.get(group);
  if (stage?.kind !== 'matrix') return 'put ${item} or ${key} into the path';
  return `put \${key}, or each of ${[...stage.over.keys()].map((axis) => `\${item.${axis}}`).join(', ')}, into the path`;
}
