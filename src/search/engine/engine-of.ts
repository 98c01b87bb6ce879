import { ok, type Result } from '../../result.ts';
import type { StudyEngine } from '../study/mind.ts';
import type { StudyPlan } from '../study/study-plan.ts';
import { samplerOf } from './sampler-of.ts';
import { stopperOf } from './stopper-of.ts';

/** @returns the sampler and the stopper that a plan names. */
export function engineOf(
  plan: Pick<StudyPlan, 'sampler' | 'stopper' | 'startup' | 'checkpoint' | 'repeats'>,
): Result<StudyEngine> {
  const makeStopper = stopperOf(plan.stopper, plan.checkpoint);
  if (!makeStopper.ok) return makeStopper;
  const makeSampler = samplerOf(plan.sampler, plan.startup, plan.repeats);
  return ok({ makeSampler, makeStopper: makeStopper.value });
}
