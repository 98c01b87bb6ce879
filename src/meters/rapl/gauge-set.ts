import type { Gauge } from './gauge.ts';

/** Gauges that are read at the same times, with what each has counted since the start. */
export class GaugeSet {
  readonly gauges: readonly Gauge[];
  /** Energy that each has counted since the start, J. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** 1 where the last reading worked. */
  readonly isRead: Uint8Array;

  constructor(gauges: readonly Gauge[]) {
    this.gauges = gauges;
    this.low = new Float64Array(gauges.length);
    this.high = new Float64Array(gauges.length);
    this.isRead = new Uint8Array(gauges.length);
  }

  start(nowS: number): void {
    this.low.fill(0);
    this.high.fill(0);
    for (const gauge of this.gauges) gauge.start(nowS);
  }

  /** Reads all of them; returns how many could be read. */
  read(nowS: number): number {
    let count = 0;
    for (let i = 0; i < this.gauges.length; i += 1) {
      const gauge = this.gauges[i] as Gauge;
      const isRead = gauge.read(nowS);
      this.isRead[i] = isRead ? 1 : 0;
      if (!isRead) continue;
      count += 1;
      this.low[i] = (this.low[i] as number) + gauge.lowJ;
      this.high[i] = (this.high[i] as number) + gauge.highJ;
    }
    return count;
  }

  /** Of those that could be read the one that knows best what was used since the start; -1 if there is none. */
  best(): number {
    let best = -1;
    let spread = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.gauges.length; i += 1) {
      if (this.isRead[i] === 0) continue;
      const own = (this.high[i] as number) - (this.low[i] as number);
      if (own >= spread) continue;
      best = i;
      spread = own;
    }
    return best;
  }

  close(): void {
    for (const gauge of this.gauges) gauge.close();
  }
}
