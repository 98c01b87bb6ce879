import { streamOf } from '../random/stream-of.ts';
import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';
import { guarded } from './guarded.ts';
import { HalvingStop, type HalvingSettings } from './halving-stop.ts';
import { fullResource } from './rung-ladder.ts';
import { CONTINUE, type Decision, type MakeStopper, type Stopper } from './stopper.ts';

/** Settings of {@link hyperbandStopper}. */
export interface HyperbandSettings extends Omit<HalvingSettings, 'skip' | 'firstRung'> {
  /** Resource of the first rung of the first bracket; 1. */
  readonly minResource?: number;
  /** Resource of a full training; else as the study knows it. */
  readonly maxResource?: number;
  /** So many brackets; else as many as there are rungs. */
  readonly brackets?: number;
  /** Which bracket a trial is in, by its number; else drawn with the shares of {@link bracketShares} from a stream of its own. */
  readonly bracketOf?: (trial: number) => number;
}

/**
 * Hyperband (Li et al., JMLR 2018) without pauses: each trial is in one of several brackets of successive halving, the first of which begins at
 * `minResource` and each next one a rung later; trials are compared within their bracket. It hedges against rungs that are too early.
 */
export function hyperbandStopper(settings: HyperbandSettings = {}): MakeStopper {
  return guarded((study) => new Brackets(study, settings));
}

/** @returns how trials are spread over so many brackets: eta^s / (s + 1) with s rungs left to skip, rounded up as in Hyperband. */
export function bracketShares(brackets: number, eta: number): readonly number[] {
  return Array.from({ length: brackets }, (_, bracket) => {
    const left = brackets - 1 - bracket;
    return Math.ceil((brackets * eta ** left) / (left + 1));
  });
}

class Brackets implements Stopper {
  private readonly study: StudyView;
  private readonly settings: HyperbandSettings;
  private halvings: readonly HalvingStop[] = [];
  private shares: readonly number[] = [];
  private readonly drawn = new Map<number, number>();

  constructor(study: StudyView, settings: HyperbandSettings) {
    this.study = study;
    this.settings = settings;
    this.begin();
  }

  learn(trial: Trial, event: TrialEvent): void {
    if (this.halvings.length > 0) this.bracket(trial)?.learn(trial, event);
    else if (event === 'ended') this.begin();
  }

  decide(trial: Trial, report: Report): Decision {
    return this.bracket(trial)?.decide(trial, report) ?? CONTINUE;
  }

  rungs(): readonly number[] {
    return this.halvings[0]?.rungs() ?? [];
  }

  /** Before the resource of a full training is known there are no brackets, and nothing is stopped. */
  private begin(): void {
    const { minResource = 1, maxResource = fullResource(this.study), eta = 3 } = this.settings;
    if (maxResource === undefined) return;
    // Logarithms are not exact (log 243 / log 3 is below 5): the highest rung that is not above, as a power.
    let rungs = 1;
    while (minResource * eta ** rungs <= maxResource) rungs += 1;
    const brackets = this.settings.brackets ?? rungs;
    this.shares = bracketShares(brackets, eta);
    this.halvings = this.shares.map((_, skip) => {
      const others = this.study.trials;
      const study: StudyView = Object.create(this.study, {
        trials: { get: () => others.filter(({ number }) => this.bracketOf(number) === skip) },
      });
      return new HalvingStop(study, { ...this.settings, eta, firstRung: minResource, skip });
    });
  }

  private bracket(trial: Trial): HalvingStop | undefined {
    return this.halvings[this.bracketOf(trial.number)];
  }

  private bracketOf(trial: number): number {
    if (this.settings.bracketOf !== undefined) return this.settings.bracketOf(trial);
    const known = this.drawn.get(trial);
    if (known !== undefined) return known;
    const all = this.shares.reduce((sum, share) => sum + share, 0);
    let place = streamOf(this.study.seed, trial, 'bracket').integer(all);
    const bracket = this.shares.findIndex((share) => (place -= share) < 0);
    this.drawn.set(trial, bracket);
    return bracket;
  }
}
