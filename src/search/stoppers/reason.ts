import type { StudyView } from '../study/study-view.ts';
import type { Decision, StopReason } from './stopper.ts';

/** @returns 1st, 2nd, 3rd, 4th, 11th, 112th… */
export function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}

/** @returns where a report stands: `epoch 6`; a resource that was not named is a `step`. */
export function place(study: StudyView, resource: number): string {
  return `${study.resourceName ?? 'step'} ${short(resource)}`;
}

/** @returns a loss as its metric was reported: negated back where it is maximised, with at most five digits. */
export function asMetric(study: StudyView, loss: number, objective = 0): string {
  const value = study.objectives[objective]?.goal === 'maximize' ? -loss : loss;
  return Number.isFinite(value) ? short(value) : 'no number';
}

/** @returns the number with at most five digits, without trailing zeros. */
export function short(value: number): string {
  return String(Number(value.toPrecision(5)));
}

/** @returns how many go on: `the best 7 go on`. */
export function theBest(count: number): string {
  return count === 1 ? 'the best one goes on' : `the best ${count} go on`;
}

/** @returns the decision to stop. */
export function stop(
  rule: string,
  resource: number,
  text: string,
): Decision & { readonly reason: StopReason } {
  return { action: 'stop', reason: { rule, resource, text } };
}
