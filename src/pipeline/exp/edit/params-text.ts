import { problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import { isList, isMap, type Value, type ValueMap } from '../../model/value.ts';
import { readParamsText } from '../../params/read-params.ts';
import { editYaml } from '../../yaml/edit-yaml.ts';
import { yamlText } from '../../yaml/yaml-text.ts';
import { changesOf } from './changes.ts';
import { editJson } from './edit-json.ts';
import { editPython } from './edit-python.ts';
import { editToml } from './edit-toml.ts';

/**
 * The text of a file of parameters changed so that it says other values; comments, order and layout of what stays are kept.
 *
 * @param text the file as it is; undefined where there is none
 * @param file its path, whose end says what it is written in
 */
export function paramsText(
  text: string | undefined,
  file: string,
  before: ValueMap,
  after: ValueMap,
): Result<string> {
  const suffix = /\.[^./]+$/.exec(file)?.[0].toLowerCase() ?? '';
  const changes = changesOf(before, after);
  if (suffix === '.json') return ok(editJson(text ?? '{}', changes, before, after));
  if (suffix !== '.toml' && suffix !== '.py')
    return ok(text === undefined ? yamlText(after) : editYaml(text, after));
  const edited = suffix === '.toml' ? editToml(text ?? '', changes, after) : editPython(text ?? '', changes);
  const read = edited === undefined ? undefined : readParamsText(edited, file);
  return edited !== undefined && read?.ok === true && isSame(read.value, after)
    ? ok(edited)
    : err(notEdited(file));
}

/** Whether two values say the same, also to a reader who tells 1 from 1.0. */
function isSame(a: Value, b: Value | undefined): boolean {
  if (isMap(a) && isMap(b))
    return a.size === b.size && [...a].every(([key, value]) => isSame(value, b.get(key)));
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (typeof a === 'object' && a !== null)
    return JSON.stringify(a) === JSON.stringify(b) && typeof b === 'object';
  return a === b;
}

function notEdited(file: string): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    `cannot change ${file}`,
    'what is asked for cannot be written into its text without writing all of it anew',
    'change the file by hand, and run the experiment without -S',
  );
}
