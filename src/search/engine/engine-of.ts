import { ok, type Result } from '../../result.ts';
import type { StudyEngine } from '../study/mind.ts';
import type { StudyPlan } from '../study/study-plan.ts';
import { samplerOf } from './sampler-of.ts';
import { stopperOf } from './stopper-of.ts';

/** @returns the sampler and the stopper that a plan names. */
export function engineOf(plan: Pick<StudyPlan, 'sampler' | 'stopper' | 'startup'>): Result<StudyEngine> {
  const makeStopper = stopperOf(plan.stopper);
  if (!makeStopper.ok) return makeStopper;
  return ok({ makeSampler: samplerOf(plan.sampler, plan.startup), makeStopper: makeStopper.value });
}
