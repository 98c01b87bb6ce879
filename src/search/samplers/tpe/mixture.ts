import type { RandomStream } from '../../random/random-stream.ts';
import type { Dimension } from '../dimension.ts';
import { ChoiceKernels } from './choice-kernels.ts';
import { grown, grownIntegers } from './growing.ts';
import type { Kernels } from './kernels.ts';
import { NumberKernels } from './number-kernels.ts';
import { trialWeight } from './trial-weights.ts';

/** Candidates by parameter: `points[d][c]` is where candidate c stands in dimension d. */
export type Points = readonly (readonly number[])[];

const PRIOR_WEIGHT = 1;
const NEGLIGIBLE = -50;

/**
 * A Parzen estimator: a mixture of product kernels, one for each trial of a set and one for the prior. Trials come and go one by one, and
 * nothing is built anew but weights. J. Bergstra et al., "Algorithms for Hyper-Parameter Optimization", 2011; S. Watanabe, arXiv
 * 2304.11127, 2023.
 */
export class Mixture {
  readonly #kernels: readonly Kernels[];
  readonly #isEven: boolean;
  #numbers = new Int32Array(0);
  #slots = new Map<number, number>();
  /** Slots by the number of their trials: nothing may depend on the way by which a trial came to its slot. */
  #byNumber = new Int32Array(0);
  #totals = new Float64Array(0);
  /** In the order of `#byNumber`. */
  #weights = new Float64Array(0);
  #weightSum = PRIOR_WEIGHT;
  #isSettled = false;

  /** @param isEven all trials weigh the same, instead of recent ones more. */
  constructor(dimensions: readonly Dimension[], isEven: boolean) {
    this.#isEven = isEven;
    this.#kernels = dimensions.map((dimension) =>
      dimension.kind === 'number' ? new NumberKernels(dimension) : new ChoiceKernels(dimension),
    );
  }

  /** Number of trials. */
  get size(): number {
    return this.#slots.size;
  }

  has(number: number): boolean {
    return this.#slots.has(number);
  }

  /** Takes a trial in by its coordinates. */
  add(number: number, coordinates: readonly number[]): void {
    const slot = this.size;
    this.#numbers = grownIntegers(this.#numbers, slot + 1);
    this.#numbers[slot] = number;
    this.#slots.set(number, slot);
    for (const [index, kernels] of this.#kernels.entries()) kernels.add(coordinates[index] as number, number);
    this.#isSettled = false;
  }

  remove(number: number): void {
    const slot = this.#slots.get(number);
    if (slot === undefined) return;
    const moved = this.#numbers[this.size - 1] as number;
    for (const kernels of this.#kernels) kernels.remove(slot);
    this.#numbers[slot] = moved;
    this.#slots.set(moved, slot);
    this.#slots.delete(number);
    this.#isSettled = false;
  }

  /** Draws candidates, each parameter's from the same kernel. */
  draw(count: number, random: RandomStream): Points {
    this.#settle();
    const points: number[][] = this.#kernels.map(() => []);
    for (let candidate = 0; candidate < count; candidate += 1) {
      const slot = this.#drawSlot(random);
      for (const [index, kernels] of this.#kernels.entries()) points[index]?.push(kernels.draw(slot, random));
    }
    return points;
  }

  /** Logarithm of the density at each of `count` candidates. */
  logDensity(points: Points, count: number): Float64Array {
    this.#settle();
    const width = this.size;
    const logs = new Float64Array(width * count);
    for (let row = 0; row < count; row += 1) {
      for (let slot = 0; slot < width; slot += 1) logs[row * width + slot] = -(this.#totals[slot] as number);
    }
    for (const [index, kernels] of this.#kernels.entries()) kernels.score(points[index] ?? [], logs, width);
    const densities = new Float64Array(count);
    for (let row = 0; row < count; row += 1) {
      const prior = this.#kernels.reduce(
        (sum, kernels, at) => sum + kernels.priorLog(points[at]?.[row] as number),
        0,
      );
      densities[row] = this.#logSum(logs.subarray(row * width, (row + 1) * width), prior);
    }
    return densities;
  }

  #logSum(logs: Float64Array, prior: number): number {
    let most = prior;
    for (let slot = 0; slot < logs.length; slot += 1) most = Math.max(most, logs[slot] as number);
    if (most === -Infinity) return -Infinity;
    let sum = PRIOR_WEIGHT * Math.exp(prior - most);
    for (let index = 0; index < logs.length; index += 1) {
      const rest = (logs[this.#byNumber[index] as number] as number) - most;
      // What is below e^-50 of the greatest is lost in its rounding; and taking exponentials is what costs.
      if (rest > NEGLIGIBLE) sum += (this.#weights[index] as number) * Math.exp(rest);
    }
    return most + Math.log(sum / this.#weightSum);
  }

  #drawSlot(random: RandomStream): number | undefined {
    let rest = random.uniform() * this.#weightSum;
    for (let index = 0; index < this.size; index += 1) {
      rest -= this.#weights[index] as number;
      if (rest < 0) return this.#byNumber[index];
    }
    return undefined;
  }

  #settle(): void {
    if (this.#isSettled) return;
    const count = this.size;
    this.#totals = grown(this.#totals, count);
    this.#totals.fill(0, 0, count);
    for (const kernels of this.#kernels) kernels.settle(this.#totals);
    this.#weights = grown(this.#weights, count);
    this.#weightSum = PRIOR_WEIGHT;
    this.#byNumber = grownIntegers(this.#byNumber, count);
    // Typed arrays sort as numbers.
    for (const [index, number] of this.#numbers.slice(0, count).sort().entries()) {
      this.#byNumber[index] = this.#slots.get(number) as number;
      const weight = this.#isEven ? 1 : trialWeight(index, count);
      this.#weights[index] = weight;
      this.#weightSum += weight;
    }
    this.#isSettled = true;
  }
}
