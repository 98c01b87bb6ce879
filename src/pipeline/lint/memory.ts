import { type Problem, problem } from '../../errors.ts';
import type { Definition } from '../definition/definition.ts';
import type { Stage } from '../model/stage.ts';
import type { ResolvedStage } from '../resolve/resolve-stages.ts';

/** Finds stages whose results are never kept for another time: without a dependency there is nothing to find them by. */
export function lintMemory(definition: Definition, stages: readonly ResolvedStage[]): readonly Problem[] {
  const problems: Problem[] = [];
  const told = new Set<string>();
  for (const { name, group = name, stage } of stages) {
    if (!stage.ok || told.has(group) || !isForgotten(stage.value)) continue;
    told.add(group);
    const { outs } = stage.value;
    problems.push(
      problem(
        'E_PIPELINE_FILE',
        outs.length === 0
          ? `stage '${group}' has neither dependencies nor outputs: it is run every time`
          : `stage '${group}' has no dependencies: its result is never taken from the run-cache`,
        outs.length === 0
          ? undefined
          : 'DVC finds an older result by what went into it; if an output or dvc.lock is lost, the stage is run again',
        'name the script that it runs under deps, or its parameters under params; say always_changed: true where it is meant to run every time',
        definition.tree.placeOf(['stages', group], 'key'),
      ),
    );
  }
  return problems;
}

function isForgotten({ deps, params, alwaysChanged, frozen }: Stage): boolean {
  return deps.length === 0 && params.length === 0 && !alwaysChanged && !frozen;
}
