import type { StudyView } from '../../study/study-view.ts';
import type { Trial } from '../../study/trial.ts';
import { coordinateOf, type Dimension } from '../dimension.ts';
import { bestByDominance } from '../pareto/best-by-dominance.ts';
import { type ParameterGroup, parameterGroups } from './parameter-groups.ts';
import { byResult, counts, isOpen, overRungs, type RankOf } from './rank-key.ts';
import { Ranking } from './ranking.ts';
import { SplitEstimators } from './split-estimators.ts';

/** What decides which trials are good, and what is learnt from them. */
export interface TpeModelOptions {
  /** Whether parameters are drawn together; absent: with one objective. */
  readonly multivariate?: boolean;
  /** How many of n trials are good. */
  readonly gamma?: (trials: number) => number;
  /** The resources over which trials are ordered; absent or none: by their results. */
  readonly rungs?: () => readonly number[];
  /** Whether running trials count as not good, so that others keep away from them; absent: yes. */
  readonly constantLiar?: boolean;
}

/** Optuna's default number of good trials: a tenth, at most 25. */
export function tenthUpTo25(trials: number): number {
  return Math.min(Math.ceil(trials / 10), 25);
}

/** A tenth of the trials, however many: Optuna's default with several objectives. */
export function tenth(trials: number): number {
  return Math.ceil(trials / 10);
}

/** What the tree-structured Parzen estimator knows of a study: which trials are good, and the densities of both kinds. */
export class TpeModel {
  readonly estimators: readonly SplitEstimators[];
  readonly #dimensions: readonly Dimension[];
  readonly #gamma: (trials: number) => number;
  readonly #options: TpeModelOptions;
  readonly #ranking = new Ranking();
  readonly #isMulti: boolean;
  /** Of trials that may be placed anew when the rungs change. */
  readonly #trials = new Map<number, Trial>();
  /** Losses of those that have a result, by number: with several objectives all of them are compared for each proposal. */
  readonly #losses: (readonly number[])[] = [];
  /** Numbers of the trials that are learnt from. */
  readonly #within = new Set<number>();
  /** The last resource that a trial reported. */
  readonly #reached = new Map<number, number>();
  #rungs: readonly number[] = [];
  #rankOf: RankOf = byResult;
  #good: readonly number[] = [];

  constructor({ objectives }: StudyView, dimensions: readonly Dimension[], options: TpeModelOptions) {
    this.#options = options;
    this.#dimensions = dimensions;
    this.#isMulti = objectives.length > 1;
    this.#gamma = options.gamma ?? (this.#isMulti ? tenth : tenthUpTo25);
    const groups = parameterGroups(dimensions, options.multivariate ?? !this.#isMulti);
    this.estimators = groups.map((group) => new SplitEstimators(group, this.#isMulti));
  }

  /** Trials that have a place: those that have ended, and over rungs those that have reached the first. */
  get ranked(): number {
    return this.#ranking.size;
  }

  learn(trial: Trial): void {
    if (trial.state === 'waiting') return;
    this.#trials.set(trial.number, trial);
    if (this.#isMulti) this.#losses[trial.number] = trial.losses ?? [];
    if (this.#changesNothing(trial)) return;
    const key = this.#rankOf(trial);
    this.#ranking.set(trial.number, key);
    const isLiar = isOpen(trial) && this.#options.constantLiar !== false;
    const isIn = counts(trial) && (key !== undefined || isLiar);
    if (isIn) this.#within.add(trial.number);
    else this.#within.delete(trial.number);
    for (const estimators of this.estimators) {
      if (!isIn) estimators.exclude(trial.number);
      else this.#include(estimators, trial);
    }
  }

  /**
   * Whether a running trial's place stays: it has gone on between two rungs. Most reports are such, and to look for the best of all of them
   * at each would take the square of their number.
   */
  #changesNothing(trial: Trial): boolean {
    const before = this.#reached.get(trial.number) ?? 0;
    const reached = trial.reports.at(-1)?.resource ?? 0;
    this.#reached.set(trial.number, reached);
    const goesOn = isOpen(trial) && reached > before && this.#within.has(trial.number);
    return goesOn && !this.#rungs.some((rung) => rung > before && rung <= reached);
  }

  /** Brings the division into good and other trials up to date. */
  settle(): void {
    this.#followRungs();
    const good = this.#chooseGood(this.#gamma(this.#ranking.size));
    const stays = new Set(good);
    for (const estimators of this.estimators) {
      for (const number of this.#good) if (!stays.has(number)) estimators.place(number, false);
      for (const number of good) estimators.place(number, true);
    }
    this.#good = good;
  }

  /** Numbers of the good trials, after {@link settle}. */
  get good(): readonly number[] {
    return this.#good;
  }

  #chooseGood(count: number): readonly number[] {
    if (!this.#isMulti) return this.#ranking.best(count);
    const withResult = this.#ranking.withResult;
    if (count >= withResult) return this.#ranking.best(count);
    const numbers = this.#ranking.best(withResult);
    return bestByDominance(
      numbers.map((number) => this.#losses[number] ?? []),
      count,
    ).flatMap((index) => numbers[index] ?? []);
  }

  #followRungs(): void {
    const rungs = this.#options.rungs?.() ?? [];
    if (rungs.length === this.#rungs.length && rungs.every((rung, index) => rung === this.#rungs[index]))
      return;
    this.#rungs = [...rungs];
    this.#rankOf = this.#isMulti ? byResult : overRungs(this.#rungs);
    for (const trial of this.#trials.values()) this.learn(trial);
  }

  #include(estimators: SplitEstimators, { number, configuration }: Trial): void {
    if (estimators.has(number)) return;
    const coordinates = this.#coordinatesOf(estimators.group, configuration);
    if (coordinates !== undefined) estimators.include(number, coordinates);
  }

  #coordinatesOf(
    { indices }: ParameterGroup,
    configuration: Trial['configuration'],
  ): readonly number[] | undefined {
    const coordinates: number[] = [];
    for (const index of indices) {
      const dimension = this.#dimensions[index] as Dimension;
      const coordinate = coordinateOf(dimension, configuration[dimension.parameter.name]);
      if (coordinate === undefined) return undefined;
      coordinates.push(coordinate);
    }
    return coordinates;
  }
}
