import type { Report, Trial } from '../study/trial.ts';
import type { RungLadder } from './rung-ladder.ts';

/** What a trial showed at a rung: at its first report there or beyond. */
export interface RungValue {
  readonly report: Report;
  /** The loss of that report, or the best one up to it; Infinity where the trial has diverged. */
  readonly loss: number;
}

/** The loss of a report at a rung itself, or the best one so far. */
export type RungLoss = 'latest' | 'best';

/**
 * Follows what trials show at the rungs. It is a function of the reports that a trial has, not of the order in which they came: a report that is
 * late, or repeated by a second attempt, gives what it would have given in its place.
 */
export class RungValues {
  private readonly ladder: RungLadder;
  private readonly kind: RungLoss;
  private readonly lossOf: (report: Report) => number;
  private readonly seen = new Map<number, Seen>();

  /** @param lossOf what of a report is compared, the first objective's loss if it is not given; NaN: nothing, as if it had not come. */
  constructor(ladder: RungLadder, kind: RungLoss, lossOf: (report: Report) => number = firstLoss) {
    this.ladder = ladder;
    this.kind = kind;
    this.lossOf = lossOf;
  }

  /** @returns the values of a trial by rung, as of the last {@link update}. */
  of(trial: number): readonly RungValue[] {
    return this.seen.get(trial)?.values ?? [];
  }

  /** @returns the first rung at which something is new, and the number of rungs before that; undefined where nothing is. */
  update(trial: Trial): { readonly from: number; readonly before: number } | undefined {
    const { reports } = trial;
    const seen = this.seen.get(trial.number) ?? { reports: 0, last: 0, best: Infinity, values: [] };
    const before = seen.values.length;
    const appended =
      reports.length === seen.reports + 1 && (seen.reports === 0 || reports.at(-2)?.resource === seen.last);
    if (appended) {
      this.take(seen, reports.at(-1) as Report);
      this.seen.set(trial.number, seen);
      return seen.values.length > before ? { from: before, before } : undefined;
    }
    const anew: Seen = { reports: 0, last: 0, best: Infinity, values: [] };
    for (const report of reports) this.take(anew, report);
    this.seen.set(trial.number, anew);
    const from = firstDifference(seen.values, anew.values);
    return from === undefined ? undefined : { from, before };
  }

  private take(seen: Seen, report: Report): void {
    seen.reports += 1;
    seen.last = report.resource;
    const loss = this.lossOf(report);
    if (Number.isNaN(loss)) return;
    seen.best = Math.min(seen.best, loss);
    const value = { report, loss: this.kind === 'best' ? seen.best : loss };
    while (this.ladder.at(seen.values.length) <= report.resource) seen.values.push(value);
  }
}

interface Seen {
  reports: number;
  last: number;
  best: number;
  readonly values: RungValue[];
}

function firstLoss({ losses }: Report): number {
  return losses[0] ?? Number.NaN;
}

function firstDifference(old: readonly RungValue[], now: readonly RungValue[]): number | undefined {
  const both = Math.min(old.length, now.length);
  for (let rung = 0; rung < both; rung += 1) {
    const [a, b] = [old[rung], now[rung]];
    if (a?.loss !== b?.loss || a?.report.resource !== b?.report.resource) return rung;
  }
  return old.length === now.length ? undefined : both;
}
