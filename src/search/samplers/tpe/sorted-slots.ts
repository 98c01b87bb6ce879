import { grown, grownIntegers } from './growing.ts';

/**
 * Coordinates by slot, and the slots in the order of their coordinates (equal ones by trial number), kept through insertions and removals.
 * A slot is stale from when its neighbours have changed until it is said to be settled.
 */
export class SortedSlots {
  count = 0;
  /** By slot. */
  coordinates = new Float64Array(0);
  /** Slots, ascending. */
  order = new Int32Array(0);
  #numbers = new Int32Array(0);
  #stale = new Int32Array(0);

  /** Puts a trial's coordinate into the slot after the last. */
  insert(coordinate: number, number: number): void {
    const slot = this.count;
    this.coordinates = grown(this.coordinates, slot + 1);
    this.order = grownIntegers(this.order, slot + 1);
    this.#numbers = grownIntegers(this.#numbers, slot + 1);
    this.#stale = grownIntegers(this.#stale, slot + 1);
    const position = this.#positionOf(coordinate, number);
    this.order.copyWithin(position + 1, position, slot);
    this.order[position] = slot;
    this.coordinates[slot] = coordinate;
    this.#numbers[slot] = number;
    this.count += 1;
    this.#disturb(position - 1, position + 1);
  }

  /** Takes a slot out; the last one moves into its place. */
  remove(slot: number): void {
    const last = this.count - 1;
    const position = this.#positionOf(this.#coordinate(slot), this.#number(slot));
    this.order.copyWithin(position, position + 1, this.count);
    this.count = last;
    this.#disturb(position - 1, position);
    if (slot === last) return;
    this.order[this.#positionOf(this.#coordinate(last), this.#number(last))] = slot;
    this.coordinates[slot] = this.#coordinate(last);
    this.#numbers[slot] = this.#number(last);
    this.#stale[slot] = this.#stale[last] as number;
  }

  isStale(slot: number): boolean {
    return this.#stale[slot] === 1;
  }

  settled(): void {
    this.#stale.fill(0, 0, this.count);
  }

  #disturb(from: number, to: number): void {
    for (let position = Math.max(0, from); position <= Math.min(to, this.count - 1); position += 1) {
      this.#stale[this.order[position] as number] = 1;
    }
  }

  /** How many slots come before a coordinate and number. */
  #positionOf(coordinate: number, number: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const slot = this.order[middle] as number;
      const other = this.#coordinate(slot);
      if (other < coordinate || (other === coordinate && this.#number(slot) < number)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #coordinate(slot: number): number {
    return this.coordinates[slot] as number;
  }

  #number(slot: number): number {
    return this.#numbers[slot] as number;
  }
}
