/** Power over one stretch: of one sample, or of several that came together. */
export interface PowerPoint {
  /** Its end, seconds since the run began. */
  readonly atS: number;
  /** Mean, least and most, W. */
  readonly w: number;
  readonly low: number;
  readonly high: number;
}

/** How far back it goes, s. */
export const RING_S = 300;
/** Samples that follow each other faster share a point, s. */
export const FINEST_S = 0.5;
const MOST = RING_S / FINEST_S + 8;
const FIELDS = 4;

/** The power of a run in the last five minutes. Takes the same room however long the run goes on. */
export class PowerRing {
  readonly #cells = new Float64Array(MOST * FIELDS);
  #first = 0;
  #count = 0;

  add({ atS, w, low, high }: PowerPoint): void {
    if (this.#count === MOST) this.#drop();
    const at = ((this.#first + this.#count) % MOST) * FIELDS;
    this.#cells.set([atS, w, low, high], at);
    this.#count++;
    while (this.#count > 0 && (this.#cells[this.#first * FIELDS] ?? 0) < atS - RING_S) this.#drop();
  }

  get points(): readonly PowerPoint[] {
    const cells = this.#cells;
    return Array.from({ length: this.#count }, (_, n) => {
      const at = ((this.#first + n) % MOST) * FIELDS;
      return {
        atS: cells[at] ?? 0,
        w: cells[at + 1] ?? 0,
        low: cells[at + 2] ?? 0,
        high: cells[at + 3] ?? 0,
      };
    });
  }

  #drop(): void {
    this.#first = (this.#first + 1) % MOST;
    this.#count--;
  }
}
