import { err, ok, type Result } from '../../result.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import { pythonText } from '../values/text-of.ts';

/** How a mapping in `cmd` becomes flags: the section `parsing` of DVC's configuration. */
export interface Parsing {
  /** `boolean_optional`: false becomes `--no-x`; else it is left out. */
  readonly bool?: 'store_true' | 'boolean_optional';
  /** `append`: the flag is repeated for each item of a list; else it stands once before all. */
  readonly list?: 'nargs' | 'append';
}

/** The flags that a mapping in `cmd` stands for: `--lr 0.1 --layer.size 3 --fast`. */
export function flagsText(map: ValueMap, parsing: Parsing): Result<string, string> {
  const words: string[] = [];
  for (const [name, value] of flattened(map)) {
    const flag = `--${name}`;
    if (typeof value === 'boolean') {
      if (value) words.push(flag);
      else if (parsing.bool === 'boolean_optional') words.push(`--no-${name}`);
    } else if (isList(value)) {
      const items = listWords(value);
      if (items === undefined) return err(`Cannot interpolate nested iterable in '${name}'`);
      if (parsing.list === 'append') words.push(...items.map((item) => `${flag} ${item}`));
      else if (items.length > 0) words.push(flag, ...items);
    } else words.push(`${flag} ${typeof value === 'string' ? quoted(value) : pythonText(value)}`);
  }
  return ok(words.join(' '));
}

function listWords(list: readonly Value[]): readonly string[] | undefined {
  const words: string[] = [];
  for (const item of list) {
    if (isList(item) || isMap(item)) return undefined;
    words.push(typeof item === 'string' ? quoted(item) : pythonText(item));
  }
  return words;
}

/** Names of mappings inside mappings are joined by dots; an empty mapping vanishes. */
function flattened(map: ValueMap, prefix = ''): readonly (readonly [string, Exclude<Value, ValueMap>])[] {
  return [...map].flatMap(([key, value]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    return isMap(value) ? flattened(value, name) : [[name, value] as const];
  });
}

/** Quotes a word for a POSIX shell, where it needs that. */
function quoted(word: string): string {
  if (word !== '' && /^[\w@%+=:,./-]+$/u.test(word)) return word;
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}
