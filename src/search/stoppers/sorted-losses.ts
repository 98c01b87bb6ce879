/**
 * Losses of trials in ascending order, equal ones by the number of the trial. Numbers only: neither NaN nor a trial twice.
 * An insertion moves memory (some microseconds at 10,000), a look-up halves.
 */
export class SortedLosses {
  private losses = new Float64Array(16);
  private trials = new Float64Array(16);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** @returns the loss at a place from 0, the best one first. */
  lossAt(index: number): number {
    if (!(index >= 0 && index < this.count))
      throw new RangeError(`no loss at place ${index} of ${this.count}`);
    return this.losses[index] as number;
  }

  /** @returns the number of the trial at a place from 0. */
  trialAt(index: number): number {
    if (!(index >= 0 && index < this.count))
      throw new RangeError(`no trial at place ${index} of ${this.count}`);
    return this.trials[index] as number;
  }

  add(loss: number, trial: number): void {
    if (this.count === this.losses.length) this.grow();
    const at = this.placeOf(loss, trial);
    this.losses.copyWithin(at + 1, at, this.count);
    this.trials.copyWithin(at + 1, at, this.count);
    this.losses[at] = loss;
    this.trials[at] = trial;
    this.count += 1;
  }

  remove(loss: number, trial: number): void {
    const at = this.placeOf(loss, trial);
    if (this.losses[at] !== loss || this.trials[at] !== trial || at >= this.count) {
      throw new Error(`trial ${trial} is not there with loss ${loss}`);
    }
    this.losses.copyWithin(at, at + 1, this.count);
    this.trials.copyWithin(at, at + 1, this.count);
    this.count -= 1;
  }

  /** @returns how many losses are smaller. */
  below(loss: number): number {
    return this.placeOf(loss, -1);
  }

  /** @returns how many stand before a trial with that loss. */
  placeOf(loss: number, trial: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.losses[middle] as number;
      if (other < loss || (other === loss && (this.trials[middle] as number) < trial)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Linear interpolation between order statistics, as NumPy has it (`p` from 0 to 1); NaN where there is none. */
  quantile(p: number): number {
    if (this.count === 0) return Number.NaN;
    const place = p * (this.count - 1);
    const below = Math.floor(place);
    const low = this.lossAt(below);
    const high = this.lossAt(Math.min(below + 1, this.count - 1));
    // As NumPy: from the nearer end, so that no rounding lifts a value over the one that it is interpolated to.
    const part = place - below;
    if (part === 0 || low === high) return low;
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
  }

  private grow(): void {
    const losses = new Float64Array(this.losses.length * 2);
    const trials = new Float64Array(this.trials.length * 2);
    losses.set(this.losses);
    trials.set(this.trials);
    this.losses = losses;
    this.trials = trials;
  }
}
