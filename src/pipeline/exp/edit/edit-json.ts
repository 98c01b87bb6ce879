import type { Value, ValueMap } from '../../model/value.ts';
import { isList, isMap } from '../../model/value.ts';
import { readJson } from '../../params/json.ts';
import { compose } from '../../yaml/read/compose.ts';
import { YamlFault } from '../../yaml/read/fault.ts';
import { nodeAt } from '../../yaml/read/node-at.ts';
import { jsonText } from '../../values/json-text.ts';
import type { Change } from './changes.ts';
import { keyText } from './key-text.ts';
import { edited, type TextEdit } from './text-edit.ts';

/**
 * JSON with other values, in their places where only values change. Else it is written anew: a text on lines stays so, with its indentation; lists that
 * stood on one line stay on one.
 */
export function editJson(
  text: string,
  changes: readonly Change[],
  before: ValueMap,
  after: ValueMap,
): string {
  return inPlace(text, changes, after) ?? anew(text, before, after);
}

/** Undefined where something is added or taken away. JSON is read as the YAML that it is, for its places. */
function inPlace(text: string, changes: readonly Change[], after: ValueMap): string | undefined {
  const edits: TextEdit[] = [];
  try {
    const composed = compose(text);
    for (const { path, before, after: wanted } of changes) {
      if (before === undefined || wanted === undefined) return undefined;
      const { start, end } = nodeAt(composed, path, 'value');
      edits.push({ from: start, to: end, text: jsonLine(wanted) });
    }
  } catch (fault) {
    if (fault instanceof YamlFault) return undefined;
    throw fault;
  }
  const done = edited(text, edits);
  const read = readJson(done, '');
  return read.ok && isMap(read.value) && jsonLine(read.value) === jsonLine(after) ? done : undefined;
}

function anew(text: string, before: ValueMap, after: ValueMap): string {
  const [, indent] = /^\s*[{[][ \t]*\r?\n([ \t]*)/.exec(text) ?? [];
  const end = /\r?\n$/.exec(text)?.[0] ?? '';
  if (indent === undefined) return jsonLine(after) + end;
  const isInline = !/\[[ \t]*\r?\n/.test(text) && hasList(before);
  return written(after, indent, '', isInline) + end;
}

/** As Python's `json.dump` writes it: in the order of the mapping. */
function jsonLine(value: Value): string {
  if (isMap(value)) {
    const members = [...value].map(([key, member]) => `${jsonText(keyText(key))}: ${jsonLine(member)}`);
    return `{${members.join(', ')}}`;
  }
  return isList(value) ? `[${value.map(jsonLine).join(', ')}]` : jsonText(value);
}

function written(value: Value, indent: string, at: string, isInline: boolean): string {
  const inner = at + indent;
  if (isMap(value) && value.size > 0) {
    const members = [...value].map(
      ([key, member]) => `${inner}${jsonText(keyText(key))}: ${written(member, indent, inner, isInline)}`,
    );
    return `{\n${members.join(',\n')}\n${at}}`;
  }
  if (isList(value) && value.length > 0 && !isInline)
    return `[\n${value.map((item) => inner + written(item, indent, inner, false)).join(',\n')}\n${at}]`;
  return jsonLine(value);
}

function hasList(value: Value): boolean {
  return isList(value) ? value.length > 0 : isMap(value) && [...value.values()].some(hasList);
}
