import { problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import { textOf } from '../../values/text-of.ts';
import { keyValue } from '../../model/key.ts';
import { isList, isMap, type Value } from '../../model/value.ts';
import { type Override, SIGNS } from './override.ts';
import { OverrideFault } from './override-fault.ts';
import { readValues } from './value-reader.ts';

/** The file that `-S` means where it names none. */
const DEFAULT_FILE = 'params.yaml';

/** Overrides by the file that they change, in the order in which the files were first named. */
export type FileOverrides = ReadonlyMap<string, readonly Override[]>;

/** Reads what was given with `-S [file:]key=value`. */
export function readOverrides(words: readonly string[]): Result<FileOverrides> {
  const files = new Map<string, Override[]>();
  for (const word of words) {
    const equals = word.indexOf('=');
    const colon = (equals < 0 ? word : word.slice(0, equals)).indexOf(':');
    const file = colon < 0 ? DEFAULT_FILE : word.slice(0, colon);
    const read = readOverride(word.slice(colon + 1));
    if (!read.ok) return read;
    files.set(file, [...(files.get(file) ?? []), read.value]);
  }
  return ok(files);
}

function readOverride(text: string): Result<Override> {
  const [, sign = '', key = '', equals, right = ''] = /^(\+\+?|~)?([^=]*)(=)?(.*)$/s.exec(text) ?? [];
  const how = sign === '~' ? 'delete' : sign === '++' ? 'set' : sign === '+' ? 'add' : 'change';
  if (!KEY.test(key))
    return err(notRead(text, key === '' ? 'it names no parameter' : `"${key}" is no name of a parameter`));
  if (equals === undefined) {
    if (how !== 'delete') return err(notRead(text, 'it has no ='));
    return ok({ text, how, key, values: [], isSweep: false });
  }
  try {
    return ok({ text, how, key, ...readValues(right) });
  } catch (fault) {
    if (!(fault instanceof OverrideFault)) throw fault;
    return err(notRead(text, fault.message));
  }
}

/** Names with dots between; no groups of a configuration (`a/b`, `a@b`). */
const KEY = /^[^\s=@/.:+~]+(?:\.[^\s=@/.:+~]+)*$/;

function notRead(text: string, why: string): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    `Invalid \`--set-param\` value: ${text}`,
    why,
    "write -S lr=0.1, -S file.yaml:train.lr=0.1, -S +new=1, -S ~old, or -S 'lr=0.1,0.2' with --queue",
  );
}

/** Every combination of what sweeps ask for: the first parameter changes slowest. */
export function combinations(files: FileOverrides): readonly FileOverrides[] {
  const all = [...files].flatMap(([file, overrides]) => overrides.map((override) => ({ file, override })));
  let sets: readonly (readonly { readonly file: string; readonly override: Override }[])[] = [[]];
  for (const { file, override } of all) {
    const singles = override.isSweep ? override.values.map((value) => only(override, value)) : [override];
    sets = sets.flatMap((set) => singles.map((single) => [...set, { file, override: single }]));
  }
  return sets.map((set) => {
    const grouped = new Map<string, Override[]>();
    for (const { file, override } of set) grouped.set(file, [...(grouped.get(file) ?? []), override]);
    return grouped;
  });
}

function only(override: Override, value: Value): Override {
  const text = `${SIGNS[override.how]}${override.key}=${elementText(value)}`;
  return { ...override, text, values: [value], isSweep: false };
}

/** A value as it would be written in an override. */
function elementText(value: Value): string {
  if (isList(value)) return `[${value.map(elementText).join(',')}]`;
  if (!isMap(value)) return textOf(value);
  return `{${[...value].map(([key, member]) => `${textOf(keyValue(key))}:${elementText(member)}`).join(',')}}`;
}
