import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';
import { place } from './reason.ts';
import type { Decision, MakeStopper, PromotedTrial, Stopper } from './stopper.ts';

/**
 * A rule that pauses, as long as paused trials keep something to go on from. The first one that does not shows that the training uses no checkpoint:
 * every promotion would be paid twice. From then on weak trials are stopped by another rule, and of those that are paused the ones that it would not
 * have stopped begin anew.
 */
export function promoteOrStop(pausing: MakeStopper, stopping: MakeStopper): MakeStopper {
  return (study) => new PromoteOrStop(study, pausing(study), stopping);
}

class PromoteOrStop implements Stopper {
  readonly #study: StudyView;
  readonly #stopping: MakeStopper;
  #rule: Stopper;
  #hasSwitched = false;

  constructor(study: StudyView, pausing: Stopper, stopping: MakeStopper) {
    this.#study = study;
    this.#rule = pausing;
    this.#stopping = stopping;
  }

  learn(trial: Trial, event: TrialEvent): void {
    if (event === 'paused' && trial.beginsAnew === true && !this.#hasSwitched) this.#switch();
    else this.#rule.learn?.(trial, event);
  }

  decide(trial: Trial, report: Report): Decision {
    return this.#rule.decide(trial, report);
  }

  promote(): PromotedTrial | undefined {
    if (!this.#hasSwitched) return this.#rule.promote?.();
    for (const trial of this.#study.trials) {
      const last = trial.reports.at(-1);
      if (trial.state !== 'paused' || last === undefined || this.#rule.decide(trial, last).action === 'stop')
        continue;
      const text = `it was not among the weak ones at ${place(this.#study, last.resource)}, where it kept nothing to go on from: it begins anew`;
      return { trial: trial.number, reason: { rule: 'asha', resource: last.resource, text } };
    }
    return undefined;
  }

  rungs(): readonly number[] {
    return this.#rule.rungs?.() ?? [];
  }

  /** The other rule is told of all that there was, in the order of the trials. */
  #switch(): void {
    this.#hasSwitched = true;
    this.#rule = this.#stopping(this.#study);
    for (const trial of this.#study.trials) {
      if (trial.reports.length > 0) this.#rule.learn?.(trial, 'reported');
      if (trial.state !== 'running' && trial.state !== 'waiting' && trial.state !== 'paused')
        this.#rule.learn?.(trial, 'ended');
    }
  }
}
