import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';
import { guarded } from './guarded.ts';
import { ordinal, place, short, stop, theBest } from './reason.ts';
import { geometricLadder, type RungLadder, rungsUpTo, usualFirstRung } from './rung-ladder.ts';
import { type RungLoss, type RungValue, RungValues } from './rung-values.ts';
import { SortedLosses } from './sorted-losses.ts';
import { CONTINUE, type Decision, type MakeStopper, type Stopper, type StopReason } from './stopper.ts';

/** Settings of successive halving. */
export interface HalvingSettings {
  /** Resource of the first rung; else a full training through eta². */
  readonly firstRung?: number;
  /** One of so many goes on from a rung, and so much further is the next one; > 1, 3 where it is not given. */
  readonly eta?: number;
  /** So many rungs at the start are left out (Optuna's `min_early_stopping_rate`); 0. */
  readonly skip?: number;
  /** What is compared: the loss at the rung, as Optuna and Ray do, or the best so far. */
  readonly compare?: RungLoss;
  /**
   * Who goes on: whoever is at least as good as the last of the best floor(n / eta) of those that reached the rung, itself included (`count`,
   * Optuna's rule), or as the 1/eta quantile of those that were there before (`quantile`, Ray's).
   */
  readonly cutoff?: 'count' | 'quantile';
  /** The first so many trials at a rung are stopped there (Optuna's `bootstrap_count`, with `count`); 0. */
  readonly bootstrap?: number;
}

/**
 * Successive halving that stops: a trial is judged once at each rung, when it comes there, by those that were there before. Nothing is
 * paused, so no checkpoint is needed; the first ones at a rung go on freely.
 *
 * Jamieson and Talwalkar, AISTATS 2016; asynchronous after Li et al., MLSys 2020.
 */
export function halvingStop(settings: HalvingSettings = {}): MakeStopper {
  return guarded((study) => new HalvingStop(study, settings));
}

interface Standing {
  /** Losses by rung where the trial competes. */
  readonly entered: number[];
  failed?: { readonly rung: number; readonly reason: StopReason };
}

/** {@link halvingStop} without the guard, for rules that are made of it. */
export class HalvingStop implements Stopper {
  private readonly study: StudyView;
  private readonly eta: number;
  private readonly settings: HalvingSettings;
  private readonly standings = new Map<number, Standing>();
  private ladder: RungLadder | undefined;
  private values: RungValues | undefined;
  private field: SortedLosses[] = [];
  private furthest = 0;

  constructor(study: StudyView, settings: HalvingSettings) {
    this.study = study;
    this.settings = settings;
    this.eta = settings.eta ?? 3;
    this.setRungs(settings.firstRung ?? usualFirstRung(study, this.eta));
  }

  learn(trial: Trial, event: TrialEvent): void {
    if (event === 'resumed') this.forgive(trial);
    if (event !== 'reported' && event !== 'ended') return;
    this.furthest = Math.max(this.furthest, trial.reports.at(-1)?.resource ?? 0);
    if (this.values !== undefined) this.follow(trial, this.values);
    else if (event === 'ended') this.climb(usualFirstRung(this.study, this.eta));
  }

  decide(trial: Trial, report: Report): Decision {
    const failed = this.standings.get(trial.number)?.failed;
    return failed === undefined ? CONTINUE : stop(failed.reason.rule, report.resource, failed.reason.text);
  }

  rungs(): readonly number[] {
    return this.ladder === undefined ? [] : rungsUpTo(this.ladder, this.study.maxResource ?? this.furthest);
  }

  /**
   * Takes another first rung. What all trials showed is compared there from now on; nobody is judged anew for a rung that lies behind it.
   */
  climb(firstRung: number | undefined): void {
    const values = this.setRungs(firstRung);
    if (values === undefined) return;
    this.field = [];
    this.standings.clear();
    for (const trial of this.study.trials) {
      values.update(trial);
      const standing = this.standing(trial.number);
      for (const value of values.of(trial.number)) this.enter(trial.number, standing, value);
    }
  }

  private setRungs(firstRung: number | undefined): RungValues | undefined {
    if (firstRung === undefined) return undefined;
    const first = firstRung * this.eta ** (this.settings.skip ?? 0);
    this.ladder = geometricLadder(first, this.eta, this.study.maxResource);
    this.values = new RungValues(this.ladder, this.settings.compare ?? 'latest');
    return this.values;
  }

  private follow(trial: Trial, values: RungValues): void {
    const change = values.update(trial);
    if (change === undefined) return;
    const standing = this.standing(trial.number);
    this.leave(trial.number, standing, change.from);
    if (standing.failed !== undefined && standing.failed.rung < change.from) return;
    delete standing.failed;
    const now = values.of(trial.number);
    // Who fails at a rung does not compete at the next ones: a control trial that goes on would make them easier.
    for (let rung = standing.entered.length; rung < now.length; rung += 1) {
      const value = now[rung] as RungValue;
      const verdict = this.judge(rung, value, trial.number, standing);
      if (verdict === undefined) continue;
      standing.failed = { rung, reason: verdict };
      return;
    }
  }

  /** Lets a trial in at a rung; says why it may not go on from there. */
  private judge(rung: number, value: RungValue, trial: number, standing: Standing): StopReason | undefined {
    const quantile = this.settings.cutoff === 'quantile';
    const cutoff = quantile ? (this.field[rung]?.quantile(1 / this.eta) ?? Number.NaN) : Number.NaN;
    this.enter(trial, standing, value);
    const field = this.field[rung] as SortedLosses;
    const keep = Math.max(Math.floor(field.size / this.eta), 1);
    const early = !quantile && field.size <= (this.settings.bootstrap ?? 0);
    const fails = quantile ? value.loss > cutoff : value.loss > field.lossAt(keep - 1);
    if (!fails && !early) return undefined;
    const { resource } = value.report;
    const rank = `${ordinal(field.below(value.loss) + 1)} of ${field.size} at ${place(this.study, resource)}`;
    const better = quantile ? `the better ${short(100 / this.eta)} % go on` : theBest(keep);
    const rule = early ? 'the first ones there do not go on' : better;
    return { rule: 'asha', resource, text: `${rank}; ${rule}` };
  }

  private enter(trial: number, standing: Standing, value: RungValue): void {
    const rung = standing.entered.length;
    const field = this.field[rung] ?? new SortedLosses();
    this.field[rung] = field;
    field.add(value.loss, trial);
    standing.entered.push(value.loss);
  }

  private leave(trial: number, standing: Standing, from: number): void {
    while (standing.entered.length > from) {
      const loss = standing.entered.pop() as number;
      this.field[standing.entered.length]?.remove(loss, trial);
    }
  }

  /** A trial that the user lets go on after it was stopped is judged at the rungs ahead of it. */
  private forgive(trial: Trial): void {
    const standing = this.standings.get(trial.number);
    if (standing !== undefined) delete standing.failed;
  }

  private standing(trial: number): Standing {
    const known = this.standings.get(trial);
    if (known !== undefined) return known;
    const fresh: Standing = { entered: [] };
    this.standings.set(trial, fresh);
    return fresh;
  }
}
