import { assumptionsOf } from '../../report/why/tree-walk.ts';
import type { Derivation } from '../../units/derivation.ts';
import type { ErrorSources } from '../../units/estimate.ts';
import { foldText } from './fold-text.ts';
import { ascii, type TreeLook, TreePrinter } from './tree-lines.ts';
import { widthLines } from './width-lines.ts';

/** A figure with the sources of its error, where these are known. */
export interface Explained {
  /** The name by which it was asked for. */
  readonly field: string;
  readonly tree: Derivation;
  readonly errors: ErrorSources;
  /** Names of devices by their UUIDs, by which error sources name them. */
  readonly devices?: Readonly<Record<string, string>>;
}

/** Everything behind some figures, for people: their chains, what makes their intervals wide, and what was assumed. */
export function whyView(figures: readonly Explained[], look: TreeLook): string[] {
  const { style, unicode } = look;
  const printer = new TreePrinter(look);
  const heading = (text: string): readonly string[] => foldText(text, look.width).map(style.bold);
  const lines: string[] = [];
  for (const [i, { tree, errors, devices }] of figures.entries()) {
    if (i > 0) lines.push('');
    lines.push(...printer.lines(tree));
    // A constant's interval is its own, and is told with it.
    const hasWidth = tree.value !== 0 && tree.low !== tree.high && (tree.from ?? []).length > 0;
    const widths = hasWidth ? widthLines(errors, look, devices) : [];
    if (widths.length > 0)
      lines.push('', ...heading(`What makes the interval of "${tree.label}"`), ...widths);
  }
  const assumed = assumptionsOf(figures.map(({ tree }) => tree));
  if (assumed.length > 0) {
    lines.push('', ...heading('Assumed, and how to say it instead'));
    const mark = unicode ? '•' : '*';
    for (const text of assumed) {
      const folded = foldText(ascii(text, look), look.width - 4);
      lines.push(...folded.map((line, i) => `${i === 0 ? `  ${mark} ` : '    '}${line}`));
    }
  }
  return lines;
}
