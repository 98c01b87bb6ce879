import type { RankKey } from './rank-key.ts';

/** Trials in the order of their keys, equal ones by number, kept from event to event. */
export class Ranking {
  readonly #keys = new Map<number, RankKey>();
  readonly #order: number[] = [];

  get size(): number {
    return this.#order.length;
  }

  /** Gives a trial its place, or takes it away. @returns whether that changes anything. */
  set(number: number, key: RankKey | undefined): boolean {
    const old = this.#keys.get(number);
    if (old !== undefined) {
      if (key !== undefined && compare(old, key) === 0) return false;
      this.#order.splice(this.#positionOf(number, old), 1);
      this.#keys.delete(number);
    }
    if (key === undefined) return old !== undefined;
    this.#order.splice(this.#positionOf(number, key), 0, number);
    this.#keys.set(number, key);
    return true;
  }

  /** Numbers of the `count` best trials, best first. */
  best(count: number): readonly number[] {
    return this.#order.slice(0, count);
  }

  /** Number of the trial at a place from 0. */
  at(place: number): number {
    return this.#order[place] as number;
  }

  /** How many trials have a result: they come first. */
  get withResult(): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keyAt(middle).tier === 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #positionOf(number: number, key: RankKey): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = compare(this.#keyAt(middle), key);
      if (order < 0 || (order === 0 && (this.#order[middle] as number) < number)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #keyAt(position: number): RankKey {
    return this.#keys.get(this.#order[position] as number) as RankKey;
  }
}

function compare(a: RankKey, b: RankKey): number {
  return a.tier - b.tier || order(a.first, b.first) || order(a.second, b.second);
}

/** Not a difference: that of two infinities is no number. */
function order(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
