import type { RandomStream } from '../random/random-stream.ts';
import { configurationAt, type Dimension, dimensionsOf } from '../samplers/dimension.ts';
import { Proposed, type Repeats } from '../samplers/proposed.ts';
import type { MakeSampler, Sampler } from '../samplers/sampler.ts';
import { overRungs } from '../samplers/tpe/rank-key.ts';
import { Ranking } from '../samplers/tpe/ranking.ts';
import type { Configuration } from '../space/configuration.ts';
import type { StudyView } from '../study/study-view.ts';
import type { Trial } from '../study/trial.ts';
import { type Cost, fitCost } from './cost-model.ts';
import { logExpectedImprovement } from './expected-improvement.ts';
import { featuresOf } from './features.ts';
import {
  GaussianProcess,
  improvedShape,
  type Observations,
  type Shape,
  usualShape,
} from './gaussian-process.ts';
import { neighbourOf } from './neighbour.ts';
import { rankScore } from './rank-score.ts';

/** Trials that the surrogate is fitted to: the better half of them the best ones, the rest spread evenly over the others. */
const MOST_OBSERVED = 50;
/** Candidates from the prior, and near the best trials. */
const FAR = 100;
const NEAR = 60;
/** Candidates whose deviation is computed: those with the best mean, and a part of the others. */
const PROMISING = 30;
const OTHERS = 0.2;
/** Best trials whose neighbours are candidates, and the least and most standard deviation of a step from them. */
const CENTRES = 10;
const WIDTHS = { least: 0.02, most: 0.3 };
/** Steps towards a better shape of the kernel for each trial that starts. */
const SHAPE_STEPS = 2;

/**
 * Bayesian optimisation of ranks: a Gaussian process over the place of a trial among all others by how far it came and how good it was there,
 * so that stopped trials are learnt from, whatever the metric's scale; proposes the largest expected improvement.
 *
 * @param startup trials that must have a place before it proposes anything.
 */
export function surrogateSampler(
  rungs: (study: StudyView) => readonly number[],
  startup: number,
  repeats: Repeats = {},
): MakeSampler {
  return (study) => new SurrogateSampler(study, () => rungs(study), startup, repeats);
}

class SurrogateSampler implements Sampler {
  readonly #dimensions: readonly Dimension[];
  readonly #isChoice: readonly boolean[];
  readonly #rungs: () => readonly number[];
  readonly #proposed: Proposed;
  readonly #study: StudyView;
  readonly #costs = new Map<number, Cost>();
  readonly #trials = new Map<number, Trial>();
  readonly #points = new Map<number, Float64Array>();
  #ranking = new Ranking();
  #ladder: readonly number[] = [];
  readonly #startup: number;
  #shape: Shape;
  #steps = 0;

  constructor(study: StudyView, rungs: () => readonly number[], startup: number, repeats: Repeats) {
    const { space } = study;
    this.#study = study;
    this.#startup = startup;
    this.#dimensions = dimensionsOf(space);
    this.#isChoice = this.#dimensions.map(({ kind }) => kind === 'choice');
    this.#rungs = rungs;
    this.#proposed = new Proposed(space, repeats);
    this.#shape = usualShape(this.#dimensions.length);
  }

  learn: NonNullable<Sampler['learn']> = (trial, event) => {
    this.#proposed.learn(trial);
    if (trial.state === 'waiting') return;
    this.#trials.set(trial.number, trial);
    this.#ranking.set(trial.number, overRungs(this.#ladder)(trial));
    const last = trial.reports.at(-1);
    if (last !== undefined && last.joules > 0) {
      const logRate = Math.log(last.joules / last.resource);
      this.#costs.set(trial.number, { point: this.#pointOf(trial.number), logRate });
    }
    // Here and not in a proposal, so that a replayed journal, which proposes nothing, comes to the same shape.
    if (event === 'started') this.#improve();
  };

