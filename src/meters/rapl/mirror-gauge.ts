import type { Gauge } from './gauge.ts';
import type { GaugeSet } from './gauge-set.ts';
import { distance } from './mirror-suspicion.ts';
import { TwinGauge } from './twin-gauge.ts';

/** When equal readings are believed, and when not. */
export interface MirrorOptions {
  /** How far readings of one counter may stand apart, steps. */
  readonly tolerance: number;
  readonly range: number | undefined;
  /** Energy used with equal readings that is proof of one counter, J. */
  readonly proofJ: number;
  /** Unequal readings in a row that are proof of several. */
  readonly partAfter: number;
}

/**
 * Counters that may all show one: dies that mirror their socket. While their readings are equal they are counted once, so no joule is
 * counted twice before it is decided; when they part, what was held back of the others is handed over. Decided once, for good.
 */
export class MirrorGauge implements Gauge {
  readonly #one: TwinGauge;
  readonly #options: MirrorOptions;
  #state: 'suspected' | 'mirrors' | 'several' = 'suspected';
  #unequal = 0;
  /** What was handed over since the start, J. */
  #low = 0;
  #high = 0;
  /** True while the sum follows its counters from reading to reading. */
  #isInStep = false;
  lowJ = 0;
  highJ = 0;

  constructor(gauges: readonly [Gauge, ...Gauge[]], options: MirrorOptions) {
    this.#one = new TwinGauge(gauges);
    this.#options = options;
  }

  get #set(): GaugeSet {
    return this.#one.set;
  }

  /** What was found out so far. */
  get state(): 'suspected' | 'mirrors' | 'several' {
    return this.#state;
  }

  get value(): number {
    return this.#one.value;
  }

  get mostW(): number {
    if (this.#state !== 'several') return this.#one.mostW;
    return this.#set.gauges.reduce((sum, gauge) => sum + gauge.mostW, 0);
  }

  get pollWithinS(): number {
    return this.#one.pollWithinS;
  }

  get #failing(): Gauge {
    const failed = this.#set.isRead.indexOf(0);
    return this.#set.gauges[Math.max(0, failed)] as Gauge;
  }

  get code(): string {
    return this.#failing.code;
  }

  get why(): string {
    return this.#failing.why;
  }

  start(nowS: number): void {
    this.#one.start(nowS);
    this.#unequal = 0;
    this.#low = 0;
    this.#high = 0;
    this.#isInStep = false;
  }

  read(nowS: number): boolean {
    this.lowJ = 0;
    this.highJ = 0;
    if (this.#state === 'several') return this.#add(this.#set.read(nowS) === this.#set.gauges.length);
    if (!this.#one.read(nowS)) return false;
    if (this.#state === 'suspected') this.#state = this.#judged();
    if (this.state === 'several') return this.#add(this.#set.isRead.every((isRead) => isRead === 1));
    this.lowJ = this.#one.lowJ;
    this.highJ = this.#one.highJ;
    this.#low += this.lowJ;
    this.#high += this.highJ;
    return true;
  }

  close(): void {
    this.#one.close();
  }

  #judged(): 'suspected' | 'mirrors' | 'several' {
    const { gauges, low } = this.#set;
    const { tolerance, range, proofJ, partAfter } = this.#options;
    const value = (gauges[0] as Gauge).value;
    let isUnequal = false;
    let leastJ = Number.POSITIVE_INFINITY;
    for (let i = 0; i < gauges.length; i += 1) {
      const apart = distance(value, (gauges[i] as Gauge).value, range);
      if (Number.isNaN(apart)) return 'suspected'; // one cannot be read: nothing is learnt
      isUnequal ||= apart > tolerance;
      leastJ = Math.min(leastJ, low[i] as number);
    }
    this.#unequal = isUnequal ? this.#unequal + 1 : 0;
    if (this.#unequal >= partAfter) return 'several';
    return !isUnequal && leastJ >= proofJ ? 'mirrors' : 'suspected';
  }

  /** The sum, where all of them could be read. */
  #add(areAllRead: boolean): boolean {
    const { gauges, low, high } = this.#set;
    if (!areAllRead) {
      this.#isInStep = false;
      return false;
    }
    let sumLow = 0;
    let sumHigh = 0;
    for (let i = 0; i < gauges.length; i += 1) {
      const gauge = gauges[i] as Gauge;
      this.lowJ += gauge.lowJ;
      this.highJ += gauge.highJ;
      sumLow += low[i] as number;
      sumHigh += high[i] as number;
    }
    if (!this.#isInStep) {
      this.lowJ = Math.max(0, sumLow - this.#low);
      this.highJ = Math.max(this.lowJ, sumHigh - this.#high);
    }
    this.#isInStep = true;
    this.#low += this.lowJ;
    this.#high += this.highJ;
    return true;
  }
}
