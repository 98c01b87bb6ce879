import type { Problem } from '../../errors.ts';
import type { Definition } from '../definition/definition.ts';
import type { ResolvedStage } from '../resolve/resolve-stages.ts';
import { lintMemory } from './memory.ts';
import { lintScalars } from './scalars.ts';
import { lintSharedOuts } from './shared-outs.ts';
import { lintSplitCommands } from './split-commands.ts';

/** What is looked through. */
export interface LintInput {
  readonly definition: Definition;
  /** Its stages, as resolved. */
  readonly stages: readonly ResolvedStage[];
  /** The files of parameters that it reads, by their paths. */
  readonly params: ReadonlyMap<string, string>;
}

/**
 * What in a dvc.yaml and its parameters costs runs, or makes them other than they look: a number that Python's YAML reads as text, lines
 * of a command that know nothing of each other, a result that is never kept, an output of two stages. Each is told once, groups as one.
 */
export function lintPipeline({ definition, stages, params }: LintInput): readonly Problem[] {
  return [
    ...lintSplitCommands(definition, stages),
    ...lintMemory(definition, stages),
    ...lintSharedOuts(definition, stages),
    ...[...params].flatMap(([file, text]) => lintScalars(text, file)),
  ];
}
