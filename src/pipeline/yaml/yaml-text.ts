import { keyValue } from '../model/key.ts';
import { isList, isMap, type Value } from '../model/value.ts';
import { Anchors } from './write/anchors.ts';
import { Sheet } from './write/sheet.ts';
import { STEP, writeMember, writeNode } from './write/write-node.ts';

/**
 * A value as DVC writes it into its files: block style, folded at column 80, ending with a line break. A list or mapping that stands in
 * several places (the same object) is written once.
 */
export function yamlText(value: Value): string {
  const sheet = new Sheet(new Anchors(value));
  writeNode(sheet, value, undefined, 'root');
  sheet.indent(0);
  // A text without quotes that stands alone could go on; the mark says that it does not.
  const open = !isMap(value) && !isList(value) && !/^["']/.test(sheet.text);
  return open ? `${sheet.text}...\n` : sheet.text;
}

/** The lines of one `key: value` of a mapping, and how many names for values in several places they use. */
export interface MemberText {
  readonly text: string;
  readonly anchors: number;
}

/**
 * The lines of one `key: value` of a mapping whose keys stand at a column, ending with a line break.
 *
 * @param anchorsBefore how many names for values in several places the file uses before
 */
export function memberText(key: string, value: Value, column: number, anchorsBefore = 0): MemberText {
  const anchors = new Anchors(value, anchorsBefore);
  const sheet = new Sheet(anchors);
  writeMember(sheet, keyValue(key), value, column);
  sheet.indent(0);
  return { text: sheet.text, anchors: anchors.size };
}

/** The lines of one item of a list that stands at a column, ending with a line break; the first is indented like the others. */
export function itemText(value: Value, column: number): string {
  const sheet = new Sheet(new Anchors(value));
  const hasLines = (isMap(value) && value.size > 0) || (isList(value) && value.length > 0);
  if (!hasLines) sheet.indent(column);
  writeNode(sheet, value, column - STEP, hasLines ? 'item' : 'member');
  sheet.indent(0);
  return sheet.text;
}
