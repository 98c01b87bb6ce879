import type { Problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Definition, StageDefinition } from '../definition/definition.ts';
import type { Stage } from '../model/stage.ts';
import { foreachMembers, matrixMembers } from './expand-group.ts';
import { faultProblem, varsProblem } from './fault-problem.ts';
import { groupProblem, hiddenNames, nameProblem } from './group-problem.ts';
import { type Loading, loadFile, loadVars } from './load-vars.ts';
import type { Node } from './node.ts';
import { pathIn } from './repo-path.ts';
import { formProblem, interpolatedVars, resolveBody, type UsedValues } from './resolve-body.ts';
import type { ResolveInput } from './resolve-input.ts';
import { resolveTop, type Top } from './resolve-top.ts';
import { Scope } from './scope.ts';
import { DEFAULT_PARAMS } from './params-entries.ts';

/** A stage of a dvc.yaml, or why there is none. */
export interface ResolvedStage {
  /** Its full name, `train@us`; that of the group where the group itself cannot be expanded. */
  readonly name: string;
  /** The `foreach` or `matrix` that it is of. */
  readonly group?: string;
  readonly stage: Result<Stage>;
  readonly used: UsedValues;
}

/** A dvc.yaml with everything interpolated and expanded. */
export interface Resolved extends Top {
  /** In the order of the file, each group in its own. One that is broken does not hide the others. */
  readonly stages: readonly ResolvedStage[];
  readonly warnings: readonly Problem[];
}

/** Resolves a dvc.yaml. It fails as a whole only where its `vars` cannot be loaded. */
export function resolveDefinition(definition: Definition, input: ResolveInput): Result<Resolved> {
  const loaded = loadTop(definition, input);
  if (!loaded.ok) return loaded;
  const warnings: Problem[] = [];
  const stages: ResolvedStage[] = [];
  for (const stage of definition.stages.values()) {
    stages.push(...resolveGroup(definition, stage, loaded.value, input, warnings));
  }
  return ok({ stages, warnings, ...resolveTop(definition, loaded.value) });
}

/** The stages of a dvc.yaml, or the first reason why one of them is none. */
export function resolveStages(definition: Definition, input: ResolveInput): Result<readonly Stage[]> {
  const resolved = resolveDefinition(definition, input);
  if (!resolved.ok) return resolved;
  const stages: Stage[] = [];
  for (const { stage } of resolved.value.stages) {
    if (!stage.ok) return stage;
    stages.push(stage.value);
  }
  return ok(stages);
}

/** The params.yaml beside dvc.yaml, then what `vars` names. */
function loadTop(definition: Definition, { root, read }: ResolveInput): Result<Loading> {
  const { vars, folder } = definition;
  const interpolated = interpolatedVars(vars);
  if (interpolated !== undefined) return err(faultProblem(definition, "'vars'", interpolated, ['vars']));
  const loading: Loading = { values: new Map(), files: new Map() };
  const setting = { root, folder, read, reserved: new Set<string>() };
  const beside = read(pathIn(root, folder, DEFAULT_PARAMS));
  if (!beside.ok) return beside;
  if (beside.value !== undefined) {
    const done = loadFile(DEFAULT_PARAMS, loading, setting);
    if (!done.ok) return err(varsProblem(definition, "'vars'", done.error, ['vars']));
  }
  const done = loadVars(vars, loading, setting);
  return done.ok ? ok(loading) : err(varsProblem(definition, "'vars'", done.error, ['vars']));
}

function resolveGroup(
  definition: Definition,
  stage: StageDefinition,
  loading: Loading,
  input: ResolveInput,
  warnings: Problem[],
): readonly ResolvedStage[] {
  const failed = (error: Problem): readonly ResolvedStage[] => [
    { name: stage.name, stage: err(error), used: new Map() },
  ];
  const one = (name: string, over: ReadonlyMap<string, Node>, form: Problem | undefined): ResolvedStage => {
    const unreachable = nameProblem(definition, stage, name) ?? form;
    const done =
      unreachable === undefined
        ? resolveBody({ definition, stage, name, over, loading, input })
        : err(unreachable);
    const group = stage.kind === 'single' ? {} : { group: stage.name };
    return done.ok
      ? { name, ...group, stage: ok(done.value.stage), used: done.value.used }
      : { name, ...group, stage: done, used: new Map() };
  };
  if (stage.kind === 'single') return [one(stage.name, new Map(), formProblem(definition, stage))];
  const scope = new Scope(loading.values, new Map());
  const members =
    stage.kind === 'foreach' ? foreachMembers(stage.over, scope) : matrixMembers(stage.over, scope);
  if (!members.ok) return failed(groupProblem(definition, stage, members.error));
  if (members.value.size === 0) return [];
  warnings.push(...hiddenNames(definition, stage, members.value, scope));
  const form = formProblem(definition, stage);
  return [...members.value].map(([key, over]) => one(`${stage.name}@${key}`, over, form));
}
