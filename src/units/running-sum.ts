import { sum } from './arithmetic.ts';
import { type Estimate, exact } from './estimate.ts';

/** So many terms are gathered at the least before they are added. */
const FEWEST = 256;

/**
 * A sum of estimates that come one after another, as {@link sum} has it. Terms are gathered until they are as many as the sources of the sum so far: added one by one, a
 * million terms of a source each would be copied a million times.
 */
export class RunningSum {
  #total: Estimate = exact(0);
  #sources = 0;
  #pending: Estimate[] = [];

  add(term: Estimate): void {
    this.#pending.push(term);
    if (this.#pending.length >= Math.max(FEWEST, this.#sources)) this.#merge();
  }

  /** The sum of all terms so far. */
  get total(): Estimate {
    if (this.#pending.length > 0) this.#merge();
    return this.#total;
  }

  #merge(): void {
    this.#total = sum([this.#total, ...this.#pending]);
    this.#sources = Object.keys(this.#total.errors).length;
    this.#pending = [];
  }
}
