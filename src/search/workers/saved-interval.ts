import { savedBy, type Saving, savingOf } from '../study/savings.ts';
import type { StudyState } from '../study/study-state.ts';
import type { TrialRecord } from '../study/trial-record.ts';

/** What stopping has saved, in joules; with an interval where enough trials went to their end to tell how such a forecast errs. */
export interface Saved {
  readonly joules: number;
  readonly low?: number;
  readonly high?: number;
  readonly trials: number;
}

/** Forecasts to judge by, at least. */
const FEWEST = 3;
/** The interval of 90 % and its middle. */
const PARTS = [0.05, 0.5, 0.95] as const;

/**
 * What the trials that were stopped would have used besides, had they gone on as they went until then. How far such a forecast is off is seen where a
 * trial went to its end: its energy is foretold from where others were stopped.
 */
export function savedInterval(state: StudyState): Saved | undefined {
  const { maxResource } = state.plan;
  const joules = savedBy(state);
  const stopped = state.trials.filter((trial) => trial.state === 'stopped' && trial.reports.length > 0);
  if (joules <= 0 || maxResource === undefined) return undefined;
  const at = [...new Set(stopped.map(({ reports }) => reports.at(-1)?.resource ?? 0))];
  const ratios = ratiosIn(state, at, maxResource);
  const trials = stopped.length;
  if (ratios.length < FEWEST) return { joules, trials };
  const [low, middle, high] = PARTS.map((part) => joules * quantile(ratios, part)) as [
    number,
    number,
    number,
  ];
  return { joules: middle, low, high, trials };
}

/** What ending one trial has saved, by the same forecast: where enough trials went on from where it was ended, by how much less they used. */
export function likelySaving(trial: TrialRecord, state: StudyState): Saving | undefined {
  const { maxResource } = state.plan;
  const saving = savingOf(trial, state.plan);
  const at = trial.reports.at(-1)?.resource;
  if (saving === undefined || maxResource === undefined || at === undefined) return saving;
  const ratios = ratiosIn(state, [at], maxResource);
  return ratios.length < FEWEST ? saving : { ...saving, joules: saving.joules * quantile(ratios, 0.5) };
}

function ratiosIn({ trials }: StudyState, at: readonly number[], end: number): readonly number[] {
  return trials
    .filter((trial) => trial.state === 'complete')
    .flatMap((trial) => ratiosOf(trial, at, end))
    .sort((a, b) => a - b);
}

/** What a trial used after a resource, over what would have been foretold there. */
function ratiosOf({ reports }: TrialRecord, at: readonly number[], end: number): readonly number[] {
  const last = reports.at(-1);
  if (last === undefined || last.resource < end) return [];
  return at.flatMap((resource) => {
    const then = reports.findLast((report) => report.resource <= resource);
    if (then === undefined || then.joules <= 0 || then.resource >= end) return [];
    const foretold = ((end - then.resource) * then.joules) / then.resource;
    return [Math.max(0, last.joules - then.joules) / foretold]; // reports may have come out of order
  });
}

function quantile(sorted: readonly number[], part: number): number {
  const place = part * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return below + (above - below) * (place - Math.floor(place));
}
