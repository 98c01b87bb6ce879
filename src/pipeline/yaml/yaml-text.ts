import type { Value } from '../model/value.ts';
import { isList, isMap } from '../model/value.ts';
import { Sheet } from './write/sheet.ts';
import { writeMember, writeNode } from './write/write-node.ts';

/** A value as DVC writes it into its files: block style, folded at column 80, ending with a line break. */
export function yamlText(value: Value): string {
  const sheet = new Sheet();
  writeNode(sheet, value, undefined, 'root');
  sheet.indent(0);
  // A text without quotes that stands alone could go on; the mark says that it does not.
  const open = !isMap(value) && !isList(value) && !/^["']/.test(sheet.text);
  return open ? `${sheet.text}...\n` : sheet.text;
}

/** The lines of one `key: value` of a mapping whose keys stand at a column, ending with a line break. */
export function memberText(key: string, value: Value, column: number): string {
  const sheet = new Sheet();
  writeMember(sheet, key, value, column);
  sheet.indent(0);
  return sheet.text;
}
