import type { SeriesRecord } from './series-layout.ts';

/** Gathers samples or finer records into one record: minima, maxima, means weighted by time. NaN is "not known" and weighs nothing. */
export class SeriesBucket {
  count = 0;
  #t0 = 0;
  #t1 = 0;
  #offset = 0;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #sum: Float64Array;
  readonly #weight: Float64Array;

  constructor(channels: number) {
    this.#min = new Float64Array(channels);
    this.#max = new Float64Array(channels);
    this.#sum = new Float64Array(channels);
    this.#weight = new Float64Array(channels);
    this.clear();
  }

  /** Adds the power of one sample that ends at `t`. */
  sample(t: number, dt: number, offset: number, watts: ArrayLike<number>): void {
    this.#span(t - dt, t, offset);
    for (let c = 0; c < this.#min.length; c++) this.#value(c, watts[c] ?? Number.NaN, watts[c], watts[c], dt);
  }

  /** Adds a finer record. */
  record(finer: SeriesRecord): void {
    this.#span(finer.t0, finer.t1, finer.offset);
    const dt = finer.t1 - finer.t0;
    for (let c = 0; c < this.#min.length; c++)
      this.#value(c, finer.mean[c] ?? Number.NaN, finer.min[c], finer.max[c], dt);
  }

  /** The record of what was added. */
  take(): SeriesRecord {
    const channels = this.#min.length;
    const min = new Float32Array(channels);
    const max = new Float32Array(channels);
    const mean = new Float32Array(channels);
    for (let c = 0; c < channels; c++) {
      const weight = this.#weight[c] as number;
      min[c] = finite(this.#min[c] as number);
      max[c] = finite(this.#max[c] as number);
      mean[c] = weight > 0 ? (this.#sum[c] as number) / weight : Number.NaN;
    }
    return { t0: this.#t0, t1: this.#t1, offset: this.#offset, min, max, mean };
  }

  clear(): void {
    this.count = 0;
    this.#min.fill(Number.POSITIVE_INFINITY);
    this.#max.fill(Number.NEGATIVE_INFINITY);
    this.#sum.fill(0);
    this.#weight.fill(0);
  }

  #span(t0: number, t1: number, offset: number): void {
    if (this.count++ === 0) {
      this.#t0 = t0;
      this.#offset = offset;
    }
    this.#t1 = t1;
  }

  #value(c: number, mean: number, min: number | undefined, max: number | undefined, dt: number): void {
    if (Number.isNaN(mean)) return;
    if (min !== undefined && min < (this.#min[c] as number)) this.#min[c] = min;
    if (max !== undefined && max > (this.#max[c] as number)) this.#max[c] = max;
    this.#sum[c] = (this.#sum[c] as number) + mean * dt;
    this.#weight[c] = (this.#weight[c] as number) + dt;
  }
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
