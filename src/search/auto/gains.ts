import type { Trial } from '../study/trial.ts';

/** From fewer complete trials nothing is foretold. */
const FEWEST = 4;

/** How much complete trials still gained from each rung on: what may be hoped for a trial that is there now. */
export class Gains {
  /** Largest difference by rung between the best loss up to there and the last one, and of how many. */
  readonly #most: { gain: number; count: number }[] = [];
  #best = Infinity;

  /** @param losses best losses up to each rung that the trial has come to. */
  learn({ losses: final }: Trial, losses: readonly number[]): void {
    const end = final?.[0];
    if (end === undefined || !Number.isFinite(end)) return;
    this.#best = Math.min(this.#best, end);
    for (const [rung, loss] of losses.entries()) {
      if (!Number.isFinite(loss)) continue;
      const known = this.#most[rung] ?? { gain: -Infinity, count: 0 };
      this.#most[rung] = { gain: Math.max(known.gain, loss - end), count: known.count + 1 };
    }
  }

  /**
   * The loss at which a trial would end if it gained as much as any complete one ever did from that rung on.
   *
   * @returns that beside the best end so far, if it is worse than that; undefined: it may yet become the best, or too little is known.
   */
  hopeless(rung: number, loss: number): { readonly end: number; readonly best: number } | undefined {
    const known = this.#most[rung];
    if (known === undefined || known.count < FEWEST) return undefined;
    const end = loss - known.gain;
    // What the two subtractions may have rounded is no difference.
    const rounded = 4 * Number.EPSILON * Math.max(Math.abs(this.#best), Math.abs(known.gain));
    return end - this.#best > rounded ? { end, best: this.#best } : undefined;
  }
}
