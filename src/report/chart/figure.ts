import type { Canvas } from './texture.ts';

/** A table that says what a drawing shows. Numbers stand on the right. */
export interface FigureTable {
  readonly columns: readonly { readonly title: string; readonly isNumber?: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** What of the data is not in it, where that is so. */
  readonly note?: string;
}

/** A chart: what it says in one sentence, the drawing, and its table twin. */
export interface Figure {
  /** Unique in a report; letters and dashes. */
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** The drawing at a width, an `svg` element. */
  readonly draw: (canvas: Canvas) => string;
  readonly table: FigureTable;
  readonly note?: string;
}
