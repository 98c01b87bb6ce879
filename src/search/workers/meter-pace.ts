import type { Budget } from '../study/budget.ts';

/** What a running trial has used is written down at least so often, s. */
const EVERY_S = 30;
/** Or when it has used this part of the budget since. */
const PART = 0.01;

/** Decides when the energy of a trial that says nothing is worth a line of the journal. */
export class MeterPace {
  #atS: number;
  #joules = 0;

  constructor(nowS: number) {
    this.#atS = nowS;
  }

  /** The energy is written down now. */
  noted(nowS: number, joules: number): void {
    this.#atS = nowS;
    this.#joules = joules;
  }

  /** Whether it is time. @param joules of the trial until now. */
  isDue(nowS: number, joules: number, { energy, time }: Budget): boolean {
    const waitedS = nowS - this.#atS;
    if (waitedS >= Math.min(EVERY_S, time === undefined ? EVERY_S : Math.max(0.5, time * PART))) return true;
    return energy !== undefined && joules - this.#joules >= energy * PART;
  }
}
