import { Float, isList, isMap, type Value, type ValueMap } from '../../model/value.ts';
import { floatText } from '../../values/float-text.ts';
import type { Change } from './changes.ts';
import { keyText } from './key-text.ts';
import { edited, isSamePath, type TextEdit } from './text-edit.ts';
import { tomlLines, type TomlPair } from './toml-lines.ts';

/** TOML with other values; undefined where a change cannot be written in its place. */
export function editToml(text: string, changes: readonly Change[], after: ValueMap): string | undefined {
  const { pairs, tables } = tomlLines(text);
  const edits = new Map<TomlPair | string, TextEdit>();
  const added = new Map<number, string[]>();
  for (const change of changes) {
    const pair = pairs.find(({ path }) => isPrefix(path, change.path));
    if (pair !== undefined) {
      const isWhole = isSamePath(pair.path, change.path);
      if (isWhole && change.after === undefined) {
        const end = text.indexOf('\n', pair.to);
        edits.set(pair, { from: pair.line, to: end < 0 ? text.length : end + 1, text: '' });
        continue;
      }
      const written = tomlText(valueAt(after, pair.path));
      if (written === undefined) return undefined;
      edits.set(pair, { from: pair.from, to: pair.to, text: written });
      continue;
    }
    const written = change.after === undefined ? undefined : tomlText(change.after);
    const table = tables.findLast(({ path }) => isPrefix(path, change.path));
    if (written === undefined || table === undefined) return undefined;
    const name = change.path.slice(table.path.length).map(nameText).join('.');
    added.set(table.end, [...(added.get(table.end) ?? []), `${name} = ${written}\n`]);
  }
  for (const [at, lines] of added) {
    const isOpen = at > 0 && text[at - 1] !== '\n';
    edits.set(`${at}`, { from: at, to: at, text: (isOpen ? '\n' : '') + lines.join('') });
  }
  return edited(text, [...edits.values()]);
}

function isPrefix(path: readonly string[], of: readonly string[]): boolean {
  return path.length <= of.length && path.every((name, i) => name === of[i]);
}

function valueAt(values: Value | undefined, path: readonly string[]): Value | undefined {
  return path.reduce((value, name) => (isMap(value) ? value.get(name) : undefined), values);
}

/** A value on one line; undefined for what TOML has no word for. */
function tomlText(value: Value | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return JSON.stringify(value).replaceAll('\u007f', String.raw`\u007f`);
  if (typeof value === 'boolean' || typeof value === 'bigint') return `${value}`;
  if (value instanceof Float) return floatText(value.value);
  if (isList(value)) return joined(value.map(tomlText), '[', ']');
  if (!isMap(value)) return value.text;
  const members = [...value].map(([key, member]) => {
    const text = tomlText(member);
    return text === undefined ? undefined : `${nameText(keyText(key))} = ${text}`;
  });
  return joined(members, '{', '}');
}

function joined(parts: readonly (string | undefined)[], open: string, close: string): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(', ')}${close}`;
}

function nameText(name: string): string {
  return /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
}
