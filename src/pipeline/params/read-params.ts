import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import { typeName } from '../model/type-name.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { readJson } from './json.ts';
import { readPython } from './python/read-python.ts';
import { readToml } from './toml.ts';

/**
 * Reads a file of parameters by the end of its name: `.toml`, `.json`, `.py` (what is written out in it as literals), YAML for any other.
 * An empty file holds an empty mapping.
 *
 * @param text - the content of the file
 * @param file - its path, as messages name it
 */
export function readParamsText(text: string, file: string): Result<ValueMap> {
  const read = readValuesText(text, file);
  if (!read.ok || isMap(read.value)) return read as Result<ValueMap>;
  return err(
    problem(
      'E_PIPELINE_FILE',
      `expected a dictionary, got '${typeName(read.value)}' in file '${file}'`,
      undefined,
      'write parameters as names with values',
      { file, line: 1, column: 1, text: text.split(/\r?\n/u, 1)[0] ?? '' },
    ),
  );
}

/** Like {@link readParamsText}, but the file may also hold a list or a single value. */
export function readValuesText(text: string, file: string): Result<Value> {
  const read = parse(text, file);
  return read.ok && isFalse(read.value) ? ok(new Map<string, Value>()) : read;
}

function parse(text: string, file: string): Result<Value> {
  switch (suffixOf(file)) {
    case '.toml':
      return readToml(text, file);
    case '.json':
      return readJson(text, file);
    case '.py':
      return readPython(text, file);
    default: {
      const tree = readYaml(text, file);
      return tree.ok ? ok(tree.value.value) : tree;
    }
  }
}

/** `.json` of `a/b.JSON`; nothing of a name that only begins with a dot. */
function suffixOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot).toLowerCase();
}

/** DVC takes what Python holds for false as an empty mapping. */
function isFalse(value: Value): boolean {
  if (value === null || value === false || value === '' || value === 0n) return true;
  return isList(value) && value.length === 0;
}
