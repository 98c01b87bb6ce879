import { err, ok, type Result } from '../../result.ts';
import type { Definition } from '../definition/definition.ts';
import type { Value, ValueMap } from '../model/value.ts';
import { faultProblem, unresolved } from './fault-problem.ts';
import { formFault, interpolate } from './interpolate.ts';
import { typeName } from '../model/type-name.ts';
import type { Loading } from './load-vars.ts';
import { Scope } from './scope.ts';

/** What stands beside the stages of a dvc.yaml, interpolated; paths are as written, from the folder of the file. */
export interface Top {
  readonly params: Result<readonly string[]>;
  readonly metrics: Result<readonly string[]>;
  /** Paths, or mappings from a path or id to its properties. */
  readonly plots: Result<readonly Value[]>;
  readonly artifacts: Result<ValueMap>;
  readonly datasets: Result<readonly Value[]>;
}

/** Resolves what stands beside the stages; each section on its own. */
export function resolveTop(definition: Definition, loading: Loading): Top {
  const scope = new Scope(loading.values, new Map());
  const section = (name: 'params' | 'metrics' | 'plots' | 'datasets'): Result<readonly Value[]> => {
    const values: Value[] = [];
    for (const [i, item] of definition[name].entries()) {
      const value = resolveItem(definition, scope, item, [name, i]);
      if (!value.ok) return value;
      values.push(value.value);
    }
    return ok(values);
  };
  return {
    params: paths(definition, 'params', section('params')),
    metrics: paths(definition, 'metrics', section('metrics')),
    plots: section('plots'),
    datasets: section('datasets'),
    artifacts: artifacts(definition, scope),
  };
}

function resolveItem(
  definition: Definition,
  scope: Scope,
  item: Value,
  path: readonly (string | number)[],
): Result<Value> {
  const form = formFault(item);
  const done = form === undefined ? interpolate(item, { scope }) : err(form);
  return done.ok ? done : err(faultProblem(definition, `'${path.join('.')}'`, done.error, path));
}

function paths(
  definition: Definition,
  section: string,
  values: Result<readonly Value[]>,
): Result<readonly string[]> {
  if (!values.ok) return values;
  const list: string[] = [];
  for (const [i, value] of values.value.entries()) {
    if (typeof value !== 'string') return err(notText(definition, [section, i], value));
    list.push(value);
  }
  return ok(list);
}

function artifacts(definition: Definition, scope: Scope): Result<ValueMap> {
  const resolved = new Map<string, Value>();
  for (const [id, artifact] of definition.artifacts) {
    const path = ['artifacts', id];
    const name = resolveItem(definition, scope, id, path);
    if (!name.ok) return name;
    if (typeof name.value !== 'string') return err(notText(definition, path, name.value));
    const value = resolveItem(definition, scope, artifact, path);
    if (!value.ok) return value;
    resolved.set(name.value, value.value);
  }
  return ok(resolved);
}

function notText(definition: Definition, path: readonly (string | number)[], value: Value) {
  const at = definition.tree.placeOf(path, 'value');
  const why = `expected str, got ${typeName(value)}`;
  return unresolved(definition, `'${path.join('.')}'`, why, 'name a text', at, 'resolve');
}
