import type { Anchors } from './anchors.ts';
import { codePoints } from '../../values/code-points.ts';

/** A text as it is written, with what the writer must know of its end: the column, and whether the line has held only spaces and indicators so far. */
export class Sheet {
  text = '';
  /** In characters, from 0. */
  column: number;
  /** Whether what comes next needs no space before it. */
  afterSpace = true;
  /** Whether the line holds nothing yet but indentation, `-`, `?` and `:`. */
  onlyIndicators = true;
  /** The values that are written once and referred to from elsewhere. */
  readonly anchors: Anchors;

  constructor(anchors: Anchors, column = 0) {
    this.anchors = anchors;
    this.column = column;
  }

  /** Writes a text as it is; it has no line break. */
  write(text: string): void {
    this.text += text;
    this.column += codePoints(text);
  }

  /** Writes `-`, `?`, `:`, a quote or a bracket, with a space before it where one is wanted. */
  indicator(text: string, wantsSpace: boolean, isIndentation = false): void {
    this.write(this.afterSpace || !wantsSpace ? text : ` ${text}`);
    this.afterSpace = false;
    this.onlyIndicators &&= isIndentation;
  }

  /** Goes to a column, on a new line unless this one is still free up to there. */
  indent(column: number): void {
    if (!this.onlyIndicators || this.column > column || (this.column === column && !this.afterSpace)) {
      this.lineBreak();
    }
    if (this.column >= column) return;
    this.afterSpace = true;
    this.text += ' '.repeat(column - this.column);
    this.column = column;
  }

  /** Ends the line. */
  lineBreak(sign = '\n'): void {
    this.text += sign;
    this.afterSpace = true;
    this.onlyIndicators = true;
    this.column = 0;
  }

  /** The state of the end of the text, to which {@link backTo} returns. */
  mark(): SheetMark {
    return {
      text: this.text,
      column: this.column,
      afterSpace: this.afterSpace,
      onlyIndicators: this.onlyIndicators,
    };
  }

  /** Takes back what was written since a mark. */
  backTo(mark: SheetMark): void {
    Object.assign(this, mark);
  }
}

/** What {@link Sheet.mark} keeps. */
export type SheetMark = Pick<Sheet, 'text' | 'column' | 'afterSpace' | 'onlyIndicators'>;
