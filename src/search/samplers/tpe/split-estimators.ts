import { Mixture } from './mixture.ts';
import type { ParameterGroup } from './parameter-groups.ts';

/** The two densities of a group of parameters: of the good trials, and of the others. */
export class SplitEstimators {
  readonly group: ParameterGroup;
  readonly good: Mixture;
  readonly other: Mixture;
  readonly #coordinates = new Map<number, readonly number[]>();

  /** @param goodAreEven whether good trials weigh the same, however old. */
  constructor(group: ParameterGroup, goodAreEven: boolean) {
    this.group = group;
    this.good = new Mixture(group.dimensions, goodAreEven);
    this.other = new Mixture(group.dimensions, false);
  }

  has(number: number): boolean {
    return this.#coordinates.has(number);
  }

  /** Takes a trial in that has all parameters of the group; it is one of the others until it is said to be good. */
  include(number: number, coordinates: readonly number[]): void {
    this.#coordinates.set(number, coordinates);
    this.other.add(number, coordinates);
  }

  exclude(number: number): void {
    this.#coordinates.delete(number);
    this.good.remove(number);
    this.other.remove(number);
  }

  /** Moves a trial to where it belongs. */
  place(number: number, isGood: boolean): void {
    const coordinates = this.#coordinates.get(number);
    const [from, to] = isGood ? [this.other, this.good] : [this.good, this.other];
    if (coordinates === undefined || to.has(number)) return;
    from.remove(number);
    to.add(number, coordinates);
  }
}
