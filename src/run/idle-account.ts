/**
 * Whose the idle energy of a run of several parts (stages, trials) was: while several ran, each had an equal share; while none did, it was the run's
 * own.
 */
export class IdleAccount {
  readonly #parts = new Map<string, number>();
  readonly #live = new Set<string>();
  #seenJ = 0;

  /** A part begins. @param idleJ idle energy of the whole run until now, J. */
  begin(part: string, idleJ: number): void {
    this.#share(idleJ);
    this.#live.add(part);
    this.#parts.set(part, 0);
  }

  /** Idle energy that has fallen to a part until now, J. */
  soFarJ(part: string, idleJ: number): number {
    this.#share(idleJ);
    return this.#parts.get(part) ?? 0;
  }

  /** A part has ended. @returns its share of the run's idle energy until now, 0 to 1. */
  end(part: string, idleJ: number): number {
    this.#share(idleJ);
    this.#live.delete(part);
    const shareJ = this.#parts.get(part) ?? 0;
    return idleJ > 0 ? shareJ / idleJ : 0;
  }

  #share(idleJ: number): void {
    const grown = Math.max(0, idleJ - this.#seenJ);
    this.#seenJ = Math.max(this.#seenJ, idleJ);
    for (const part of this.#live)
      this.#parts.set(part, (this.#parts.get(part) ?? 0) + grown / this.#live.size);
  }
}
