import type { Gauge } from './gauge.ts';
import { GaugeSet } from './gauge-set.ts';

/**
 * One energy that several counters show. All are read, so when the preferred one fails another goes on from where it stood: nothing is lost
 * and nothing counted twice.
 */
export class TwinGauge implements Gauge {
  readonly set: GaugeSet;
  /** What was handed over since the start, J. */
  #low = 0;
  #high = 0;
  #chosen = 0;
  lowJ = 0;
  highJ = 0;

  constructor(gauges: readonly [Gauge, ...Gauge[]]) {
    this.set = new GaugeSet(gauges);
  }

  get #first(): Gauge {
    return this.set.gauges[0] as Gauge;
  }

  get value(): number {
    return this.#first.value;
  }

  get mostW(): number {
    return this.#first.mostW;
  }

  get pollWithinS(): number {
    return Math.min(...this.set.gauges.map((gauge) => gauge.pollWithinS));
  }

  get code(): string {
    return this.#first.code;
  }

  get why(): string {
    return this.#first.why;
  }

  start(nowS: number): void {
    this.set.start(nowS);
    this.#low = 0;
    this.#high = 0;
    this.#chosen = 0;
  }

  read(nowS: number): boolean {
    this.lowJ = 0;
    this.highJ = 0;
    this.set.read(nowS);
    return this.choose();
  }

  /** As {@link read}, for a set that has just been read. */
  choose(): boolean {
    const best = this.set.best();
    if (best < 0) return false;
    const { low, high, gauges } = this.set;
    if (best === this.#chosen) {
      // The same counter goes on: its own difference, so that low and high are the same number where it is known.
      const gauge = gauges[best] as Gauge;
      this.lowJ = gauge.lowJ;
      this.highJ = gauge.highJ;
    } else {
      this.lowJ = Math.max(0, (low[best] as number) - this.#low);
      this.highJ = Math.max(this.lowJ, (high[best] as number) - this.#high);
    }
    this.#chosen = best;
    this.#low += this.lowJ;
    this.#high += this.highJ;
    return true;
  }

  close(): void {
    this.set.close();
  }
}
