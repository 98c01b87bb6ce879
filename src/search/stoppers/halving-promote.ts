import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';
import { guarded } from './guarded.ts';
import { ordinal, place, theBest } from './reason.ts';
import { geometricLadder, type RungLadder, rungsUpTo, usualFirstRung } from './rung-ladder.ts';
import { type RungLoss, type RungValue, RungValues } from './rung-values.ts';
import { SortedLosses } from './sorted-losses.ts';
import { CONTINUE, type Decision, type MakeStopper, type PromotedTrial, type Stopper } from './stopper.ts';

/** Settings of successive halving with pauses. */
export interface PromotionSettings {
  /** Resource of the first rung; else a full training through eta². */
  readonly firstRung?: number;
  /** One of so many goes on from a rung, and so much further is the next one; > 1, 3 where it is not given. */
  readonly eta?: number;
  readonly compare?: RungLoss;
  /**
   * How many go on from a rung: the best floor(n / eta) of n (`trials`), or as many of the best as took no more than 1/eta of the energy of all
   * that came there (`joules`), which lets more cheap ones on than dear ones.
   */
  readonly share?: 'trials' | 'joules';
}

/**
 * Successive halving that pauses every trial at each rung, and lets the best ones go on as others come there (ASHA, Li et al., MLSys 2020). None is
 * lost for having come early or late, but a trial must be able to go on from its checkpoint, else the way up to the rung is paid again.
 */
export function halvingPromote(settings: PromotionSettings = {}): MakeStopper {
  return guarded((study) => new HalvingPromote(study, settings));
}

/** {@link halvingPromote} without the guard, for rules that are made of it. */
export class HalvingPromote implements Stopper {
  protected readonly study: StudyView;
  private readonly settings: PromotionSettings;
  private readonly eta: number;
  private ladder: RungLadder | undefined;
  private values: RungValues | undefined;
  private readonly fields: SortedLosses[] = [];
  /** By rung: those of its field that are at no higher one and have not ended. */
  private readonly waiting: SortedLosses[] = [];
  private readonly waitsAt = new Map<number, number>();
  /** Losses by rung where a trial competes. */
  private readonly entered = new Map<number, number[]>();
  /** The first rung from which a trial has not been let on. */
  private readonly allowed = new Map<number, number>();
  private furthest = 0;

  constructor(study: StudyView, settings: PromotionSettings) {
    this.study = study;
    this.settings = settings;
    this.eta = settings.eta ?? 3;
    this.setRungs(settings.firstRung ?? usualFirstRung(study, this.eta));
  }

  learn(trial: Trial, event: TrialEvent): void {
    const { number } = trial;
    const mine = this.entered.get(number)?.length ?? 0;
    // A second attempt of a trial that was lost: what it showed before still counts.
    if (event === 'started' && mine > 0) this.wait(number, mine - 1);
    if (event === 'resumed') this.allowed.set(number, mine);
    if (event !== 'reported' && event !== 'ended') return;
    this.furthest = Math.max(this.furthest, trial.reports.at(-1)?.resource ?? 0);
    if (this.values !== undefined) this.follow(trial, this.values);
    else if (event === 'ended') this.climb(usualFirstRung(this.study, this.eta));
    if (event === 'ended') this.wait(number, undefined);
  }

  decide(trial: Trial, report: Report): Decision {
    const mine = this.entered.get(trial.number)?.length ?? 0;
    if (mine === 0 || mine <= (this.allowed.get(trial.number) ?? 0)) return CONTINUE;
    const field = this.fields[mine - 1] as SortedLosses;
    const loss = this.entered.get(trial.number)?.[mine - 1] as number;
    const rank = `${ordinal(field.placeOf(loss, trial.number) + 1)} of ${field.size}`;
    const keep = this.keep(mine - 1);
    const who = keep === 0 ? 'too few yet for one to go on' : theBest(keep);
    const text = `${rank} at ${place(this.study, report.resource)}, where it waits; ${who}`;
    return { action: 'pause', reason: { rule: 'asha', resource: report.resource, text } };
  }

  promote(): PromotedTrial | undefined {
    for (let rung = Math.min(this.fields.length, this.highest) - 1; rung >= 0; rung -= 1) {
      const field = this.fields[rung] as SortedLosses;
      const keep = this.keep(rung);
      const waiting = this.waiting[rung];
      for (let next = 0; next < (waiting?.size ?? 0); next += 1) {
        const number = waiting?.trialAt(next) as number;
        const at = field.placeOf(waiting?.lossAt(next) as number, number);
        if (at >= keep) break;
        // A control runs while it waits, and so does who was not told yet.
        if (this.study.trials[number]?.state !== 'paused') continue;
        return { trial: number, reason: this.why(rung, at, number, keep) };
      }
    }
    return undefined;
  }

