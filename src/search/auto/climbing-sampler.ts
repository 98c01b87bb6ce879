import type { RandomStream } from '../random/random-stream.ts';
import { type Dimension, dimensionsOf } from '../samplers/dimension.ts';
import { Acquisition } from '../samplers/gp/acquisition.ts';
import { beliefsOf } from '../samplers/gp/beliefs-of.ts';
import { drawPeak, type Effort, type Knowledge } from '../samplers/gp/draw-peak.ts';
import { featuresOf } from '../samplers/gp/features.ts';
import { Landscape } from '../samplers/gp/landscape.ts';
import { observedPlaces } from '../samplers/gp/observed-places.ts';
import { outcomesOf } from '../samplers/gp/outcomes.ts';
import { Proposed, type Repeats } from '../samplers/proposed.ts';
import type { MakeSampler, Sampler } from '../samplers/sampler.ts';
import { totalViolation } from '../samplers/tpe/rank-key.ts';
import type { Configuration } from '../space/configuration.ts';
import type { Trial } from '../study/trial.ts';
import { EndedTrials } from './ended-trials.ts';
import { partForetold } from './part-foretold.ts';

/** Parameters of the largest space: beyond it losses of so few trials say little, and a proposal would take too long. */
const MOST_PARAMETERS = 8;
/** Complete trials before anything is proposed, and after which there is nothing left to climb: who makes thousands asks for haste. */
const FEWEST = 5;
const MOST = 500;
/** Trials that losses are regressed over; of these, the newest stopped ones. */
const MOST_OBSERVED = 60;
const MOST_STOPPED = 30;
/** Best complete trials near which places are looked at. */
const CENTRES = 5;
const EFFORT: Effort = { far: 100, near: 40, climbs: 2 };

/**
 * Bayesian optimisation of losses for small spaces, in little time: a Gaussian process over the losses of complete trials and of those that
 * were stopped last, and the peak of the expected improvement. It proposes nothing where the process foretells trials from the others no better
 * than their mean does.
 *
 * @param startup trials that must have ended before it proposes anything.
 */
export function climbingSampler(startup: number, repeats: Repeats = {}): MakeSampler {
  return ({ space }) => {
    const dimensions = dimensionsOf(space);
    return dimensions.length > MOST_PARAMETERS
      ? { propose: () => undefined }
      : new ClimbingSampler(dimensions, new Proposed(space, repeats), startup);
  };
}

class ClimbingSampler implements Sampler {
  readonly #dimensions: readonly Dimension[];
  readonly #landscape: Landscape;
  readonly #isChoice: readonly boolean[];
  readonly #proposed: Proposed;
  readonly #startup: number;
  readonly #ended = new EndedTrials(MOST_STOPPED);
  readonly #running = new Map<number, Trial>();

  constructor(dimensions: readonly Dimension[], proposed: Proposed, startup: number) {
    this.#dimensions = dimensions;
    this.#landscape = new Landscape(dimensions);
    this.#isChoice = dimensions.map(({ kind }) => kind === 'choice');
    this.#proposed = proposed;
    this.#startup = startup;
  }

  learn: NonNullable<Sampler['learn']> = (trial, event) => {
    this.#proposed.learn(trial);
    if (event === 'reported') return;
    if (trial.state === 'running') this.#running.set(trial.number, trial);
    else this.#running.delete(trial.number);
    this.#ended.set(trial);
  };

  propose(_number: number, random: RandomStream): Configuration | undefined {
    const { size, complete } = this.#ended;
    if (size < this.#startup || complete.length < FEWEST || complete.length > MOST) return undefined;
    const knowledge = this.#know();
    if (knowledge === undefined) return undefined;
    const isNew = (configuration: Configuration): boolean => this.#proposed.isNew(configuration);
    return this.#proposed.next(random, () => drawPeak(knowledge, this.#landscape, EFFORT, isNew, random));
  }

  #know(): Knowledge | undefined {
    const { complete, newestWithout: without } = this.#ended;
    const some = observedPlaces(complete.length, MOST_OBSERVED - without.length).flatMap(
      (place) => complete[place] ?? [],
    );
    const seen = outcomesOf([...some, ...without], 1).map(({ trial, losses }) => ({
      point: this.#pointOf(trial),
      loss: totalViolation(trial) > 0 ? Infinity : (losses[0] ?? Infinity),
      violations: undefined,
    }));
    const running = [...this.#running.values()].map((trial) => this.#pointOf(trial));
    const beliefs = beliefsOf(seen, this.#isChoice, running);
    if (!(partForetold(beliefs.losses, seen.length) > 0)) return undefined;
    const centres = complete.slice(0, CENTRES).map(({ configuration }) => configuration);
    return { acquisition: new Acquisition(beliefs), running, centres };
  }

  #pointOf({ configuration }: Trial): Float64Array {
    return featuresOf(this.#dimensions, configuration);
  }
}
