/** A field of characters that lines, boxes and texts are drawn on. */
export class Canvas {
  readonly #rows: string[][];

  constructor(columns: number, rows: number) {
    this.#rows = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '));
  }

  /** A straight line of `*` between two points. */
  line(from: readonly [x: number, y: number], to: readonly [x: number, y: number]): void {
    const [[x0, y0], [x1, y1]] = from[0] <= to[0] ? [from, to] : [to, from];
    const [width, height] = [x1 - x0, y1 - y0];
    if (width === 0 && height === 0) this.#set(x0, y0, '*');
    else if (width >= Math.abs(height))
      for (let x = x0; x <= x1; x++) this.#set(x, y0 + toEven(((x - x0) * height) / width), '*');
    else {
      const [top, left] = height > 0 ? [y0, x0] : [y1, x1];
      for (let y = top; y <= Math.max(y0, y1); y++)
        this.#set(left + toEven(((y - top) * width) / height), y, '*');
    }
  }

  /** A box with lines of text in it, each from its second column on. */
  box(x: number, y: number, width: number, texts: readonly string[]): void {
    const rule = `+${'-'.repeat(width - 2)}+`;
    const rows = [rule, ...texts.map((text) => `|${text.padEnd(width - 2)}|`), rule];
    for (const [i, row] of rows.entries())
      for (const [j, character] of Array.from(row).entries()) this.#set(x + j, y + i, character);
  }

  /** The rows, with the spaces behind what is drawn. */
  toString(): string {
    return this.#rows.map((row) => row.join('')).join('\n');
  }

  #set(x: number, y: number, character: string): void {
    const row = this.#rows[y];
    if (row !== undefined && x < row.length) row[x] = character;
  }
}

/** The nearest whole number; of two that are as near, the even one. */
export function toEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
