/**
 * Whose the idle energy of a run of several stages was: while several ran, each had an equal part; while none did, it was the run's own.
 */
export class IdleAccount {
  readonly #parts = new Map<string, number>();
  readonly #live = new Set<string>();
  #seenJ = 0;

  /** A stage begins. @param idleJ idle energy of the whole run until now, J. */
  begin(stage: string, idleJ: number): void {
    this.#share(idleJ);
    this.#live.add(stage);
    this.#parts.set(stage, 0);
  }

  /** A stage has ended. @returns its part of the run's idle energy until now, 0 to 1. */
  end(stage: string, idleJ: number): number {
    this.#share(idleJ);
    this.#live.delete(stage);
    const part = this.#parts.get(stage) ?? 0;
    return idleJ > 0 ? part / idleJ : 0;
  }

  #share(idleJ: number): void {
    const grown = Math.max(0, idleJ - this.#seenJ);
    this.#seenJ = Math.max(this.#seenJ, idleJ);
    for (const stage of this.#live)
      this.#parts.set(stage, (this.#parts.get(stage) ?? 0) + grown / this.#live.size);
  }
}
