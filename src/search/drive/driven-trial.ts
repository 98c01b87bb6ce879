import type { RunSession } from '../../run/session.io.ts';
import { CONTINUE, type Decision } from '../stoppers/stopper.ts';
import type { StudyPlan } from '../study/study-plan.ts';
import type { TrialRecord } from '../study/trial-record.ts';
import type { TrialFolder } from '../trial/trial-folder.io.ts';
import type { Counting } from '../trial/resource-count.ts';
import { type Said, valueOf } from '../trial/said.ts';
import type { MeterPace } from '../workers/meter-pace.ts';

/** A trial that a program has been given and has not told yet. */
export interface DrivenTrial {
  readonly trial: TrialRecord;
  readonly session: RunSession;
  readonly folder: TrialFolder;
  readonly pace: MeterPace;
  counting: Counting;
  /** It has said something of what is sought. */
  hasSpoken: boolean;
  /** It has reported after it was decided against: it goes on regardless. */
  isLate: boolean;
}

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

/** Whether a program that has returned from a trial that was to pause has done so, and is to go on with it later. */
export function isPaused({ trial, isLate }: DrivenTrial, { maxResource }: StudyPlan): boolean {
  if (trial.sentence?.action !== 'pause' || isLate) return false;
  return maxResource === undefined || (trial.reports.at(-1)?.resource ?? 0) < maxResource;
}