  rungs(): readonly number[] {
    return this.ladder === undefined ? [] : rungsUpTo(this.ladder, this.study.maxResource ?? this.furthest);
  }

  /** Rungs below this one let trials on. */
  protected get highest(): number {
    return Infinity;
  }

  /** A trial has come to a rung. */
  protected arrived(_rung: number): void {}

  /** @returns the trials at a rung, the best one first. */
  protected at(rung: number): readonly Trial[] {
    const field = this.fields[rung];
    if (field === undefined) return [];
    return Array.from({ length: field.size }, (_, at) => this.study.trials[field.trialAt(at)] as Trial);
  }

  /** @returns the loss with which a trial competes at a rung. */
  protected lossOf(trial: Trial, rung: number): number | undefined {
    return this.entered.get(trial.number)?.[rung];
  }

  private setRungs(firstRung: number | undefined): RungValues | undefined {
    if (firstRung === undefined) return undefined;
    this.ladder = geometricLadder(firstRung, this.eta, this.study.maxResource);
    this.values = new RungValues(this.ladder, this.settings.compare ?? 'latest');
    return this.values;
  }

  /** Now that rungs are known, trials that were there before are compared, too. */
  private climb(firstRung: number | undefined): void {
    const values = this.setRungs(firstRung);
    if (values === undefined) return;
    for (const trial of this.study.trials) {
      this.follow(trial, values);
      // Those that run went on before there were rungs: they wait at the next one.
      if (trial.state === 'running') this.allowed.set(trial.number, values.of(trial.number).length);
    }
  }

  private follow(trial: Trial, values: RungValues): void {
    const change = values.update(trial);
    if (change === undefined) return;
    const mine = this.entered.get(trial.number) ?? [];
    this.entered.set(trial.number, mine);
    if (mine.length > change.from) this.wait(trial.number, change.from === 0 ? undefined : change.from - 1);
    while (mine.length > change.from) {
      const loss = mine.pop() as number;
      this.fields[mine.length]?.remove(loss, trial.number);
    }
    const now = values.of(trial.number);
    while (mine.length < now.length && !this.isIdle(trial, mine.length))
      this.enter(trial, mine, now[mine.length] as RungValue);
  }

  private enter(trial: Trial, mine: number[], { loss }: RungValue): void {
    const rung = mine.length;
    const field = this.fields[rung] ?? new SortedLosses();
    this.fields[rung] = field;
    field.add(loss, trial.number);
    mine.push(loss);
    this.wait(trial.number, rung);
    this.arrived(rung);
  }

  /** Puts a trial among those that wait at a rung, or nowhere. */
  private wait(trial: number, rung: number | undefined): void {
    const losses = this.entered.get(trial) ?? [];
    const before = this.waitsAt.get(trial);
    if (before !== undefined) this.waiting[before]?.remove(losses[before] as number, trial);
    this.waitsAt.delete(trial);
    if (rung === undefined) return;
    const there = this.waiting[rung] ?? new SortedLosses();
    this.waiting[rung] = there;
    there.add(losses[rung] as number, trial);
    this.waitsAt.set(trial, rung);
  }

  /** A control trial goes on although it would not have been let: it must not make the next rung easier. */
  private isIdle(trial: Trial, rung: number): boolean {
    if (!trial.isControl || rung === 0) return false;
    const below = this.fields[rung - 1];
    const loss = this.entered.get(trial.number)?.[rung - 1];
    return (
      loss === undefined || below === undefined || below.placeOf(loss, trial.number) >= this.keep(rung - 1)
    );
  }

  private keep(rung: number): number {
    const field = this.fields[rung];
    if (field === undefined) return 0;
    if (this.settings.share !== 'joules') return Math.floor(field.size / this.eta);
    const joules = Array.from({ length: field.size }, (_, at) => this.joulesOf(field.trialAt(at), rung));
    const bound = joules.reduce((sum, each) => sum + each, 0) / this.eta;
    if (bound === 0) return Math.floor(field.size / this.eta); // nothing was measured
    let spent = 0;
    return joules.findIndex((each) => (spent += each) > bound);
  }

  /** Rounded to four digits, as the journal has energy, so that a replay decides the same. */
  private joulesOf(number: number, rung: number): number {
    return Number((this.values?.of(number)[rung]?.report.joules ?? 0).toPrecision(4));
  }

  private why(rung: number, at: number, number: number, keep: number): PromotedTrial['reason'] {
    const resource = this.values?.of(number)[rung]?.report.resource ?? 0;
    const next = this.ladder?.at(rung + 1) ?? Infinity;
    const until = next < Infinity ? `to ${place(this.study, next)}` : 'to its end';
    const rank = `${ordinal(at + 1)} of ${(this.fields[rung] as SortedLosses).size} at ${place(this.study, resource)}`;
    return { rule: 'asha', resource, text: `${rank}, of which ${theBest(keep)}: on ${until}` };
  }
}
