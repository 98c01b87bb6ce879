import type { EnergySource, Target } from '../../../src/meters/source.ts';

/** What a source has handed over since its start, by target. */
export class Totals {
  readonly low: Record<string, number> = {};
  readonly high: Record<string, number> = {};
  /** True while every hand-over of the target was a number, no bounds. */
  readonly isExact: Record<string, boolean> = {};
  readonly #source: EnergySource;
  readonly #low: Float64Array;
  readonly #high: Float64Array;

  constructor(source: EnergySource) {
    this.#source = source;
    this.#low = new Float64Array(source.channels.length + 2).fill(-1);
    this.#high = new Float64Array(source.channels.length + 2).fill(-1);
  }

  take(nowS: number): void {
    this.#source.take(nowS, this.#low, this.#high, 1);
    for (const [i, { target }] of this.#source.channels.entries()) {
      const low = this.#low[i + 1] as number;
      const high = this.#high[i + 1] as number;
      if (!(low >= 0 && high >= low)) throw new Error(`not bounds: ${low} ${high}`);
      this.low[target] = (this.low[target] ?? 0) + low;
      this.high[target] = (this.high[target] ?? 0) + high;
      this.isExact[target] = (this.isExact[target] ?? true) && low === high;
    }
    const edges = [this.#low[0], this.#high[0], this.#low.at(-1), this.#high.at(-1)];
    if (edges.some((edge) => edge !== -1)) throw new Error('written outside of its places');
  }

  of(target: Target): readonly [low: number, high: number] {
    return [this.low[target] ?? Number.NaN, this.high[target] ?? Number.NaN];
  }
}
