import { err, ok, type Result } from '../../result.ts';
import { isTextKey, keyValue } from '../model/key.ts';
import type { ParamsDep } from '../model/stage.ts';
import { typeName } from '../model/type-name.ts';
import { isList, isMap, type Value } from '../model/value.ts';
import { textOf } from '../values/text-of.ts';
import { type EntryFault, pathEntry, QUOTE, type StageFolder } from './path-entry.ts';

/** The file that parameters are in where no other is named. */
export const DEFAULT_PARAMS = 'params.yaml';

/** The parameters of a stage, those of a file together. A file that is named without keys counts whole. */
export function paramsOf(
  list: Value | undefined,
  folder: StageFolder,
): Result<readonly ParamsDep[], EntryFault> {
  const entries = isList(list) ? list : [];
  const whole = new Set(
    entries.flatMap((entry) =>
      isMap(entry) ? [...entry].filter(([, keys]) => isFalse(keys)).map(([file]) => file) : [],
    ),
  );
  const byFile = new Map<string, string[]>();
  const keysOf = (file: string): string[] => {
    const keys = byFile.get(file) ?? [];
    byFile.set(file, keys);
    return keys;
  };
  for (const entry of entries) {
    if (typeof entry === 'string') {
      if (!whole.has(DEFAULT_PARAMS)) keysOf(DEFAULT_PARAMS).push(entry);
      continue;
    }
    if (!isMap(entry))
      return err({
        key: 'params',
        message: `Only list of str/dict is supported. Got: '${typeName(entry)}'.`,
      });
    for (const [file, names] of entry) {
      if (!isTextKey(file))
        return err({ key: 'params', message: `expected a path, got ${textOf(keyValue(file))}`, fix: QUOTE });
      const keys = keysOf(file);
      if (whole.has(file)) continue;
      if (!isList(names)) {
        const message = `Expected list of params for custom params file '${file}', got '${typeName(names)}'.`;
        return err({ key: 'params', message });
      }
      for (const name of names) {
        if (typeof name !== 'string') {
          return err({
            key: 'params',
            message: `expected the name of a parameter, got ${typeName(name)}`,
            fix: QUOTE,
          });
        }
        keys.push(name);
      }
    }
  }
  const params: ParamsDep[] = [];
  for (const [file, keys] of byFile) {
    const dep = pathEntry(file, 'a dependency', 'params', folder);
    if (!dep.ok) return dep;
    params.push({ ...dep.value, keys: whole.has(file) ? 'all' : [...new Set(keys)] });
  }
  return ok(params);
}

/** What Python holds for false. */
function isFalse(value: Value): boolean {
  if (value === null || value === false || value === '' || value === 0n) return true;
  if (isList(value)) return value.length === 0;
  return isMap(value) && value.size === 0;
}
