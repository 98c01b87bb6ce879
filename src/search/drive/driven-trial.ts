import { CONTINUE, type Decision } from '../stoppers/stopper.ts';
import type { StudyPlan } from '../study/study-plan.ts';
import type { TrialRecord } from '../study/trial-record.ts';
import { type Said, valueOf } from '../trial/said.ts';

/** What was decided on a trial until now. */
export function standing({ sentence }: TrialRecord): Decision {
  return sentence ?? CONTINUE;
}

/** Of what a trial says the values of objectives and of constraints' metrics; undefined where there are none. */
export function soughtIn(
  { objectives, constraints }: StudyPlan,
  said: Said,
): Readonly<Record<string, number>> | undefined {
  const found: Record<string, number> = {};
  for (const { metric } of [...objectives, ...constraints]) {
    const value = valueOf(said, metric);
    if (value !== undefined) found[metric] = value;
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/**
 * Whether a program that has returned from a trial that was to pause has done so, and is to go on with it later.
 *
 * @param isLate it has reported again after it was told to pause: it went on regardless.
 */
export function isPaused(
  { sentence, reports }: TrialRecord,
  isLate: boolean,
  { maxResource }: StudyPlan,
): boolean {
  if (sentence?.action !== 'pause' || isLate) return false;
  return maxResource === undefined || (reports.at(-1)?.resource ?? 0) < maxResource;
}
