import { counts, totalViolation } from '../samplers/tpe/rank-key.ts';
import type { Trial } from '../study/trial.ts';

/** Trials that are over, as they end: those with a loss in its order, and the newest of the others. */
export class EndedTrials {
  readonly #most: number;
  readonly #complete: Trial[] = [];
  readonly #without: Trial[] = [];
  /** The loss by which a complete trial was let in, by its number. */
  readonly #lossOf = new Map<number, number>();
  readonly #others = new Set<number>();

  /** @param most of the trials without a loss that are kept. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many have ended. */
  get size(): number {
    return this.#lossOf.size + this.#others.size;
  }

  /** Those that have a loss and keep the constraints, best ones first, equal ones by number. */
  get complete(): readonly Trial[] {
    return this.#complete;
  }

  /** The newest ones that were stopped, failed, diverged or miss a constraint, oldest first. */
  get newestWithout(): readonly Trial[] {
    return this.#without;
  }

  /** Takes in a trial as it is now. */
  set(trial: Trial): void {
    this.#forget(trial.number);
    const { number, state } = trial;
    if (state !== 'complete' && state !== 'stopped' && state !== 'failed') return;
    const loss = trial.losses?.[0];
    const isGood = state === 'complete' && counts(trial) && totalViolation(trial) === 0;
    if (isGood && loss !== undefined && Number.isFinite(loss)) {
      this.#lossOf.set(number, loss);
      this.#complete.splice(this.#placeOf(number, loss), 0, trial);
      return;
    }
    this.#others.add(number);
    this.#without.push(trial);
    if (this.#without.length > this.#most) this.#without.shift();
  }

  #forget(number: number): void {
    const loss = this.#lossOf.get(number);
    if (loss !== undefined) this.#complete.splice(this.#placeOf(number, loss), 1);
    this.#lossOf.delete(number);
    if (!this.#others.delete(number)) return;
    const at = this.#without.findIndex((other) => other.number === number);
    if (at >= 0) this.#without.splice(at, 1);
  }

  /** Where a trial stands or would stand among the complete ones. */
  #placeOf(number: number, loss: number): number {
    let low = 0;
    let high = this.#complete.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#complete[middle] as Trial;
      const theirs = this.#lossOf.get(other.number) as number;
      if (theirs < loss || (theirs === loss && other.number < number)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
