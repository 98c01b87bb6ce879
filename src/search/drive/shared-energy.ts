/**
 * Whose the energy of one program was that trains several trials: while several are in flight each has an equal part, since a meter of the program
 * cannot tell them apart; while none is, it is the search's own as long as that proposes, and else no part of the study.
 */
export class SharedEnergy {
  readonly #live = new Map<number, number>();
  #seenJ = 0;
  #engineJ = 0;
  #isProposing = false;

  /** A trial begins. @param totalJ energy of the whole program until now, J. */
  begin(trial: number, totalJ: number): void {
    this.#share(totalJ);
    this.#live.set(trial, 0);
  }

  /** What has fallen to a trial until now, J. */
  soFarJ(trial: number, totalJ: number): number {
    this.#share(totalJ);
    return this.#live.get(trial) ?? 0;
  }

  /** A trial has ended. @returns what has fallen to it, J. */
  end(trial: number, totalJ: number): number {
    const joules = this.soFarJ(trial, totalJ);
    this.#live.delete(trial);
    return joules;
  }

  /** The search begins or ends to propose. */
  proposes(isProposing: boolean, totalJ: number): void {
    this.#share(totalJ);
    this.#isProposing = isProposing;
  }

  /** What the search itself has used since the last call, J. */
  takeEngineJ(): number {
    const joules = this.#engineJ;
    this.#engineJ = 0;
    return joules;
  }

  #share(totalJ: number): void {
    const grown = Math.max(0, totalJ - this.#seenJ);
    this.#seenJ = Math.max(this.#seenJ, totalJ);
    const { size } = this.#live;
    if (size === 0) {
      if (this.#isProposing) this.#engineJ += grown;
      return;
    }
    for (const [trial, joules] of this.#live) this.#live.set(trial, joules + grown / size);
  }
}
