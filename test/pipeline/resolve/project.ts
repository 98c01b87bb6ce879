import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../../src/errors.ts';
import { readDefinition } from '../../../src/pipeline/definition/read-definition.ts';
import type { Value } from '../../../src/pipeline/model/value.ts';
import { readValuesText } from '../../../src/pipeline/params/read-params.ts';
import type { Parsing } from '../../../src/pipeline/resolve/flags.ts';
import type { ReadValues } from '../../../src/pipeline/resolve/load-vars.ts';
import { type Resolved, resolveDefinition } from '../../../src/pipeline/resolve/resolve-stages.ts';
import { err, ok, type Result } from '../../../src/result.ts';

/** Reads files of values of a project from the disk. */
export function reader(root: string): ReadValues {
  return (path): Result<Value | undefined> => {
    const at = path.startsWith('/') ? path : join(root, path);
    if (!existsSync(at)) return ok(undefined);
    if (statSync(at).isDirectory()) return err(problem('E_PIPELINE_FILE', `'${path}' is a directory`));
    return readValuesText(readFileSync(at, 'utf8'), path);
  };
}

/** Resolves a dvc.yaml of a project on the disk. */
export function resolveProject(root: string, file = 'dvc.yaml', parsing?: Parsing): Result<Resolved> {
  const definition = readDefinition(readFileSync(join(root, file), 'utf8'), file);
  if (!definition.ok) return definition;
  return resolveDefinition(definition.value, {
    root,
    read: reader(root),
    ...(parsing === undefined ? {} : { parsing }),
  });
}
