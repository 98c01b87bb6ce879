import type { Decision, MakeStopper, Stopper } from '../../../src/search/stoppers/stopper.ts';
import type { StudyView } from '../../../src/search/study/study-view.ts';
import type { Report, Trial, TrialState } from '../../../src/search/study/trial.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
/** A trial whose study is the test. */
export type TestTrial = Writable<Omit<Trial, 'reports'>> & { readonly reports: Report[] };

/** What a study of a test is like where that matters. */
export interface SmallStudyOptions {
  readonly maximize?: boolean;
  readonly objectives?: number;
  readonly maxResource?: number | undefined;
  readonly seed?: number;
}

/** A study that keeps trials and reports, and asks a stopper as the real one does: told of the report first, then asked. */
export class SmallStudy {
  readonly trials: TestTrial[] = [];
  readonly view: StudyView;
  readonly stopper: Stopper;
  private readonly sign: number;

  constructor(make: MakeStopper, options: SmallStudyOptions = {}) {
    this.sign = options.maximize === true ? -1 : 1;
    const goal = options.maximize === true ? 'maximize' : 'minimize';
    this.view = {
      space: {
        parameters: [{ kind: 'float', name: 'lr', low: 0, high: 1, scale: 'linear' }],
        fixed: {},
      },
      objectives: Array.from({ length: options.objectives ?? 1 }, (_, at) => ({ metric: `m${at}`, goal })),
      maxResource: options.maxResource,
      resourceName: 'epoch',
      seed: options.seed ?? 1,
      trials: this.trials,
      spent: 0,
      workers: 1,
    };
    this.stopper = make(this.view);
  }

  begin(isControl = false): TestTrial {
    const trial: TestTrial = {
      number: this.trials.length,
      configuration: {},
      origin: 'sampler',
      state: 'running',
      reports: [],
      joules: 0,
      isControl,
    };
    this.trials.push(trial);
    this.stopper.learn?.(trial, 'started');
    return trial;
  }

  /** @param values of the metrics, as the trial says them; a single one is that of all. */
  report(trial: TestTrial, resource: number, ...values: readonly number[]): Decision {
    const losses = this.view.objectives.map((_, at) => this.sign * (values[at] ?? values[0] ?? Number.NaN));
    const report: Report = { resource, losses, joules: resource };
    const at = trial.reports.findIndex((each) => each.resource >= resource);
    if (at === -1) trial.reports.push(report);
    else trial.reports.splice(at, trial.reports[at]?.resource === resource ? 1 : 0, report);
    trial.joules = resource;
    this.stopper.learn?.(trial, 'reported');
    const decision = this.stopper.decide(trial, report);
    if (decision.action === 'pause') {
      trial.state = 'paused';
      this.stopper.learn?.(trial, 'paused');
    }
    return decision;
  }

  end(trial: TestTrial, state: TrialState = 'complete'): void {
    trial.state = state;
    const last = trial.reports.at(-1);
    if (state === 'complete' && last !== undefined) trial.losses = last.losses;
    this.stopper.learn?.(trial, 'ended');
  }

  resume(trial: TestTrial): void {
    trial.state = 'running';
    this.stopper.learn?.(trial, 'resumed');
  }

  /** Runs a trial over a curve (one value for each resource from 1 on) until it is stopped, paused or at its end. */
  run(curve: readonly number[], isControl = false): { readonly trial: TestTrial; readonly last: Decision } {
    const trial = this.begin(isControl);
    let last: Decision = { action: 'continue' };
    for (const [at, value] of curve.entries()) {
      last = this.report(trial, at + 1, value);
      if (last.action === 'pause') return { trial, last };
      if (last.action === 'stop') {
        this.end(trial, 'stopped');
        return { trial, last };
      }
    }
    this.end(trial);
    return { trial, last };
  }
}
