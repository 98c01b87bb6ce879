import type { TrialState } from '../study/trial.ts';

/** Whether any trial of a study has ever come to something. */
export function isProven(trials: readonly { readonly state: TrialState }[]): boolean {
  return trials.some(({ state }) => state === 'complete' || state === 'stopped' || state === 'paused');
}

/** How an attempt came out, for {@link FailureWatch}. */
export interface Came {
  readonly trial: number;
  readonly failed: boolean;
  /** It will be tried again. */
  readonly again: boolean;
  /** Whether it said anything of what is sought. */
  readonly hasSpoken: boolean;
  /** It came to its end without having said all that is sought: a name that is wrong is so in each trial. */
  readonly isIncomplete?: boolean;
}

/** So many failures in a row at the start are no accident of a configuration. */
const AT_START = 5;
/** Later something of the machine may have broken. */
const LATER = 10;
/** Longest wait between two attempts, s. */
const LONGEST_WAIT_S = 60;

/** Ends a search whose trials all fail, before it has burnt its budget on nothing, and slows down one that may be about to. */
export class FailureWatch {
  #row = 0;
  #isProven: boolean;

  /** @param proven see {@link isProven}. */
  constructor(proven: boolean) {
    this.#isProven = proven;
  }

  /**
   * Takes in how an attempt came out.
   *
   * @returns why the search should end, a clause without a full stop; undefined where it goes on.
   */
  take({ failed, again, hasSpoken, isIncomplete = false }: Came): string | undefined {
    if (hasSpoken) this.#isProven ||= !failed;
    if (!failed) {
      this.#row = 0;
      return undefined;
    }
    this.#row += 1;
    if (!this.#isProven && this.#row === 1 && !again) {
      if (!hasSpoken) return 'the first trial said nothing of what is sought';
      if (isIncomplete) return 'the first trial did not say all that is sought';
    }
    const most = this.#isProven ? LATER : AT_START;
    return this.#row < most ? undefined : `the last ${this.#row} trials have all failed`;
  }

  /** How long to wait before the next trial, s. */
  get waitS(): number {
    return this.#row < 2 ? 0 : Math.min(LONGEST_WAIT_S, 2 ** (this.#row - 2));
  }
}
