import { Counter } from '../counter.ts';
import type { Gauge, RawCounter } from './gauge.ts';

/** A counter's nature. */
export interface CounterGaugeOptions {
  /** What one of its steps is worth, J. */
  readonly stepJ: number;
  /** Steps after which it begins at zero again; undefined where not known, Infinity where it never does. */
  readonly range: number | undefined;
  /** What it counts can draw at most, W. */
  readonly maxW: number;
  /** The smallest range that such counters have, J: how often to poll one of unknown range. */
  readonly smallestRangeJ: number;
  /** For how long a reading that seems to be too much is left to the next one, s: it may only have come late. */
  readonly patienceS: number;
}

/** The energy of one counter, past wraps, resets and times when it could not be read. */
export class CounterGauge implements Gauge {
  readonly #raw: RawCounter;
  readonly #options: CounterGaugeOptions;
  readonly #counter: Counter;
  readonly mostW: number;
  readonly pollWithinS: number;
  #last = 0;
  #sinceS = 0;
  #hasBegun = false;
  #wasLost = false;
  lowJ = 0;
  highJ = 0;
  value = Number.NaN;

  constructor(raw: RawCounter, options: CounterGaugeOptions) {
    this.#raw = raw;
    this.#options = options;
    this.#counter = new Counter(options);
    this.mostW = mostInASecond(options);
    const known = options.range ?? options.smallestRangeJ / options.stepJ;
    this.pollWithinS = new Counter({ ...options, range: known }).pollWithinS;
  }

  get code(): string {
    return this.#raw.code;
  }

  get why(): string {
    return this.#raw.why;
  }

  start(nowS: number): void {
    this.value = this.#raw.read();
    this.#sinceS = nowS;
    this.#wasLost = false;
    this.#hasBegun = !Number.isNaN(this.value);
    if (this.#hasBegun) this.#begin(nowS);
  }

  read(nowS: number): boolean {
    this.lowJ = 0;
    this.highJ = 0;
    const reading = this.#raw.read();
    this.value = reading;
    if (Number.isNaN(reading)) {
      this.#wasLost = true;
      return false;
    }
    if (!this.#hasBegun) {
      // Of the time since the start nothing is known but the most.
      this.#hasBegun = true;
      this.#begin(this.#sinceS);
      this.#counter.lose(reading, nowS);
    } else if (this.#isDoubtful(reading, nowS)) return true;
    else if (this.#isUnprovable(reading, nowS)) this.#counter.lose(reading, nowS);
    else this.#counter.advance(reading, nowS);
    this.#last = reading;
    this.#sinceS = nowS;
    this.#wasLost = false;
    this.lowJ = this.#counter.lowJ;
    this.highJ = this.#counter.highJ;
    this.#counter.clear();
    return true;
  }

  close(): void {
    this.#raw.close();
  }

  #begin(atS: number): void {
    this.#last = this.value;
    this.#counter.start(this.value, atS);
  }

  /** Shortly after a reading a late one looks like more than can be drawn: it is left until the times weigh less. */
  #isDoubtful(reading: number, nowS: number): boolean {
    const { range, stepJ, maxW, patienceS } = this.#options;
    const dtS = nowS - this.#sinceS;
    if (this.#wasLost || dtS >= Math.min(patienceS, this.pollWithinS)) return false;
    const step = reading - this.#last;
    const usedJ = (step < 0 && range !== undefined ? step + range : step) * stepJ;
    return usedJ > maxW * dtS && usedJ <= maxW * (dtS + patienceS);
  }

  /** After a time without readings a fall may be a wrap or a reset, and one of unknown range may have wrapped and risen again. */
  #isUnprovable(reading: number, nowS: number): boolean {
    const { range, stepJ, smallestRangeJ } = this.#options;
    const mostJ = this.mostW * (nowS - this.#sinceS);
    const mayHideWraps = mostJ >= (range === undefined ? smallestRangeJ : range * stepJ);
    if (reading < this.#last) return this.#wasLost || mayHideWraps;
    return range === undefined && mayHideWraps;
  }
}

function mostInASecond(options: CounterGaugeOptions): number {
  const probe = new Counter(options);
  probe.start(0, 0);
  probe.lose(0, 1);
  return probe.highJ;
}
