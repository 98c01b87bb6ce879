import { isMap } from '../../model/value.ts';
import { compose } from '../read/compose.ts';
import { construct } from '../read/construct.ts';
import { YamlFault } from '../read/fault.ts';
import { hasBreak, styleOf } from './scalar-style.ts';
import type { Sheet } from './sheet.ts';
import { writePlain } from './write-plain.ts';
import { writeDoubleQuoted, writeSingleQuoted } from './write-quoted.ts';

/**
 * Writes a text in the style and with the folds of DVC's writer. That writer loses a space here and there where it folds (two spaces at
 * the fold, an escape before it, a break that is not LF); a text that would not read back as itself is written on one line instead.
 *
 * @param indent the column of its further lines; undefined where it stands alone in the file
 */
export function writeText(
  sheet: Sheet,
  text: string,
  indent: number | undefined,
  isSimpleKey: boolean,
): void {
  const before = sheet.mark();
  const style = styleOf(text, isSimpleKey);
  if (style === 'plain') writePlain(sheet, text, indent, isSimpleKey);
  else if (style === "'") writeSingleQuoted(sheet, text, indent ?? 0, isSimpleKey);
  else writeDoubleQuoted(sheet, text, indent ?? 0, isSimpleKey);
  const written = sheet.text.slice(before.text.length);
  if (!hasBreak(written) || readsBack(written, text, indent === undefined)) return;
  sheet.backTo(before);
  if (style === 'plain') writePlain(sheet, text, indent, true);
  else writeDoubleQuoted(sheet, text, indent ?? 0, true);
}

function readsBack(written: string, text: string, isRoot: boolean): boolean {
  try {
    const value = construct(compose(isRoot ? written : `k: ${written}\n`));
    return (isMap(value) ? value.get('k') : value) === text;
  } catch (fault) {
    if (fault instanceof YamlFault) return false;
    throw fault;
  }
}
