import type { RandomStream } from '../../random/random-stream.ts';
import type { Configuration } from '../../space/configuration.ts';
import type { Trial } from '../../study/trial.ts';
import { dimensionsOf } from '../dimension.ts';
import { Proposed, type Repeats } from '../proposed.ts';
import type { MakeSampler, Sampler } from '../sampler.ts';
import { sobolSampler } from '../sobol-sampler.ts';
import { Acquisition } from './acquisition.ts';
import { beliefsOf } from './beliefs-of.ts';
import { drawPeak, type Effort, type Knowledge } from './draw-peak.ts';
import { featuresOf } from './features.ts';
import { Landscape } from './landscape.ts';
import { type Outcome, outcomesOf } from './outcomes.ts';
import { scalarised } from './targets.ts';

/** Settings of the Gaussian process. */
export interface GpOptions extends Repeats {
  /** Trials with an outcome before anything is learnt from them; until then points of a Sobol sequence are tried. */
  readonly startup?: number;
}

/** What is looked at for a proposal. */
const EFFORT: Effort = { far: 512, near: 128, climbs: 5 };
const CENTRES = 5;

/**
 * Bayesian optimisation for small spaces, mostly of numbers, and at most some hundred trials: a Gaussian process over losses, the likeliest
 * shape of whose kernel is fitted anew for each proposal; proposes where the largest improvement is expected. With several objectives it
 * improves on them weighed by chance, another way for each trial.
 */
export function gpSampler(options: GpOptions = {}): MakeSampler {
  return (study) => {
    const landscape = new Landscape(dimensionsOf(study.space));
    const proposed = new Proposed(study.space, options);
    const first = sobolSampler(options)(study);
    return new GpSampler(landscape, study.objectives.length, proposed, first, options.startup ?? 10);
  };
}

class GpSampler implements Sampler {
  readonly #landscape: Landscape;
  readonly #isChoice: readonly boolean[];
  readonly #objectives: number;
  readonly #proposed: Proposed;
  readonly #first: Sampler;
  readonly #startup: number;
  readonly #trials = new Map<number, Trial>();
  readonly #points = new Map<number, Float64Array>();
  /** What is known as of the last event: functions of the trials, made when they are asked for. */
  #outcomes: readonly Outcome[] | undefined;
  #knowledge: Knowledge | undefined;

  constructor(landscape: Landscape, objectives: number, proposed: Proposed, first: Sampler, startup: number) {
    this.#landscape = landscape;
    this.#isChoice = landscape.dimensions.map(({ kind }) => kind === 'choice');
    this.#objectives = objectives;
    this.#proposed = proposed;
    this.#first = first;
    this.#startup = startup;
  }

  learn: NonNullable<Sampler['learn']> = (trial, event) => {
    this.#first.learn?.(trial, event);
    this.#proposed.learn(trial);
    if (trial.state === 'waiting') return;
    this.#trials.set(trial.number, trial);
    if (event === 'reported') return; // a trial that runs counts as that, whatever it says
    this.#outcomes = undefined;
    this.#knowledge = undefined;
  };

  propose(number: number, random: RandomStream): Configuration | undefined {
    this.#outcomes ??= outcomesOf(this.#ended(), this.#objectives);
    const outcomes = this.#outcomes;
    const isBlind = outcomes.every(({ losses }) => !losses.every(Number.isFinite));
    if (outcomes.length < this.#startup || isBlind) {
      const configuration = this.#first.propose(number, random);
      if (configuration !== undefined) this.#proposed.add(configuration);
      return configuration;
    }
    const knowledge = this.#know(outcomes, random);
    return this.#proposed.next(random, () => this.#draw(knowledge, random));
  }

  #know(outcomes: readonly Outcome[], random: RandomStream): Knowledge {
    if (this.#objectives > 1) {
      const rows = outcomes.map(({ losses }) => losses);
      return this.#knowledgeOf(outcomes, scalarised(rows, weightsOf(this.#objectives, random)));
    }
    this.#knowledge ??= this.#knowledgeOf(
      outcomes,
      outcomes.map(({ losses }) => losses[0] ?? Infinity),
    );
    return this.#knowledge;
  }

  #knowledgeOf(outcomes: readonly Outcome[], losses: readonly number[]): Knowledge {
    const seen = outcomes
      .map(({ trial: { number, violations, configuration } }, at) => {
        return {
          number,
          configuration,
          point: this.#pointOf(number),
          loss: losses[at] ?? Infinity,
          violations,
        };
      })
      .sort((a, b) => (a.loss < b.loss ? -1 : a.loss > b.loss ? 1 : a.number - b.number));
    const running = [...this.#trials.values()].flatMap(({ state, number }) =>
      state === 'running' || state === 'paused' ? [this.#pointOf(number)] : [],
    );
    return {
      running,
      acquisition: new Acquisition(beliefsOf(seen, this.#isChoice, running)),
      centres: seen.slice(0, CENTRES).map(({ configuration }) => configuration),
    };
  }

  #draw(knowledge: Knowledge, random: RandomStream): Configuration {
    const isNew = (configuration: Configuration): boolean => this.#proposed.isNew(configuration);
    return drawPeak(knowledge, this.#landscape, EFFORT, isNew, random);
  }

  #ended(): readonly Trial[] {
    return [...this.#trials.values()].sort((a, b) => a.number - b.number);
  }

  #pointOf(number: number): Float64Array {
    const known = this.#points.get(number);
    if (known !== undefined) return known;
    const point = featuresOf(this.#landscape.dimensions, this.#trials.get(number)?.configuration ?? {});
    this.#points.set(number, point);
    return point;
  }
}

/** A direction, any as likely as any other: exponential numbers over their sum. */
function weightsOf(count: number, random: RandomStream): readonly number[] {
  const drawn = Array.from({ length: count }, () => -Math.log(1 - random.uniform()));
  const sum = drawn.reduce((total, x) => total + x, 0);
  return drawn.map((x) => (sum > 0 ? x / sum : 1 / count));
}
