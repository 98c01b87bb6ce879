import type { RandomStream } from '../random/random-stream.ts';
import { configurationAt, type Dimension, dimensionsOf } from '../samplers/dimension.ts';
import { logExpectedImprovement } from '../samplers/gp/expected-improvement.ts';
import { featuresOf, writeFeatures } from '../samplers/gp/features.ts';
import { GaussianProcess, type Observations } from '../samplers/gp/gaussian-process.ts';
import { observedPlaces } from '../samplers/gp/observed-places.ts';
import { type Shape, usualShape } from '../samplers/gp/shape.ts';
import { Proposed, type Repeats } from '../samplers/proposed.ts';
import type { MakeSampler, Sampler } from '../samplers/sampler.ts';
import { overRungs } from '../samplers/tpe/rank-key.ts';
import { Ranking } from '../samplers/tpe/ranking.ts';
import type { Configuration } from '../space/configuration.ts';
import type { StudyView } from '../study/study-view.ts';
import type { Trial } from '../study/trial.ts';
import { type Cost, fitCost } from './cost-model.ts';
import { type FittedShape, improvedShape } from './improved-shape.ts';
import { coordinatesOf, neighbourOf } from './neighbour.ts';
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
  /** In the order in which trials first had one. */
  readonly #costs: Cost[] = [];
  readonly #costAt = new Map<number, number>();
  readonly #trials = new Map<number, Trial>();
  readonly #points = new Map<number, Float64Array>();
  #ranking = new Ranking();
  #ladder: readonly number[] = [];
  readonly #startup: number;
  #shape: Shape;
  #steps = 0;
  /** The surrogate of the present ranking and shape, once it is made. */
  #fitted: GaussianProcess | undefined;

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
    if (this.#ranking.set(trial.number, overRungs(this.#ladder)(trial))) this.#fitted = undefined;
    const last = trial.reports.at(-1);
    if (last !== undefined && last.joules > 0) this.#learnCost(trial.number, last.joules / last.resource);
    // Here and not in a proposal, so that a replayed journal, which proposes nothing, comes to the same shape.
    if (event === 'started') this.#improve();
  };

  propose(_number: number, random: RandomStream): Configuration | undefined {
    this.#followRungs();
    if (this.#ranking.size < Math.max(this.#startup, 1)) return undefined;
    const centres = this.#ranking.best(CENTRES);
    this.#fitted ??= new GaussianProcess(this.#observations(), this.#shape);
    const process = this.#fitted;
    const best = Math.min(...centres.slice(0, 3).map((number) => process.mean(this.#pointOf(number))));
    return this.#proposed.next(random, () => this.#draw(process, best, centres, random));
  }

  #draw(
    process: GaussianProcess,
    best: number,
    centres: readonly number[],
    random: RandomStream,
  ): Configuration {
    const width = this.#dimensions.length;
    const candidates = this.#candidates(centres, random);
    const points = new Float64Array(candidates.length * width);
    for (let at = 0; at < candidates.length; at += 1)
      writeFeatures(this.#dimensions, candidates[at] as Configuration, points, at * width);
    const expected = process.at(points, candidates.length);
    const { means } = expected;
    const weight = this.#costWeight();
    const costOf = weight === 0 ? undefined : fitCost(this.#dimensions, this.#costs);
    const looked = [...candidates.keys()]
      .sort((a, b) => (means[a] as number) - (means[b] as number))
      .filter((_, place) => place < PROMISING || random.uniform() < OTHERS);
    const deviations = expected.deviations(looked);
    const scored = looked.map((at, k) => {
      const improvement = logExpectedImprovement(best, means[at] as number, deviations[k] as number);
      return {
        at,
        score: costOf === undefined ? improvement : improvement - weight * costOf(points, at * width),
      };
    });
    scored.sort((a, b) => b.score - a.score);
    const isNew = ({ at }: { readonly at: number }): boolean =>
      this.#proposed.isNew(candidates[at] as Configuration);
    const chosen = scored.find(isNew) ?? scored[0];
    return candidates[chosen?.at ?? -1] ?? configurationAt(this.#dimensions, () => random.uniform());
  }

  /**
   * How much cheapness counts: fully at the start, no longer at the end of the budget (cost cooling: Lee et al., arXiv:2003.10870). Where
   * nothing is spent although trials are over there is no budget, and it does not count.
   */
  #costWeight(): number {
    return this.#study.spent > 0 ? 1 - this.#study.spent : 0;
  }

  #candidates(centres: readonly number[], random: RandomStream): readonly Configuration[] {
    const made: Configuration[] = [];
    const part = (): number => random.uniform();
    const bases = centres.map((number) =>
      coordinatesOf(this.#dimensions, this.#trials.get(number)?.configuration ?? {}),
    );
    for (let i = 0; i < FAR; i += 1) made.push(configurationAt(this.#dimensions, part));
    for (let i = 0; i < NEAR; i += 1) {
      // The better one of two draws, about: near the best ones more often.
      const place = Math.floor(random.uniform() * random.uniform() * bases.length);
      const width = WIDTHS.least * (WIDTHS.most / WIDTHS.least) ** random.uniform();
      made.push(neighbourOf(this.#dimensions, bases[place] as Float64Array, width, random));
    }
    return made;
  }

  #observations(): Observations {
    const size = this.#ranking.size;
    const places = observedPlaces(size, MOST_OBSERVED);
    return {
      points: places.map((place) => this.#pointOf(this.#ranking.at(place))),
      isChoice: this.#isChoice,
      targets: Float64Array.from(places, (place) => rankScore(place, size)),
    };
  }

  #improve(): void {
    this.#followRungs();
    if (this.#ranking.size < this.#dimensions.length + 2) return;
    const seen = this.#observations();
    this.#fitted ??= new GaussianProcess(seen, this.#shape);
    let fitted: FittedShape = { shape: this.#shape, misfit: this.#fitted.misfit };
    for (let i = 0; i < SHAPE_STEPS; i += 1) {
      fitted = improvedShape(seen, fitted, this.#steps % (this.#dimensions.length + 1));
      this.#steps += 1;
    }
    if (fitted.shape !== this.#shape) this.#fitted = undefined;
    this.#shape = fitted.shape;
  }

  #learnCost(number: number, rate: number): void {
    const at = this.#costAt.get(number) ?? this.#costs.length;
    this.#costAt.set(number, at);
    this.#costs[at] = { point: this.#pointOf(number), logRate: Math.log(rate) };
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
    this.#fitted = undefined;
    for (const trial of this.#trials.values()) this.#ranking.set(trial.number, overRungs(rungs)(trial));
  }
}
