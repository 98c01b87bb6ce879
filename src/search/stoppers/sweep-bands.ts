import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';
import { guarded } from './guarded.ts';
import { asMetric, place, short, stop } from './reason.ts';
import type { RungLadder } from './rung-ladder.ts';
import { RungValues } from './rung-values.ts';
import { SortedLosses } from './sorted-losses.ts';
import { CONTINUE, type Decision, type MakeStopper, type Stopper } from './stopper.ts';

/** Settings of `early_terminate` in a W&B sweep file. Iterations are the study's resource. */
export interface SweepBandsSettings {
  /** First band; the next ones at eta times the one before. Ignored where `maxIter` is given. */
  readonly minIter?: number;
  /** With `s`: bands at maxIter / eta, maxIter / eta², …, s of them, rounded down, none below 1. */
  readonly maxIter?: number;
  readonly s?: number;
  /** > 1; 3. */
  readonly eta?: number;
  /** Judges by the value at the band, once, and lets only floor(n / eta) of n go on, as Hyperband's paper has it; false. */
  readonly strict?: boolean;
}

/**
 * The rule of W&B's sweeps: at the last band that a trial has reached, its best loss so far must be among the best 1/eta of all that reached
 * that band, whenever they did. Unlike successive halving it judges a trial at every report, so that later ones can overtake it.
 */
export function sweepBandsStopper(settings: SweepBandsSettings): MakeStopper {
  const bands = sweepBands(settings);
  if (bands.length === 0) throw new RangeError('no band: neither minIter nor maxIter with s gives one');
  return guarded((study) => new SweepBands(study, bands, settings));
}

/** @returns the bands, ascending; as many as stay below 2^53. */
export function sweepBands(settings: SweepBandsSettings): readonly number[] {
  const { minIter, maxIter, s = 0, eta = 3 } = settings;
  const bands: number[] = [];
  if (maxIter !== undefined) {
    for (let band = maxIter / eta; bands.length < s && band >= 1; band /= eta)
      bands.unshift(Math.floor(band));
  } else if (minIter !== undefined) {
    for (let band = minIter; band < Number.MAX_SAFE_INTEGER; band *= eta) bands.push(Math.floor(band));
  }
  return bands.filter((band, at) => band !== bands[at - 1]);
}

class SweepBands implements Stopper {
  private readonly study: StudyView;
  private readonly bands: readonly number[];
  private readonly settings: SweepBandsSettings;
  private readonly values: RungValues;
  private readonly fields: readonly SortedLosses[];
  private readonly entered = new Map<number, number[]>();

  constructor(study: StudyView, bands: readonly number[], settings: SweepBandsSettings) {
    this.study = study;
    this.bands = bands;
    this.settings = settings;
    const ladder: RungLadder = { at: (rung) => bands[rung] ?? Infinity };
    this.values = new RungValues(ladder, 'latest');
    this.fields = bands.map(() => new SortedLosses());
  }

  learn(trial: Trial, event: TrialEvent): void {
    if (event !== 'reported' && event !== 'ended') return;
    const change = this.values.update(trial);
    if (change === undefined) return;
    const mine = this.entered.get(trial.number) ?? [];
    this.entered.set(trial.number, mine);
    while (mine.length > change.from) {
      const loss = mine.pop() as number;
      this.fields[mine.length]?.remove(loss, trial.number);
    }
    for (const { loss } of this.values.of(trial.number).slice(mine.length)) {
      this.fields[mine.length]?.add(loss, trial.number);
      mine.push(loss);
    }
  }

  decide(trial: Trial, report: Report): Decision {
    const reached = this.values.of(trial.number);
    const field = this.fields[reached.length - 1];
    const value = reached.at(-1);
    if (field === undefined || value === undefined) return CONTINUE;
    const { eta = 3, strict = false } = this.settings;
    if (strict && value.report.resource !== report.resource) return CONTINUE;
    const share = Math.floor((1 / eta) * field.size);
    const bound = field.lossAt(strict ? Math.max(share - 1, 0) : share);
    const loss = strict ? value.loss : bestOf(trial);
    if (!(loss > bound)) return CONTINUE;
    const band = this.bands[reached.length - 1] as number;
    const what = strict ? asMetric(this.study, loss) : `its best ${asMetric(this.study, loss)}`;
    const others = `of ${field.size} at ${place(this.study, band)}, where ${asMetric(this.study, bound)} is needed`;
    const text = `${what} is not among the best ${short(100 / eta)} % ${others}`;
    return stop('hyperband', report.resource, text);
  }

  rungs(): readonly number[] {
    const furthest =
      this.study.maxResource ??
      this.study.trials.reduce((most, { reports }) => Math.max(most, reports.at(-1)?.resource ?? 0), 0);
    return this.bands.filter((band) => band <= furthest);
  }
}

function bestOf(trial: Trial): number {
  let best = Infinity;
  for (const { losses } of trial.reports) if ((losses[0] ?? Infinity) < best) best = losses[0] as number;
  return best;
}
