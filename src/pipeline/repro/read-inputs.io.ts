import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { relativePath } from '../graph/address.ts';
import type { Hashed } from '../model/hashed.ts';
import type { LockEntry } from '../model/lock-entry.ts';
import type { Dep, Out, ParamsDep, RepoPath, Stage } from '../model/stage.ts';
import type { Value, ValueMap } from '../model/value.ts';
import { paramAt } from '../params/param-at.ts';
import type { Inputs } from './new-entry.ts';
import type { Workbench } from './workbench.io.ts';

/**
 * What a stage reads as it is now; a problem where a file or a parameter is not there.
 *
 * @param foretold what is going to lie at a path, where that is known.
 */
export function readInputs(
  bench: Workbench,
  stage: Stage,
  recorded: LockEntry | undefined,
  foretold: ReadonlyMap<RepoPath, Hashed> = new Map(),
): Result<Inputs> {
  const deps = new Map<Dep, Hashed>();
  for (const dep of stage.deps) {
    const known = foretold.get(dep.at);
    if (known !== undefined) {
      deps.set(dep, known);
      continue;
    }
    const hashed = hashItem(bench, dep, recorded?.deps);
    if (!hashed.ok) return hashed;
    if (hashed.value === undefined) return err(missing(bench, dep, 'dependency'));
    deps.set(dep, hashed.value);
  }
  const params = new Map<ParamsDep, ValueMap>();
  for (const item of stage.params) {
    const values = readParams(bench, item);
    if (!values.ok) return values;
    params.set(item, values.value);
  }
  return ok({ deps, params });
}

/** What a stage wrote; a problem where an output is not there. */
export function hashOuts(
  bench: Workbench,
  outs: readonly Out[],
  recorded: LockEntry | undefined,
): Result<ReadonlyMap<Dep, Hashed>> {
  const hashes = new Map<Dep, Hashed>();
  for (const out of outs) {
    const hashed = hashItem(bench, out, recorded?.outs);
    if (!hashed.ok) return hashed;
    if (hashed.value === undefined) return err(missing(bench, out, 'output'));
    hashes.set(out, hashed.value);
  }
  return ok(hashes);
}

/** An entry of DVC 2 that still holds stays as it is; everything else is hashed as DVC 3 does. */
function hashItem(
  { contents }: Workbench,
  { path, at }: Dep,
  recorded: LockEntry['deps'],
): Result<Hashed | undefined> {
  const known = recorded?.find((item) => item.path === path);
  if (known === undefined || known.hash !== undefined) return contents.hash(at);
  const legacy = contents.hash(at, 'md5-dos2unix');
  return legacy.ok && legacy.value?.md5 === known.md5 ? legacy : contents.hash(at);
}

function readParams({ project }: Workbench, { at, keys }: ParamsDep): Result<ValueMap> {
  const file = relativePath(project.from, at);
  const values = project.values.params(at);
  if (!values.ok) return values;
  if (values.value === undefined) {
    const fix = 'make the file, or take it out of the stage';
    return err(problem('E_STAGE', `Parameters file '${file}' does not exist`, undefined, fix));
  }
  if (keys === 'all') return ok(values.value);
  const found = new Map<string, Value>();
  const absent: string[] = [];
  for (const key of keys) {
    const value = paramAt(values.value, key);
    if (value === undefined) absent.push(key);
    else found.set(key, value);
  }
  if (absent.length === 0) return ok(found);
  const fix = 'add them to the file, or take them out of the stage';
  return err(
    problem('E_STAGE', `Parameters '${absent.join(', ')}' are missing from '${file}'.`, undefined, fix),
  );
}

function missing({ project }: Workbench, { at }: Dep, kind: 'dependency' | 'output'): Problem {
  return problem(
    'E_STAGE',
    `${kind} '${relativePath(project.from, at)}' does not exist`,
    kind === 'output'
      ? 'the command ended well and did not write it'
      : 'nothing lies there, and no stage that was run makes it',
    kind === 'output'
      ? 'correct the path in dvc.yaml or in the command (both start from wdir)'
      : 'correct the path, check the data out (`joulebook checkout`), or pull it (`joulebook pull`)',
  );
}
