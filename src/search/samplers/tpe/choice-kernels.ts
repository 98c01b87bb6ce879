import type { RandomStream } from '../../random/random-stream.ts';
import { type ChoiceDimension, coordinateAt } from '../dimension.ts';
import { grownIntegers } from './growing.ts';
import type { Kernels, Scores } from './kernels.ts';

/**
 * Kernels of a parameter with choices: a trial's choice weighs 1, and every choice its prior probability times the number of choices over
 * the number of kernels; of even choices that is 1 over the number of kernels, as Optuna has it.
 */
export class ChoiceKernels implements Kernels {
  readonly #dimension: ChoiceDimension;
  #choices = new Int32Array(0);
  #count = 0;

  constructor(dimension: ChoiceDimension) {
    this.#dimension = dimension;
  }

  add(coordinate: number): void {
    this.#choices = grownIntegers(this.#choices, this.#count + 1);
    this.#choices[this.#count] = coordinate;
    this.#count += 1;
  }

  remove(slot: number): void {
    this.#count -= 1;
    this.#choices[slot] = this.#choices[this.#count] as number;
  }

  settle(): void {}

  draw(slot: number | undefined, random: RandomStream): number {
    const part = random.uniform();
    if (slot === undefined) return coordinateAt(this.#dimension, part);
    const own = this.#choices[slot] as number;
    let below = 0;
    for (let choice = 0; choice < this.#dimension.size; choice += 1) {
      below += this.#weight(choice, own);
      if (part < below) return choice;
    }
    return own;
  }

  sift(coordinate: number, from: Scores, count: number, least: number, into: Scores): number {
    const other = Math.log(this.#weight(coordinate, -1));
    const same = Math.log(this.#weight(coordinate, coordinate));
    let kept = 0;
    for (let index = 0; index < count; index += 1) {
      const slot = from.slots[index] as number;
      const log = (from.logs[index] as number) + (this.#choices[slot] === coordinate ? same : other);
      if (log < least) continue;
      into.slots[kept] = slot;
      into.logs[kept] = log;
      kept += 1;
    }
    return kept;
  }

  priorLog(coordinate: number): number {
    return Math.log(this.#dimension.probabilities[coordinate] as number);
  }

  /** What a kernel of choice `own` gives `choice`. */
  #weight(choice: number, own: number): number {
    const { size, probabilities } = this.#dimension;
    const kernels = this.#count + 1;
    const prior = ((probabilities[choice] as number) * size) / kernels;
    return ((choice === own ? 1 : 0) + prior) / (1 + size / kernels);
  }
}
