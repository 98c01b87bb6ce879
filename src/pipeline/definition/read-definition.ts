import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import type { RepoPath } from '../model/stage.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import type { Definition, StageDefinition } from './definition.ts';
import { dvcYaml } from './dvc-yaml-schema.ts';
import { misfitProblem } from './misfit-problem.ts';

/**
 * Reads a dvc.yaml and checks its form as DVC does: unknown keys are refused at every level. What stands in `${}` is not looked at.
 *
 * @param text - the content of the file
 * @param file - its path from the root of the repository
 */
export function readDefinition(text: string, file: RepoPath): Result<Definition> {
  const tree = readYaml(text, file);
  if (!tree.ok) return tree;
  const top = emptyAsMap(tree.value.value);
  const misfit = misfitProblem(dvcYaml(top, []), tree.value, file);
  if (misfit !== undefined) return err(misfit);
  if (!isMap(top))
    return err(problem('E_PIPELINE_FILE', `'${file}' validation failed: expected a dictionary`));
  const stages = new Map<string, StageDefinition>();
  for (const [name, body] of mapAt(top, 'stages')) {
    if (isMap(body)) stages.set(name, stageDefinition(name, body));
  }
  return ok({
    file,
    folder: file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '',
    text,
    tree: tree.value,
    vars: listAt(top, 'vars').filter(isTextOrMap),
    stages,
    params: listAt(top, 'params').filter(isText),
    metrics: listAt(top, 'metrics').filter(isText),
    plots: listAt(top, 'plots').filter(isTextOrMap),
    artifacts: new Map(
      [...mapAt(top, 'artifacts')].filter((entry): entry is [string, ValueMap] => isMap(entry[1])),
    ),
    datasets: listAt(top, 'datasets'),
  });
}

function stageDefinition(name: string, body: ValueMap): StageDefinition {
  const axes = body.get('matrix');
  if (isMap(axes)) {
    const rest = new Map(body);
    rest.delete('matrix');
    return { kind: 'matrix', name, body: rest, over: axes };
  }
  const over = body.get('foreach');
  const template = body.get('do');
  if (over !== undefined && isMap(template)) return { kind: 'foreach', name, body: template, over };
  return { kind: 'single', name, body };
}

/** DVC takes everything that Python holds for false (an empty file, `0`, `[]`) as an empty mapping. */
function emptyAsMap(value: Value): Value {
  const empty =
    value === null ||
    value === false ||
    value === '' ||
    value === 0n ||
    (isList(value) && value.length === 0);
  return empty ? new Map() : value;
}

function mapAt(top: ValueMap, key: string): ValueMap {
  const value = top.get(key);
  return isMap(value) ? value : new Map<string, Value>();
}

function listAt(top: ValueMap, key: string): readonly Value[] {
  const value = top.get(key);
  return isList(value) ? value : [];
}

function isText(value: Value): value is string {
  return typeof value === 'string';
}

function isTextOrMap(value: Value): value is string | ValueMap {
  return isText(value) || isMap(value);
}
