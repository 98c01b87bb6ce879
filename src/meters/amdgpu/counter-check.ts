/** When a counter is held to disagree with the power. */
export interface CounterCheckOptions {
  /** A window is judged when at least so much was drawn by the power, J, */
  readonly windowJ: number;
  /** and so much time has passed, s. */
  readonly windowS: number;
  /** It is not believed beyond this many times the power's energy, nor below its inverse. */
  readonly factor: number;
}

/**
 * Watches whether a counter follows the power. On some cards the firmware's counter stands still or counts in another unit; nothing but the
 * power shows it.
 */
export class CounterCheck {
  readonly #options: CounterCheckOptions;
  #countedJ = 0;
  #poweredJ = 0;
  #seconds = 0;

  constructor(options: CounterCheckOptions) {
    this.#options = options;
  }

  /** Energy of the present window, J: by the counter, by the power. */
  get countedJ(): number {
    return this.#countedJ;
  }

  get poweredJ(): number {
    return this.#poweredJ;
  }

  /** Adds a stretch; `differs` at the end of a window in which they do not agree. */
  add(countedJ: number, poweredJ: number, seconds: number): 'agrees' | 'differs' {
    this.#countedJ += countedJ;
    this.#poweredJ += poweredJ;
    this.#seconds += seconds;
    const { windowJ, windowS, factor } = this.#options;
    if (this.#seconds < windowS || Math.max(this.#poweredJ, this.#countedJ) < windowJ) return 'agrees';
    const ratio = this.#countedJ / this.#poweredJ;
    if (!(ratio <= factor && ratio >= 1 / factor)) return 'differs';
    this.clear();
    return 'agrees';
  }

  /** Begins a new window: after a hole, or asleep. */
  clear(): void {
    this.#countedJ = 0;
    this.#poweredJ = 0;
    this.#seconds = 0;
  }
}
