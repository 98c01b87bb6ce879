/** What is sought. Inside the engine every value is a *loss*, to be made small: a metric to maximise is negated at the edge. */
export interface Objective {
  readonly metric: string;
  readonly goal: 'minimize' | 'maximize';
  /** The search ends when the metric is this good. */
  readonly target?: number;
}

/** @returns the metric's value as a loss, and back. */
export function asLoss(objective: Objective, value: number): number {
  return objective.goal === 'maximize' ? -value : value;
}
