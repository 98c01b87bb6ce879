import { CounterSteps, type CounterStepsOptions } from '../reading/counter-steps.ts';
import type { Gauge, RawCounter } from './gauge.ts';

/** The energy of one counter, past wraps, resets and times when it could not be read. */
export class CounterGauge implements Gauge {
  readonly #raw: RawCounter;
  readonly #steps: CounterSteps;
  lowJ = 0;
  highJ = 0;
  value = Number.NaN;

  constructor(raw: RawCounter, options: CounterStepsOptions) {
    this.#raw = raw;
    // A register of the CPU: it goes on whatever becomes of its file.
    this.#steps = new CounterSteps({ ...options, goesOnUnread: true });
  }

  get mostW(): number {
    return this.#steps.mostW;
  }

  get pollWithinS(): number {
    return this.#steps.pollWithinS;
  }

  get code(): string {
    return this.#raw.code;
  }

  get why(): string {
    return this.#raw.why;
  }

  start(nowS: number): void {
    this.value = this.#raw.read();
    this.#steps.start(this.value, nowS);
  }

  read(nowS: number): boolean {
    this.lowJ = 0;
    this.highJ = 0;
    this.value = this.#raw.read();
    if (Number.isNaN(this.value)) {
      this.#steps.miss();
      return false;
    }
    if (this.#steps.advance(this.value, nowS)) {
      this.lowJ = this.#steps.lowJ;
      this.highJ = this.#steps.highJ;
    }
    return true;
  }

  close(): void {
    this.#raw.close();
  }
}
