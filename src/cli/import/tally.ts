import type { Fate, Outcome } from '../../report/import/outcome.ts';
import { type Estimate, fromWritten } from '../../units/estimate.ts';
import { RunningSum } from '../../units/running-sum.ts';

/** Counts what became of what was found. */
export class Tally {
  readonly #counts: Record<Fate, number> = { new: 0, known: 0, changed: 0, refused: 0, passed: 0 };
  #repaired = 0;
  #withoutEnergy = 0;
  readonly #energy = new RunningSum();
  #carbonG = 0;

  add({ fate, repaired, run }: Outcome): void {
    this.#counts[fate]++;
    if (fate !== 'new' || run === undefined) return;
    if (repaired !== undefined) this.#repaired++;
    if (run.energy.value === null) this.#withoutEnergy++;
    else if (!run.isNested) this.#energy.add(fromWritten(run.energy));
    if (!run.isNested) this.#carbonG += run.carbon.value ?? 0;
  }

  count(fate: Fate): number {
    return this.#counts[fate];
  }

  /** How many of the new runs were repaired. */
  get repaired(): number {
    return this.#repaired;
  }

  /** How many of the new runs have no energy. */
  get withoutEnergy(): number {
    return this.#withoutEnergy;
  }

  /** Energy of the new root runs whose energy is known, at the wall, J. */
  get energy(): Estimate {
    return this.#energy.total;
  }

  /** Carbon of the new root runs, as their sources said it, g. */
  get carbonG(): number {
    return this.#carbonG;
  }
}
