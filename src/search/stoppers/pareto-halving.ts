import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';
import { guarded } from './guarded.ts';
import { ordinal, place, stop, theBest } from './reason.ts';
import { geometricLadder, type RungLadder, rungsUpTo, usualFirstRung } from './rung-ladder.ts';
import { type RungValue, RungValues } from './rung-values.ts';
import { type Entrant, ParetoField } from './pareto-field.ts';
import { CONTINUE, type Decision, type MakeStopper, type Stopper } from './stopper.ts';

/** Settings of {@link paretoHalving}. */
export interface ParetoHalvingSettings {
  /** Resource of the first rung; else a full training through eta². */
  readonly firstRung?: number;
  /** One of so many goes on from a rung, and so much further is the next one; > 1, 3 where it is not given. */
  readonly eta?: number;
}

/**
 * Successive halving for several objectives: at each rung trials are ranked by non-domination, those of the front that does not go on as a whole by
 * what they alone add to it. After MO-ASHA (Schmucker et al., 2021). An objective that was not said by then counts as the worst.
 */
export function paretoHalving(settings: ParetoHalvingSettings = {}): MakeStopper {
  return guarded((study) => new ParetoHalving(study, settings));
}

class ParetoHalving implements Stopper {
  private readonly study: StudyView;
  private readonly eta: number;
  private ladder: RungLadder | undefined;
  private values: RungValues | undefined;
  private readonly fields: ParetoField[] = [];
  private readonly entered = new Map<number, number>();
  private readonly failed = new Map<number, { readonly rung: number; readonly decision: Decision }>();
  private furthest = 0;

  constructor(study: StudyView, settings: ParetoHalvingSettings) {
    this.study = study;
    this.eta = settings.eta ?? 3;
    this.setRungs(settings.firstRung ?? usualFirstRung(study, this.eta));
  }

  learn(trial: Trial, event: TrialEvent): void {
    if (event === 'resumed') this.failed.delete(trial.number);
    if (event !== 'reported' && event !== 'ended') return;
    this.furthest = Math.max(this.furthest, trial.reports.at(-1)?.resource ?? 0);
    if (this.values !== undefined) {
      this.follow(trial, this.values);
      return;
    }
    if (event !== 'ended') return;
    const values = this.setRungs(usualFirstRung(this.study, this.eta));
    if (values !== undefined) for (const each of this.study.trials) this.follow(each, values, true);
  }

  decide(trial: Trial, report: Report): Decision {
    const decision = this.failed.get(trial.number)?.decision ?? CONTINUE;
    return decision.action === 'continue'
      ? decision
      : stop(decision.reason.rule, report.resource, decision.reason.text);
  }

  rungs(): readonly number[] {
    return this.ladder === undefined ? [] : rungsUpTo(this.ladder, this.study.maxResource ?? this.furthest);
  }

  private setRungs(firstRung: number | undefined): RungValues | undefined {
    if (firstRung === undefined) return undefined;
    this.ladder = geometricLadder(firstRung, this.eta, this.study.maxResource);
    this.values = new RungValues(this.ladder, 'latest', sumOfLosses);
    return this.values;
  }

  /** @param freely nobody is judged: the rungs were not known when the trial was there. */
  private follow(trial: Trial, values: RungValues, freely = false): void {
    const change = values.update(trial);
    if (change === undefined) return;
    const { number } = trial;
    for (let rung = change.from; rung < (this.entered.get(number) ?? 0); rung += 1)
      this.fields[rung]?.remove(number);
    this.entered.set(number, Math.min(change.from, this.entered.get(number) ?? 0));
    const failed = this.failed.get(number);
    if (failed !== undefined && failed.rung < change.from) return;
    this.failed.delete(number);
    const now = values.of(number);
    for (let rung = this.entered.get(number) ?? 0; rung < now.length; rung += 1) {
      const { resource } = (now[rung] as RungValue).report;
      const field = this.fields[rung] ?? new ParetoField();
      this.fields[rung] = field;
      const entrant: Entrant = { trial: number, losses: lossesUpTo(trial, resource) };
      field.add(entrant);
      this.entered.set(number, rung + 1);
      const keep = Math.max(Math.floor(field.size / this.eta), 1);
      const better = field.betterThan(entrant, keep);
      if (freely || better < keep) continue;
      const text = `${ordinal(better + 1)} of ${field.size} by all objectives at ${place(this.study, resource)}; ${theBest(keep)}`;
      this.failed.set(number, { rung, decision: stop('pareto', resource, text) });
      return;
    }
  }
}

/** Tells whether what a report says has changed; NaN where it says nothing. */
function sumOfLosses({ losses }: Report): number {
  let sum = Number.NaN;
  for (const loss of losses) if (!Number.isNaN(loss)) sum = Number.isNaN(sum) ? loss : sum + loss;
  return sum;
}

/** @returns the last loss that was said for each objective up to a resource; Infinity where none was. */
function lossesUpTo({ reports }: Trial, resource: number): readonly number[] {
  const losses = (reports[0]?.losses ?? []).map(() => Infinity);
  for (const report of reports) {
    if (report.resource > resource) break;
    for (const [k, loss] of report.losses.entries()) if (!Number.isNaN(loss)) losses[k] = loss;
  }
  return losses;
}
