import { streamOf } from '../../../src/search/random/stream-of.ts';
import type { MakeSampler, Sampler } from '../../../src/search/samplers/sampler.ts';
import type { Configuration } from '../../../src/search/space/configuration.ts';
import type { Space } from '../../../src/search/space/space.ts';
import type { StudyView, TrialEvent } from '../../../src/search/study/study-view.ts';
import type { Report, Trial, TrialState } from '../../../src/search/study/trial.ts';

/** How a trial of {@link WatchedStudy} ends. */
export interface Outcome {
  readonly state: TrialState;
  readonly losses?: readonly number[];
  readonly violations?: readonly number[];
}

/** The least study that a sampler can watch: it says what happens, and nothing else. */
export class WatchedStudy implements StudyView {
  readonly space: Space;
  readonly objectives: StudyView['objectives'];
  readonly maxResource = 27;
  readonly seed: number;
  readonly trials: Trial[] = [];
  readonly spent = 0;
  readonly workers = 1;
  readonly sampler: Sampler;

  constructor(space: Space, make: MakeSampler, { seed = 7, objectives = 1 } = {}) {
    this.space = space;
    this.seed = seed;
    this.objectives = Array.from({ length: objectives }, (_, index) => ({
      metric: `loss${index}`,
      goal: 'minimize' as const,
    }));
    this.sampler = make(this);
  }

  /** What the sampler proposes for the next trial, which does not begin. */
  propose(): Configuration | undefined {
    const number = this.trials.length;
    return this.sampler.propose(number, streamOf(this.seed, number, 'proposal'));
  }

  /** Proposes and starts a trial. */
  ask(): Trial | undefined {
    const configuration = this.propose();
    return configuration === undefined ? undefined : this.start(configuration);
  }

  start(configuration: Configuration, origin: Trial['origin'] = 'sampler'): Trial {
    const trial: Trial = {
      number: this.trials.length,
      configuration,
      origin,
      state: 'running',
      reports: [],
      joules: 0,
      isControl: false,
    };
    return this.#tell(trial, 'started');
  }

  report(number: number, resource: number, ...losses: readonly number[]): void {
    const report: Report = { resource, losses, joules: 0 };
    const trial = this.trials[number] as Trial;
    this.#tell({ ...trial, reports: [...trial.reports, report] }, 'reported');
  }

  end(number: number, outcome: Outcome): void {
    this.#tell({ ...(this.trials[number] as Trial), ...outcome }, 'ended');
  }

  #tell(trial: Trial, event: TrialEvent): Trial {
    this.trials[trial.number] = trial;
    this.sampler.learn?.(trial, event);
    return trial;
  }
}
