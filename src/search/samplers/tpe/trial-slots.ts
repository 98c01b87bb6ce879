import { grownIntegers } from './growing.ts';

/** Which trial stands in which slot, without gaps: where one is taken out the last one moves into its place. */
export class TrialSlots {
  size = 0;
  /** Trial numbers, ascending. */
  ascending = new Int32Array(0);
  #numbers = new Int32Array(0);
  /** By trial number; -1 for none. */
  #slots = new Int32Array(0);

  has(number: number): boolean {
    return number < this.#slots.length && (this.#slots[number] as number) >= 0;
  }

  slotOf(number: number): number {
    return this.#slots[number] as number;
  }

  /** Gives a trial the slot after the last. */
  add(number: number): void {
    const known = this.#slots.length;
    this.#slots = grownIntegers(this.#slots, number + 1);
    this.#slots.fill(-1, known);
    this.#slots[number] = this.size;
    this.#numbers = grownIntegers(this.#numbers, this.size + 1);
    this.#numbers[this.size] = number;
    this.ascending = grownIntegers(this.ascending, this.size + 1);
    const place = this.#placeOf(number);
    this.ascending.copyWithin(place + 1, place, this.size);
    this.ascending[place] = number;
    this.size += 1;
  }

  /** Takes a trial out, and returns the slot that it had. */
  remove(number: number): number {
    const slot = this.slotOf(number);
    const place = this.#placeOf(number);
    this.ascending.copyWithin(place, place + 1, this.size);
    this.size -= 1;
    const moved = this.#numbers[this.size] as number;
    this.#numbers[slot] = moved;
    this.#slots[moved] = slot;
    this.#slots[number] = -1;
    return slot;
  }

  /** How many trials have smaller numbers. */
  #placeOf(number: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ascending[middle] as number) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
