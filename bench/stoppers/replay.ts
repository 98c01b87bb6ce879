import { streamOf } from '../../src/search/random/stream-of.ts';
import type { MakeSampler } from '../../src/search/samplers/sampler.ts';
import type { Decision, MakeStopper } from '../../src/search/stoppers/stopper.ts';
import type { StudyView, TrialEvent } from '../../src/search/study/study-view.ts';
import type { Report, Trial, TrialState } from '../../src/search/study/trial.ts';
import type { Curve, Problem } from '../search/problem.ts';

/** What became of a trial, and what would have. */
export interface Fate {
  readonly trial: number;
  readonly isControl: boolean;
  /** Loss at the end of a full training, whether it came there or not; Infinity where it diverges. */
  readonly final: number;
  /** Report (from 1) at which the stopper wanted to end it, other than for divergence. */
  readonly stoppedAt: number | undefined;
  /** Best final loss of the trials that had been seen to their end before. */
  readonly best: number;
  readonly joules: number;
  readonly fullJoules: number;
}

/** Trains what a sampler proposes, one after another, each until it is stopped; of `controls` (a share) the stops are noted only. */
export function replay(
  problem: Problem,
  makeSampler: MakeSampler,
  make: MakeStopper,
  trials: number,
  seed: number,
  controls: number,
): readonly Fate[] {
  const known: (Trial & { state: TrialState; losses?: readonly number[] })[] = [];
  const view: StudyView = {
    space: problem.space,
    objectives: [{ metric: 'loss', goal: 'minimize' }],
    maxResource: problem.maxResource,
    seed,
    trials: known,
    spent: 0,
    workers: 1,
  };
  const sampler = makeSampler(view);
  const stopper = make(view);
  const learn = (trial: Trial, event: TrialEvent): void => {
    sampler.learn?.(trial, event);
    stopper.learn?.(trial, event);
  };
  const open = problem.open(seed);
  const fates: Fate[] = [];
  let best = Infinity;
  for (let number = 0; number < trials; number += 1) {
    const random = streamOf(seed, number, 'replay');
    const configuration = sampler.propose(number, random);
    const curve = configuration === undefined ? undefined : open.take(configuration);
    if (configuration === undefined || curve === undefined) break;
    const isControl = random.uniform() < controls;
    const reports: Report[] = [];
    const trial = {
      number,
      configuration,
      origin: 'sampler' as const,
      state: 'running' as TrialState,
      reports,
      joules: 0,
      isControl,
    };
    known.push(trial);
    learn(trial, 'started');
    const { stoppedAt, end } = run(curve, (report) => {
      reports.push(report);
      learn(trial, 'reported');
      return stopper.decide(trial, report);
    });
    const last = reports.at(-1) as Report;
    Object.assign(trial, end === 'complete' ? { state: end, losses: last.losses } : { state: end });
    learn(trial, 'ended');
    const { losses, joules } = curve;
    const diverges = Array.from(losses).some((loss) => !Number.isFinite(loss));
    const final = diverges ? Infinity : (losses[losses.length - 1] as number);
    const fullJoules = joules[diverges ? reports.length - 1 : joules.length - 1] as number;
    fates.push({ trial: number, isControl, final, stoppedAt, best, joules: last.joules, fullJoules });
    if (end === 'complete') best = Math.min(best, final);
  }
  return fates;
}

function run(
  { losses, joules }: Curve,
  report: (report: Report) => Decision,
): { readonly stoppedAt: number | undefined; readonly end: 'complete' | 'stopped' } {
  let spared: number | undefined;
  for (let at = 0; at < losses.length; at += 1) {
    const decision = report({
      resource: at + 1,
      losses: [losses[at] as number],
      joules: joules[at] as number,
    });
    if (!Number.isFinite(losses[at])) return { stoppedAt: spared, end: 'stopped' };
    if (decision.action !== 'continue') return { stoppedAt: at + 1, end: 'stopped' };
    if (decision.spared !== undefined) spared ??= at + 1;
  }
  return { stoppedAt: spared, end: 'complete' };
}
