import { keyValue } from '../../model/key.ts';
import { Float, isList, isMap, Moment, type Value, type ValueMap } from '../../model/value.ts';
import { codePoints } from '../../values/code-points.ts';
import { floatText } from '../../values/float-text.ts';
import { hasBreak } from './scalar-style.ts';
import type { Sheet } from './sheet.ts';
import { writePlain } from './write-plain.ts';
import { writeText } from './write-text.ts';

/** Where a node stands: alone, in a list, as the value of a mapping or its key behind `?`, as a key before `:`. */
type Context = 'root' | 'item' | 'member' | 'key';

/** One step of indentation. */
export const STEP = 2;
/** A key from this length on, its unwritten tag (`!!str`) counted in, stands behind `?`. */
const LONG_KEY = 128;

/**
 * Writes a value in block style, by the layout of DVC's writer: two spaces a step, the items of a list under their key without a step.
 *
 * @param indent the column of what holds it; undefined where nothing does
 */
export function writeNode(sheet: Sheet, value: Value, indent: number | undefined, context: Context): void {
  const anchor = sheet.anchors.next(value);
  if (anchor !== undefined) sheet.indicator(anchor.text, true);
  if (anchor?.sign === '*') return;
  if (isMap(value)) return writeMap(sheet, value, indent, context);
  if (isList(value)) return writeList(sheet, value, indent, context);
  const inner = indent === undefined ? undefined : indent + STEP;
  if (context === 'item' && anchor === undefined) sheet.indent(inner ?? 0);
  if (typeof value !== 'string')
    return writePlain(sheet, scalarText(value, context), inner, context === 'key');
  writeText(sheet, value, inner, context === 'key');
}

/** Nothing is written as nothing, but named where it stands alone or as a key. */
function scalarText(value: Exclude<Value, string | ValueMap | readonly Value[]>, context: Context): string {
  if (value === null) return context === 'root' || context === 'key' ? 'null' : '';
  if (value instanceof Float) return floatScalar(value.value);
  return value instanceof Moment ? value.text : `${value}`;
}

function floatScalar(n: number): string {
  if (Number.isNaN(n)) return '.nan';
  return Number.isFinite(n) ? floatText(n) : n > 0 ? '.inf' : '-.inf';
}

function writeList(sheet: Sheet, list: readonly Value[], indent: number | undefined, context: Context): void {
  if (list.length === 0) return writeEmpty(sheet, '[]');
  // Under a key the items stand at its own column; behind `-`, `?` or a `:` on its own line they are a step in.
  const under = context === 'member' && !sheet.onlyIndicators;
  const inner = indent === undefined ? 0 : under ? indent : indent + STEP;
  for (const item of list) {
    sheet.indent(inner);
    sheet.indicator('-', true, true);
    writeNode(sheet, item, inner, 'item');
  }
}

function writeMap(sheet: Sheet, map: ValueMap, indent: number | undefined, _context: Context): void {
  if (map.size === 0) return writeEmpty(sheet, '{}');
  const inner = indent === undefined ? 0 : indent + STEP;
  for (const [key, value] of map) writeMember(sheet, keyValue(key), value, inner);
}

/** Writes one `key: value` of a mapping whose keys stand at a column. */
export function writeMember(sheet: Sheet, key: Value, value: Value, column: number): void {
  sheet.indent(column);
  if (isSimpleKey(key)) {
    writeNode(sheet, key, column, 'key');
    sheet.indicator(':', false);
  } else {
    sheet.indicator('?', true, true);
    writeNode(sheet, key, column, 'member');
    sheet.indent(column);
    sheet.indicator(':', true, true);
  }
  writeNode(sheet, value, column, 'member');
}

function isSimpleKey(key: Value): boolean {
  if (isList(key) || isMap(key)) return false;
  if (typeof key === 'string') return codePoints(key) + '!!str'.length < LONG_KEY && !hasBreak(key);
  return typeof key !== 'bigint' || `${key}`.length + '!!int'.length < LONG_KEY;
}

function writeEmpty(sheet: Sheet, brackets: '[]' | '{}'): void {
  sheet.indicator(brackets, true);
  sheet.lineBreak();
}
