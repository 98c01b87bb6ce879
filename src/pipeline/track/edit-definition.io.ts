import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Definition } from '../definition/definition.ts';
import { isMap, type Value, type ValueMap } from '../model/value.ts';
import { editYaml } from '../yaml/edit-yaml.ts';

/**
 * Changes what a dvc.yaml says of one stage; comments and layout of the rest stay.
 *
 * @param change what is to stand there instead; undefined takes the stage out, and the file with the last one where it says nothing else.
 */
export function editStage(
  root: string,
  { file, text, tree }: Definition,
  name: string,
  change: (body: ValueMap) => ValueMap | undefined,
): Result<true> {
  const top = isMap(tree.value) ? tree.value : new Map<string, Value>();
  const before = top.get('stages');
  const stages = new Map(isMap(before) ? before : []);
  const body = stages.get(name);
  const wanted = change(isMap(body) ? body : new Map());
  if (wanted === undefined) stages.delete(name);
  else stages.set(name, wanted);
  const edited = new Map(top);
  if (stages.size === 0) edited.delete('stages');
  else edited.set('stages', stages);
  const path = join(root, file);
  if (edited.size === 0) {
    rmSync(path, { force: true });
    return ok(true);
  }
  const failed = writeFileAtomic(path, editYaml(text, edited));
  return failed === undefined ? ok(true) : err(problem('E_PIPELINE', failed.what, failed.why, failed.fix));
}
