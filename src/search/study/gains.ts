import type { Objective } from './objective.ts';
import type { TrialRecord } from './trial-record.ts';

/** A moment at which the study found something better than it had. */
export interface Gain {
  readonly trial: number;
  /** Where in its training; undefined where it was told without one. */
  readonly resource: number | undefined;
  readonly losses: readonly number[];
  /** Joules that the study had used by then. */
  readonly joules: number;
  /** Study time in seconds. */
  readonly t: number;
}

/** Follows what is best: the lowest loss seen at any point of any trial, or with several objectives the Pareto front. */
export class Gains {
  readonly history: Gain[] = [];
  readonly #single: boolean;
  /** What nothing dominates, in the order of its coming. */
  #front: Gain[] = [];

  constructor(objectives: readonly Objective[]) {
    this.#single = objectives.length === 1;
  }

  /** Joules at the last gain. */
  get lastJoules(): number {
    return this.history.at(-1)?.joules ?? 0;
  }

  /** The best so far; with several objectives all that nothing dominates. */
  get front(): readonly Gain[] {
    return this.#front;
  }

  /** Takes in what a trial said or ended with. */
  take(trial: TrialRecord, found: Omit<Gain, 'trial'>): void {
    if (!found.losses.every(Number.isFinite)) return;
    const gain = { trial: trial.number, ...found };
    if (this.#single) {
      const best = this.#front[0]?.losses[0] ?? Number.POSITIVE_INFINITY;
      if ((found.losses[0] as number) >= best) return;
      this.#front = [gain];
    } else {
      if (this.#front.some(({ losses }) => isNoWorse(losses, found.losses))) return;
      this.#front = this.#front.filter(({ losses }) => !isNoWorse(found.losses, losses));
      this.#front.push(gain);
    }
    this.history.push(gain);
  }
}

/** Whether no loss of the first is above that of the second. */
export function isNoWorse(first: readonly number[], second: readonly number[]): boolean {
  return first.every((loss, i) => loss <= (second[i] as number));
}
