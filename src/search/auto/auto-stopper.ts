import { guarded } from '../stoppers/guarded.ts';
import { asMetric, ordinal, place, theBest } from '../stoppers/reason.ts';
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
import { spaceSize } from '../space/space-size.ts';
import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';
import { STARTUP } from './auto-sampler.ts';
import { checkLadder, KEPT } from './check-ladder.ts';
import { Gains } from './gains.ts';

/** The start ends at the latest when this part of the budget is spent. */
const START_SPENDS = 1 / 8;
/** Names the rule in reasons. */
const RULE = 'auto';

/**
 * The default stopper: successive halving that stops, in many small steps ({@link checkLadder}) and by the best loss so far, with two changes.
 * The first trials all wait at the first rung until the best of them is known, which alone goes on: else the first one would be trained to the
 * end for having come first. And once as many have gone on from a rung as {@link KEPT} says, who is good enough for it goes on only if it may yet
 * end as the best ({@link Gains}): as proposals get better most of them are among the best. With several objectives it is halving by the Pareto
 * front.
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
  readonly #gains = new Gains();
  readonly #verdicts = new Map<number, Verdict>();
  /** Trials that wait since the start; undefined once the start is over. */
  #waiting: Set<number> | undefined = new Set();
  #waitsAt = 0;

  constructor(study: StudyView, startup: number) {
    this.#study = study;
    // A small space has no more than its configurations to wait for.
    this.#startup = Math.min(startup, spaceSize(study.space).count);
  }

  learn(trial: Trial, event: TrialEvent): void {
    if (event === 'resumed') this.#verdicts.delete(trial.number);
    if (event === 'paused' && this.#verdicts.get(trial.number)?.action === 'pause')
      this.#waiting?.add(trial.number);
    if (event === 'resumed' && this.#waiting?.has(trial.number) === true) this.#endStart();
    if (event === 'reported' || event === 'ended') {
      this.#followRungs(event === 'reported' ? trial.number : undefined);
      this.#follow(trial);
    }
    if (event === 'ended' && trial.state === 'complete')
      this.#gains.learn(trial, this.#enteredBy(trial.number));
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
      const resource = this.#waitsAt;
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

  /** As soon as it is known how long a training is, what all trials showed is compared; who just reported is yet to be judged. */
  #followRungs(reporting?: number): void {
    if (this.#values !== undefined) return;
    const rungs = checkLadder(this.#study);
    if (rungs.length === 0) return;
    this.#ladder = rungs;
    const ladder: RungLadder = { at: (rung) => rungs[rung] ?? Infinity };
    this.#values = new RungValues(ladder, 'best');
    for (const trial of this.#study.trials) {
      if (trial.number === reporting) continue;
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
    const share = field.size * KEPT;
    const keep = Math.max(Math.floor(share), 1);
    const better = field.below(value.loss);
    const passed = this.#passed[rung] ?? 0;
    const isFull = passed >= Math.max(share, 1);
    const hopeless = isFull && better > 0 ? this.#gains.hopeless(rung, value.loss) : undefined;
    if (better < keep && hopeless === undefined) {
      this.#passed[rung] = passed + 1;
      return undefined;
    }
    const rank = `${ordinal(better + 1)} of ${field.size} at ${place(this.#study, resource)}`;
    const why = better < keep && hopeless !== undefined ? this.#foretold(hopeless) : theBest(keep);
    return { action: 'stop', reason: { rule: RULE, resource, text: `${rank}; ${why}` } };
  }

  #foretold({ end, best }: { readonly end: number; readonly best: number }): string {
    const [at, beside] = [asMetric(this.#study, end), asMetric(this.#study, best)];
    return `gaining as much as any other did from here it would end at ${at}, the best is ${beside}`;
  }

  #wait(resource: number): Verdict {
    this.#waitsAt = resource;
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
