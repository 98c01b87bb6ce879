import { CONTINUE, type MakeStopper } from '../../../src/search/stoppers/stopper.ts';
import type { MakeSampler } from '../../../src/search/samplers/sampler.ts';
import type { StudyEngine } from '../../../src/search/study/mind.ts';
import { Study } from '../../../src/search/study/study.ts';
import type { StudyBegun, TimedEvent } from '../../../src/search/study/study-event.ts';
import type { StudyPlan } from '../../../src/search/study/study-plan.ts';

/** A plan of one parameter and one objective; what a test is about is given. */
export function planOf(given: Partial<StudyPlan> = {}): StudyPlan {
  return {
    name: 'digits',
    space: {
      parameters: [{ kind: 'float', name: 'lr', low: 0, high: 1, scale: 'linear' }],
      fixed: {},
    },
    objectives: [{ metric: 'loss', goal: 'minimize' }],
    resource: 'epoch',
    maxResource: 9,
    budget: {},
    seed: 7,
    workers: 1,
    deterministic: false,
    retry: { max: 0, on: [] },
    constraints: [],
    controlShare: 0,
    sampler: { name: 'random' },
    stopper: { name: 'none', settings: {} },
    ...given,
  };
}

/** Proposes by chance, but near the best of the trials that it knows: so its proposals show what it knows. */
export const nearTheBest: MakeSampler = (study) => {
  let best = { loss: Number.POSITIVE_INFINITY, lr: 0.5 };
  let running = 0;
  return {
    learn: (trial, event) => {
      if (event === 'started') running++;
      if (event !== 'ended') return;
      running--;
      const loss = trial.losses?.[0] ?? trial.reports.at(-1)?.losses[0] ?? Number.POSITIVE_INFINITY;
      if (loss < best.loss) best = { loss, lr: trial.configuration['lr'] as number };
    },
    propose: (_, random) => {
      const known = study.trials.filter(({ state }) => state === 'complete' || state === 'stopped').length;
      const u = random.uniform();
      return { lr: known < 3 ? u : (best.lr + 0.2 * u + 0.01 * running + known / 1000) % 1 };
    },
  };
};

/** Stops what is in the worse half of those that said something at the same resource. */
export const worseHalf: MakeStopper = (study) => {
  const seen = new Map<number, Map<number, number>>();
  return {
    learn: (trial, event) => {
      const report = trial.reports.at(-1);
      if (event !== 'reported' || report === undefined) return;
      const there = seen.get(report.resource) ?? new Map<number, number>();
      seen.set(report.resource, there.set(trial.number, report.losses[0] as number));
    },
    decide: (trial, { resource, losses }) => {
      const others = [...(seen.get(resource) ?? [])].filter(([number]) => number !== trial.number);
      const better = others.filter(([, loss]) => loss < (losses[0] as number)).length;
      return others.length >= 3 && better * 2 > others.length
        ? { action: 'stop', reason: { rule: 'half', resource, text: `${better} of ${study.trials.length}` } }
        : CONTINUE;
    },
  };
};

/** Never stops anything. */
export const never: MakeStopper = () => ({ decide: () => CONTINUE });

export function engineOf(given: Partial<StudyEngine> = {}): StudyEngine {
  return { makeSampler: nearTheBest, makeStopper: worseHalf, ...given };
}

/** A study whose events are kept as a journal would, through JSON. */
export class KeptStudy {
  study: Study;
  readonly engine: StudyEngine;
  readonly lines: string[] = [];
  t = 0;

  constructor(plan: StudyPlan, engine: StudyEngine = engineOf()) {
    this.engine = engine;
    this.study = Study.begin(plan, engine, { at: '2026-11-26T08:00:00Z', time: () => this.t });
    this.keep();
  }

  keep(): void {
    for (const event of this.study.takeEvents()) this.lines.push(JSON.stringify(event));
  }

  /** As it is after the journal was read again. */
  again(): Study {
    const [first, ...rest] = this.lines.map((line) => JSON.parse(line) as TimedEvent);
    return Study.replay(first?.event as StudyBegun, rest, this.engine, () => this.t);
  }
}

/** A curve that falls to a final loss which depends on the configuration. */
export function lossAt(lr: number, resource: number): number {
  return (lr - 0.3) ** 2 + 0.5 / (1 + resource);
}
