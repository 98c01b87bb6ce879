/** Side of a cell, px: about as far as a pointer may miss a mark. */
const CELL = 16;

/** Finds the point under a pointer among many: points stand in cells, and only those around are looked at. */
export class HitGrid {
  readonly #xs: Float32Array;
  readonly #ys: Float32Array;
  readonly #columns: number;
  readonly #rows: number;
  /** Where the points of each cell begin in `#order`. */
  readonly #starts: Int32Array;
  readonly #order: Int32Array;

  /** @param xs, ys places in px; what is no number or outside is never found. */
  constructor(xs: Float32Array, ys: Float32Array, width: number, height: number) {
    this.#xs = xs;
    this.#ys = ys;
    this.#columns = Math.max(1, Math.ceil(width / CELL));
    this.#rows = Math.max(1, Math.ceil(height / CELL));
    const cells = this.#columns * this.#rows;
    const cellOf = new Int32Array(xs.length).fill(-1);
    const starts = new Int32Array(cells + 1);
    for (let i = 0; i < xs.length; i++) {
      const cell = this.#cellAt(xs[i] ?? Number.NaN, ys[i] ?? Number.NaN);
      if (cell < 0) continue;
      cellOf[i] = cell;
      starts[cell + 1] = (starts[cell + 1] ?? 0) + 1;
    }
    for (let cell = 0; cell < cells; cell++) starts[cell + 1] = (starts[cell + 1] ?? 0) + (starts[cell] ?? 0);
    const next = starts.slice();
    this.#order = new Int32Array(starts[cells] ?? 0);
    for (let i = 0; i < xs.length; i++) {
      const cell = cellOf[i] ?? -1;
      if (cell < 0) continue;
      const at = next[cell] ?? 0;
      this.#order[at] = i;
      next[cell] = at + 1;
    }
    this.#starts = starts;
  }

  /** The nearest point within a radius, px; undefined where there is none. Of those at one place the last, which is drawn on top. */
  nearest(x: number, y: number, radius = CELL): number | undefined {
    const reach = Math.ceil(radius / CELL);
    const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    let found: number | undefined;
    let least = radius * radius;
    for (let r = Math.max(0, row - reach); r <= Math.min(this.#rows - 1, row + reach); r++) {
      for (let c = Math.max(0, column - reach); c <= Math.min(this.#columns - 1, column + reach); c++) {
        const cell = r * this.#columns + c;
        for (let at = this.#starts[cell] ?? 0; at < (this.#starts[cell + 1] ?? 0); at++) {
          const i = this.#order[at] ?? -1;
          const distance = ((this.#xs[i] ?? 0) - x) ** 2 + ((this.#ys[i] ?? 0) - y) ** 2;
          if (distance < least || (distance === least && i > (found ?? -1))) [least, found] = [distance, i];
        }
      }
    }
    return found;
  }

  #cellAt(x: number, y: number): number {
    const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    const isInside = column >= 0 && column < this.#columns && row >= 0 && row < this.#rows;
    return isInside ? row * this.#columns + column : -1;
  }
}
