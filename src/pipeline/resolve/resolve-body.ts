import type { Place, Problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { bodyPath, type Definition, type StageDefinition } from '../definition/definition.ts';
import type { RepoPath, Stage } from '../model/stage.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import { textOf } from '../values/text-of.ts';
import { buildStage } from './build-stage.ts';
import { expressionsIn } from './expression.ts';
import { faultProblem, placeOfText, unresolved, varsProblem } from './fault-problem.ts';
import { type Fault, formFault, interpolate, interpolateText } from './interpolate.ts';
import { copyOf, type Loading, loadVars } from './load-vars.ts';
import type { Node } from './node.ts';
import { pathIn } from './repo-path.ts';
import type { ResolveInput } from './resolve-input.ts';
import { Scope } from './scope.ts';

/** Parameters by file that a stage's text was made with; they are no dependencies of it, but shown with it. */
export type UsedValues = ReadonlyMap<RepoPath, ValueMap>;

/** One stage to be resolved. */
export interface StageTask {
  readonly definition: Definition;
  readonly stage: StageDefinition;
  /** Its full name. */
  readonly name: string;
  /** `item` and `key`, in a group. */
  readonly over: ReadonlyMap<string, Node>;
  readonly loading: Loading;
  readonly input: ResolveInput;
}

/** The first `${…}` of a stage's body whose form is wrong, as a problem. */
export function formProblem(definition: Definition, stage: StageDefinition): Problem | undefined {
  for (const [key, value] of stage.body) {
    const fault = formFault(value);
    if (fault !== undefined) {
      return faultProblem(definition, `'stages.${stage.name}.${key}'`, fault, [...bodyPath(stage), key]);
    }
  }
  return undefined;
}

/** Interpolates a stage and makes it of what comes out. The form of its expressions has been checked. */
export function resolveBody(task: StageTask): Result<{ readonly stage: Stage; readonly used: UsedValues }> {
  const { definition, stage, name, over, input } = task;
  const path = bodyPath(stage);
  const loading = withOwnVars(task);
  if (!loading.ok) return loading;
  const used = new Map<RepoPath, Map<string, Value>>();
  const scope = new Scope(loading.value.values, over, (node) => note(node, used));
  const body = new Map<string, Value>();
  for (const [key, value] of stage.body) {
    if (key === 'vars') continue;
    const done = interpolate(value, {
      scope,
      key,
      inGroup: stage.kind !== 'single',
      ...(input.parsing === undefined ? {} : { parsing: input.parsing }),
    });
    if (!done.ok) return err(faultProblem(definition, `'stages.${name}.${key}'`, done.error, [...path, key]));
    body.set(key, done.value);
  }
  const { file, folder, tree } = definition;
  const placeOf = (): Place => tree.placeOf(['stages', stage.name], 'key');
  const built = buildStage(body, { name, file, folder, root: input.root, placeOf });
  if (built.ok) return ok({ stage: built.value, used });
  const { key, message, fix, written } = built.error;
  const at =
    written === undefined
      ? tree.placeOf([...path, key], 'key')
      : placeOfText(definition, [...path, key], written);
  return err(unresolved(definition, `'stages.${name}.${key}'`, message, fix, at));
}

/** What the stage's own `vars` add; their files are named from its `wdir`. */
function withOwnVars(task: StageTask): Result<Loading> {
  const { definition, stage, name, over, loading, input } = task;
  const path = bodyPath(stage);
  const wdir = wdirOf(task);
  if (!wdir.ok) return err(faultProblem(definition, `'stages.${name}.wdir'`, wdir.error, [...path, 'wdir']));
  const list = stage.body.get('vars');
  if (!isList(list) || list.length === 0) return ok(loading);
  const interpolated = interpolatedVars(list);
  if (interpolated !== undefined) {
    return err(faultProblem(definition, `'stages.${name}.vars'`, interpolated, [...path, 'vars']));
  }
  const own = copyOf(loading);
  const items = list.filter((item): item is string | ValueMap => typeof item === 'string' || isMap(item));
  const reserved = new Set(over.keys());
  const done = loadVars(items, own, {
    root: input.root,
    folder: wdir.value,
    read: input.read,
    reserved,
    stage: name,
  });
  if (done.ok) return ok(own);
  const isTwice = done.error.kind === 'loaded';
  const what = isTwice ? `'stages.${name}.vars'` : `stage '${name}'`;
  return err(varsProblem(definition, what, done.error, [...path, 'vars']));
}

function wdirOf({ definition, stage, over, loading, input }: StageTask): Result<RepoPath, Fault> {
  const written = stage.body.get('wdir');
  if (typeof written !== 'string' || written === '') return ok(definition.folder);
  // Here DVC takes any value; it looks at the type when it resolves the stage itself.
  const wdir = interpolateText(written, { scope: new Scope(loading.values, over) });
  return wdir.ok ? ok(pathIn(input.root, definition.folder, textOf(wdir.value))) : wdir;
}

/** The first `${…}` in a `vars` section, where none may stand. */
export function interpolatedVars(vars: Value): Fault | undefined {
  if (typeof vars === 'string') {
    const [first] = expressionsIn(vars);
    return first && { kind: 'vars', message: 'interpolating is not allowed', inner: first.inner };
  }
  const members = isMap(vars) ? [...vars].flat() : isList(vars) ? vars : [];
  for (const member of members) {
    const fault = interpolatedVars(member);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function note(node: Node, used: Map<RepoPath, Map<string, Value>>): void {
  const { source } = node;
  if (!source.isFile || source.name === undefined || node.members !== undefined) return;
  const values = used.get(source.name) ?? new Map<string, Value>();
  used.set(source.name, values);
  values.set(node.path, node.value);
}
