import { pythonRepr } from '../../values/text-of.ts';
import type { Change } from './changes.ts';
import { literalsIn } from './python-literals.ts';
import { edited, isSamePath, type TextEdit } from './text-edit.ts';

/** Python whose literals say other values; undefined where a change is none of a literal that stands there. */
export function editPython(text: string, changes: readonly Change[]): string | undefined {
  const literals = literalsIn(text);
  const edits: TextEdit[] = [];
  for (const { path, before, after } of changes) {
    const literal = literals.findLast((one) => isSamePath(one.path, path));
    if (literal === undefined || before === undefined || after === undefined) return undefined;
    edits.push({ from: literal.from, to: literal.to, text: pythonRepr(after) });
  }
  return edited(text, edits);
}