  propose(_number: number, random: RandomStream): Configuration | undefined {
    this.#followRungs();
    if (this.#ranking.size < Math.max(this.#startup, 1)) return undefined;
    const order = this.#ranking.best(MOST_OBSERVED / 2);
    const process = new GaussianProcess(this.#observations(), this.#shape);
    const best = Math.min(...order.slice(0, 3).map((number) => process.mean(this.#pointOf(number))));
    return this.#proposed.next(random, () => this.#draw(process, best, order, random));
  }

  #draw(
    process: GaussianProcess,
    best: number,
    order: readonly number[],
    random: RandomStream,
  ): Configuration {
    const candidates = [...this.#candidates(order, random)]
      .map((configuration) => {
        const point = featuresOf(this.#dimensions, configuration);
        return { configuration, point, mean: process.mean(point) };
      })
      .sort((a, b) => a.mean - b.mean);
    const weight = this.#costWeight();
    const costOf = weight === 0 ? undefined : fitCost(this.#dimensions, [...this.#costs.values()]);
    const scored: { readonly configuration: Configuration; readonly score: number }[] = [];
    for (const [place, { configuration, point }] of candidates.entries()) {
      if (place >= PROMISING && random.uniform() >= OTHERS) continue;
      const { mean, deviation } = process.predict(point);
      const improvement = logExpectedImprovement(best, mean, deviation);
      const score = costOf === undefined ? improvement : improvement - weight * costOf(point);
      scored.push({ configuration, score });
    }
    scored.sort((a, b) => b.score - a.score);
    const [first] = scored;
    const chosen = scored.find(({ configuration }) => this.#proposed.isNew(configuration)) ?? first;
    return chosen?.configuration ?? configurationAt(this.#dimensions, () => random.uniform());
  }

  /**
   * How much cheapness counts: fully at the start, no longer at the end of the budget (cost cooling: Lee et al., arXiv:2003.10870). Where
   * nothing is spent although trials are over there is no budget, and it does not count.
   */
  #costWeight(): number {
    return this.#study.spent > 0 ? 1 - this.#study.spent : 0;
  }

  *#candidates(order: readonly number[], random: RandomStream): Generator<Configuration> {
    for (let i = 0; i < FAR; i += 1) yield configurationAt(this.#dimensions, () => random.uniform());
    for (let i = 0; i < NEAR; i += 1) {
      // The better one of two draws, about: near the best ones more often.
      const place = Math.floor(random.uniform() * random.uniform() * Math.min(CENTRES, order.length));
      const centre = this.#trials.get(order[place] as number);
      const width = WIDTHS.least * (WIDTHS.most / WIDTHS.least) ** random.uniform();
      yield neighbourOf(this.#dimensions, centre?.configuration ?? {}, width, random);
    }
  }

  #observations(): Observations {
    const size = this.#ranking.size;
    const places = observedPlaces(size, MOST_OBSERVED);
    const order = this.#ranking.best(size);
    return {
      points: places.map((place) => this.#pointOf(order[place] as number)),
      isChoice: this.#isChoice,
      targets: Float64Array.from(places, (place) => rankScore(place, size)),
    };
  }

  #improve(): void {
    this.#followRungs();
    if (this.#ranking.size < this.#dimensions.length + 2) return;
    const seen = this.#observations();
    for (let i = 0; i < SHAPE_STEPS; i += 1) {
      this.#shape = improvedShape(seen, this.#shape, this.#steps % (this.#dimensions.length + 1));
      this.#steps += 1;
    }
  }

  #pointOf(number: number): Float64Array {
    const known = this.#points.get(number);
    if (known !== undefined) return known;
    const point = featuresOf(this.#dimensions, this.#trials.get(number)?.configuration ?? {});
    this.#points.set(number, point);
    return point;
  }

  #followRungs(): void {
    const rungs = this.#rungs();
    if (rungs.length === this.#ladder.length && rungs.every((rung, i) => rung === this.#ladder[i])) return;
    this.#ladder = rungs;
    this.#ranking = new Ranking();
    for (const trial of this.#trials.values()) this.#ranking.set(trial.number, overRungs(rungs)(trial));
  }
}

/** @returns which places of `size` are looked at: all, or the better half of `most` and as many spread evenly over the rest. */
function observedPlaces(size: number, most: number): readonly number[] {
  if (size <= most) return Array.from({ length: size }, (_, place) => place);
  const head = Math.floor(most / 2);
  const stride = (size - head) / (most - head);
  return Array.from({ length: most }, (_, i) => (i < head ? i : head + Math.floor((i - head) * stride)));
}
