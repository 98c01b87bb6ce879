import type { RandomStream } from '../../random/random-stream.ts';
import type { Dimension } from '../dimension.ts';
import { ChoiceKernels } from './choice-kernels.ts';
import { grown, grownIntegers } from './growing.ts';
import type { Kernels, Scores } from './kernels.ts';
import { NumberKernels } from './number-kernels.ts';
import { TrialSlots } from './trial-slots.ts';
import { trialWeight } from './trial-weights.ts';

/** Candidates by parameter: `points[d][c]` is where candidate c stands in dimension d. */
export type Points = readonly (readonly number[])[];

const PRIOR_WEIGHT = 1;
const NONE: Scores = { slots: new Int32Array(0), logs: new Float64Array(0) };
/** What is below e^-50 of the prior's part of a sum is less than its rounding, even if all trials have as much. */
const NEGLIGIBLE = -50;

/**
 * A Parzen estimator: a mixture of product kernels, one for each trial of a set and one for the prior. Trials come and go one by one, and
 * nothing is built anew but weights. J. Bergstra et al., "Algorithms for Hyper-Parameter Optimization", 2011; S. Watanabe, arXiv
 * 2304.11127, 2023.
 */
export class Mixture {
  readonly #kernels: readonly Kernels[];
  /** Indices of the kernels, those first after which least is left to do. */
  readonly #turns: readonly number[];
  readonly #isEven: boolean;
  readonly #trials = new TrialSlots();
  /**
   * Slots by the number of their trials, since nothing may depend on the way by which a trial came to its slot, and the logarithms of what
   * the kernels are divided by.
   */
  #all: Scores = NONE;
  #totals = new Float64Array(0);
  #weights = new Float64Array(0);
  #weightSum = PRIOR_WEIGHT;
  #isSettled = false;
  /** Room for those that are left in a sum. */
  #live: Scores = NONE;

  /** @param isEven all trials weigh the same, instead of recent ones more. */
  constructor(dimensions: readonly Dimension[], isEven: boolean) {
    this.#isEven = isEven;
    this.#kernels = dimensions.map((dimension) =>
      dimension.kind === 'number' ? new NumberKernels(dimension) : new ChoiceKernels(dimension),
    );
    const turnOf = ({ kind, size }: Dimension): number => (kind === 'choice' ? 2 : size === Infinity ? 0 : 1);
    const turns = dimensions.map(turnOf);
    this.#turns = turns.map((_, index) => index).sort((a, b) => (turns[a] ?? 0) - (turns[b] ?? 0) || a - b);
  }

  has(number: number): boolean {
    return this.#trials.has(number);
  }

  /** Takes a trial in by its coordinates. */
  add(number: number, coordinates: readonly number[]): void {
    this.#trials.add(number);
    for (const [index, kernels] of this.#kernels.entries()) kernels.add(coordinates[index] as number, number);
    this.#isSettled = false;
  }

  remove(number: number): void {
    if (!this.has(number)) return;
    const slot = this.#trials.remove(number);
    for (const kernels of this.#kernels) kernels.remove(slot);
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
    const densities = new Float64Array(count);
    for (let row = 0; row < count; row += 1) {
      densities[row] = this.#logDensityAt(points.map((coordinates) => coordinates[row] as number));
    }
    return densities;
  }

  #logDensityAt(point: readonly number[]): number {
    let prior = 0;
    for (const [index, kernels] of this.#kernels.entries()) prior += kernels.priorLog(point[index] as number);
    const live = this.#score(point, prior + NEGLIGIBLE);
    const { slots, logs } = this.#live;
    let most = prior;
    for (let at = 0; at < live; at += 1) most = Math.max(most, logs[at] as number);
    if (most === -Infinity) return -Infinity;
    let sum = PRIOR_WEIGHT * Math.exp(prior - most);
    for (let at = 0; at < live; at += 1) {
      sum += (this.#weights[slots[at] as number] as number) * Math.exp((logs[at] as number) - most);
    }
    return most + Math.log(sum / this.#weightSum);
  }

  /**
   * Puts the logarithms of all kernels at a point into `#live`, but for those below `least`, which are dropped on the way: what a kernel has
   * can only fall with each parameter, and with many trials and parameters nearly all are gone after the first few.
   *
   * @returns how many are left.
   */
  #score(point: readonly number[], least: number): number {
    const into = this.#live;
    let from = this.#all;
    let live = this.#trials.size;
    for (const index of this.#turns) {
      live = (this.#kernels[index] as Kernels).sift(point[index] as number, from, live, least, into);
      from = into;
    }
    return live;
  }

  #drawSlot(random: RandomStream): number | undefined {
    let rest = random.uniform() * this.#weightSum;
    for (let at = 0; at < this.#trials.size; at += 1) {
      const slot = this.#all.slots[at] as number;
      rest -= this.#weights[slot] as number;
      if (rest < 0) return slot;
    }
    return undefined;
  }

  #settle(): void {
    if (this.#isSettled) return;
    const { size, ascending } = this.#trials;
    this.#totals = grown(this.#totals, size);
    this.#totals.fill(0, 0, size);
    for (const kernels of this.#kernels) kernels.settle(this.#totals);
    this.#weights = grown(this.#weights, size);
    this.#all = grownScores(this.#all, size);
    this.#live = grownScores(this.#live, size);
    const { slots, logs } = this.#all;
    this.#weightSum = PRIOR_WEIGHT;
    for (let at = 0; at < size; at += 1) {
      const slot = this.#trials.slotOf(ascending[at] as number);
      const weight = this.#isEven ? 1 : trialWeight(at, size);
      slots[at] = slot;
      logs[at] = -(this.#totals[slot] as number);
      this.#weights[slot] = weight;
      this.#weightSum += weight;
    }
    this.#isSettled = true;
  }
}

function grownScores({ slots, logs }: Scores, size: number): Scores {
  return { slots: grownIntegers(slots, size), logs: grown(logs, size) };
}
