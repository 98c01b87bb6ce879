import { guarded } from '../stoppers/guarded.ts';
import { ordinal, place, theBest } from '../stoppers/reason.ts';
import { paretoHalving } from '../stoppers/pareto-halving.ts';
import type { RungLadder } from '../stoppers/rung-ladder.ts';
import { type RungValue, RungValues } from '../stoppers/rung-values.ts';
import { SortedLosses } from '../stoppers/sorted-losses.ts';
import {
  CONTINUE,
  type Decision,
  type MakeStopper,
  type PromotedTrial,
  type Stopper,
} from '../stoppers/stopper.ts';
import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';
import { autoRungs, keptAt } from './auto-rungs.ts';
import { STARTUP } from './auto-sampler.ts';

/** The start ends at the latest when this part of the budget is spent. */
const START_SPENDS = 1 / 8;
/** Names the rule in reasons. */
const RULE = 'auto';

/**
 * The default stopper: successive halving that stops, with two changes. The first trials all wait at the first rung until the best of them
 * is known, which alone goes on: else the first one would be trained to the end for having come first. And no more than {@link keptAt} of
 * those that came to a rung go on from there however good they are, unless one is the best that was ever there: as proposals get better
 * most of them are among the best. With several objectives it is halving by the Pareto front.
 *
 * @param startup trials that wait at the first rung.
 */
export function autoStopper(startup: number = STARTUP): MakeStopper {
  const single = guarded((study) => new AutoStopper(study, startup));
  const several = paretoHalving();
  return (study) => (study.objectives.length > 1 ? several(study) : single(study));
}

type Verdict = Exclude<Decision, { readonly action: 'continue' }>;

class AutoStopper implements Stopper {
  readonly #study: StudyView;
  readonly #startup: number;
  #ladder: readonly number[] = [];
  #values: RungValues | undefined;
  readonly #fields: SortedLosses[] = [];
  /** How many have gone on from each rung. */
  readonly #passed: number[] = [];
  /** Losses by rung at which a trial has been judged. */
  readonly #entered = new Map<number, number[]>();
  readonly #verdicts = new Map<number, Verdict>();
  /** Trials that wait since the start; undefined once the start is over. */
  #waiting: Set<number> | undefined = new Set();

  constructor(study: StudyView, startup: number) {
    this.#study = study;
    this.#startup = startup;
    this.#followRungs();
  }

  learn(trial: Trial, event: TrialEvent): void {
    if (event === 'resumed') this.#verdicts.delete(trial.number);
    if (event === 'paused' && this.#verdicts.get(trial.number)?.action === 'pause')
      this.#waiting?.add(trial.number);
    if (event === 'resumed' && this.#waiting?.has(trial.number) === true) this.#endStart();
    if (event === 'ended') this.#followRungs();
    if (event === 'reported' || event === 'ended') this.#follow(trial);
  }

  decide(trial: Trial, _report: Report): Decision {
    return this.#verdicts.get(trial.number) ?? CONTINUE;
  }

  promote(): PromotedTrial | undefined {
    const field = this.#fields[0];
    if (this.#waiting === undefined || field === undefined) return undefined;
    if (field.size < this.#startup && this.#study.spent < START_SPENDS) return undefined;
    for (let at = 0; at < field.size; at += 1) {
      const number = field.trialAt(at);
      if (!this.#waiting.has(number) || this.#study.trials[number]?.state !== 'paused') continue;
      const resource = this.#ladder[0] ?? 0;
      const text = `${ordinal(at + 1)} of the first ${field.size} at ${place(this.#study, resource)}; it goes on`;
      return { trial: number, reason: { rule: RULE, resource, text } };
    }
    return undefined;
  }

  rungs(): readonly number[] {
    return this.#ladder;
  }

  #endStart(): void {
    this.#waiting = undefined;
    this.#passed[0] = (this.#passed[0] ?? 0) + 1;
  }

  /** As soon as it is known how long a training is, what all trials showed is compared. */
  #followRungs(): void {
    if (this.#values !== undefined) return;
    const rungs = autoRungs(this.#study);
    if (rungs.length === 0) return;
    this.#ladder = rungs;
    const ladder: RungLadder = { at: (rung) => rungs[rung] ?? Infinity };
    this.#values = new RungValues(ladder, 'latest');
    for (const trial of this.#study.trials) {
      this.#values.update(trial);
      for (const value of this.#values.of(trial.number)) this.#enter(trial.number, value);
    }
  }

  #follow(trial: Trial): void {
    const values = this.#values;
    const change = values?.update(trial);
    if (values === undefined || change === undefined) return;
    const entered = this.#enteredBy(trial.number);
    while (entered.length > change.from) {
      const loss = entered.pop() as number;
      this.#fields[entered.length]?.remove(loss, trial.number);
    }
    // Who fails at a rung does not compete at the next ones: a control trial that goes on would make them easier.
    if (this.#verdicts.has(trial.number)) return;
    for (const value of values.of(trial.number).slice(entered.length)) {
      const verdict = this.#judge(trial, value);
      if (verdict === undefined) continue;
      this.#verdicts.set(trial.number, verdict);
      return;
    }
  }

  #judge(trial: Trial, value: RungValue): Verdict | undefined {
    const rung = this.#enter(trial.number, value);
    const { resource } = value.report;
    if (rung === 0 && this.#waiting !== undefined && !trial.isControl) return this.#wait(resource);
    const field = this.#fields[rung] as SortedLosses;
    const share = field.size * keptAt(rung);
    const keep = Math.max(Math.floor(share), 1);
    const better = field.below(value.loss);
    const isFull = (this.#passed[rung] ?? 0) >= Math.max(share, 1);
    if (better < (isFull ? 1 : keep)) {
      this.#passed[rung] = (this.#passed[rung] ?? 0) + 1;
      return undefined;
    }
    const rank = `${ordinal(better + 1)} of ${field.size} at ${place(this.#study, resource)}`;
    const who = better < keep ? 'as many as may have gone on, now only the best one does' : theBest(keep);
    return { action: 'stop', reason: { rule: RULE, resource, text: `${rank}; ${who}` } };
  }

  #wait(resource: number): Verdict {
    const text = `one of the first ${this.#startup}, which wait at ${place(this.#study, resource)} until the best is known`;
    return { action: 'pause', reason: { rule: RULE, resource, text } };
  }

  /** Lets a trial in at its next rung; @returns that. */
  #enter(trial: number, { loss }: RungValue): number {
    const entered = this.#enteredBy(trial);
    const rung = entered.length;
    this.#fields[rung] ??= new SortedLosses();
    this.#fields[rung].add(loss, trial);
    entered.push(loss);
    return rung;
  }

  #enteredBy(trial: number): number[] {
    const known = this.#entered.get(trial);
    if (known !== undefined) return known;
    const fresh: number[] = [];
    this.#entered.set(trial, fresh);
    return fresh;
  }
}
