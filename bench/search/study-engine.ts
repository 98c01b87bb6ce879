import type { MakeSampler } from '../../src/search/samplers/sampler.ts';
import { streamOf } from '../../src/search/random/stream-of.ts';
import type { Configuration } from '../../src/search/space/configuration.ts';
import type { MakeStopper } from '../../src/search/stoppers/stopper.ts';
import type { StudyView, TrialEvent } from '../../src/search/study/study-view.ts';
import type { Report, Trial, TrialState } from '../../src/search/study/trial.ts';
import type { Engine, MakeEngine } from './engine.ts';
import type { Problem } from './problem.ts';

/** A trial that this study alone changes. */
type OpenTrial = { -readonly [K in keyof Trial]: Trial[K] } & { reports: Report[] };

/** A sampler and a stopper of ours as the simulator drives them: told of everything as it happens, as in a study that is not deterministic. */
export function studyEngine(makeSampler: MakeSampler, makeStopper: MakeStopper): MakeEngine {
  return (problem, seed, workers) => new StudyEngine(problem, seed, workers, makeSampler, makeStopper);
}

class StudyEngine implements Engine {
  readonly #trials: OpenTrial[] = [];
  readonly #seed: number;
  readonly #sampler;
  readonly #stopper;
  #spent = 0;
  #milliseconds = 0;

  constructor(
    { space, maxResource }: Problem,
    seed: number,
    workers: number,
    makeSampler: MakeSampler,
    makeStopper: MakeStopper,
  ) {
    this.#seed = seed;
    const spent = (): number => this.#spent;
    const view: StudyView = {
      space,
      objectives: [{ metric: 'loss', goal: 'minimize' }],
      maxResource,
      seed,
      trials: this.#trials,
      get spent() {
        return spent();
      },
      workers,
    };
    this.#sampler = makeSampler(view);
    this.#stopper = makeStopper(view);
  }

  next(number: number): { start: Configuration } | { resume: number } | undefined {
    return this.#timed(() => {
      const promoted = this.#stopper.promote?.();
      if (promoted !== undefined) {
        this.#tell(promoted.trial, 'resumed', 'running');
        return { resume: promoted.trial };
      }
      const configuration = this.#sampler.propose(number, streamOf(this.#seed, number, 'proposal'));
      if (configuration === undefined) return undefined;
      this.#trials.push({
        number,
        configuration,
        origin: 'sampler',
        state: 'running',
        reports: [],
        joules: 0,
        isControl: false,
      });
      this.#tell(number, 'started', 'running');
      return { start: configuration };
    });
  }

  /** As a study does whose space is used up. */
  goOn(running: number): { resume: number } | undefined {
    return this.#timed(() => {
      const number = this.#stopper.promote?.()?.trial ?? (running === 0 ? this.#furthest() : undefined);
      if (number === undefined) return undefined;
      this.#tell(number, 'resumed', 'running');
      return { resume: number };
    });
  }

  /** Where nothing is complete, the best of those that were trained furthest. */
  #furthest(): number | undefined {
    if (this.#trials.some(({ state }) => state === 'complete')) return undefined;
    const paused = this.#trials.filter(({ state }) => state === 'paused');
    const reached = ({ reports }: OpenTrial): number => reports.at(-1)?.resource ?? 0;
    const loss = ({ reports }: OpenTrial): number => reports.at(-1)?.losses[0] ?? Infinity;
    return paused.toSorted((a, b) => reached(b) - reached(a) || loss(a) - loss(b))[0]?.number;
  }

  report: Engine['report'] = ({ trial: number, resource, loss, joules }) =>
    this.#timed(() => {
      const trial = this.#trials[number] as OpenTrial;
      const report: Report = { resource, losses: [loss], joules: Number(joules.toPrecision(4)) };
      trial.reports.push(report);
      trial.joules = report.joules;
      this.#tell(number, 'reported', 'running');
      const { action } = this.#stopper.decide(trial, report);
      if (action === 'pause') this.#tell(number, 'paused', 'paused');
      return action;
    });

  ended: Engine['ended'] = (number, state, loss) =>
    this.#timed(() => {
      const trial = this.#trials[number] as OpenTrial;
      if (state === 'complete') trial.losses = [loss];
      this.#tell(number, 'ended', state);
    });

  spend(part: number): void {
    this.#spent = part;
  }

  cpuSeconds(): number {
    return this.#milliseconds / 1000;
  }

  #tell(number: number, event: TrialEvent, state: TrialState): void {
    const trial = this.#trials[number] as OpenTrial;
    trial.state = state;
    this.#sampler.learn?.(trial, event);
    this.#stopper.learn?.(trial, event);
  }

  /** By the wall clock, so that a busy machine charges us too much rather than too little. */
  #timed<T>(work: () => T): T {
    const began = performance.now();
    const result = work();
    this.#milliseconds += performance.now() - began;
    return result;
  }
}
