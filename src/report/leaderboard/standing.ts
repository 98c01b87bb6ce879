import { subtract } from '../../units/arithmetic.ts';
import { fromWritten, interval } from '../../units/estimate.ts';
import { frontier } from '../frontier/frontier.ts';
import { meanDifference } from '../statement/mean.ts';
import type { LeaderboardEntry } from './entry.ts';
import { type Constraints, type LeaderboardTask, notOfClass } from './task.ts';

/** Whether an entry is on the frontier: `within error` where no other is surely ahead of it. */
export type FrontierPlace = 'yes' | 'within error' | 'no';

/** An entry among those of its hardware. */
export interface Placed {
  readonly entry: LeaderboardEntry;
  /** 1 and how many others are better by more than the error of the difference; so some share a rank. */
  readonly energyRank: number;
  readonly metricRank: number;
  readonly frontier: FrontierPlace;
}

/** Entries whose joules may be compared. */
export interface HardwareStanding {
  readonly hardware: string;
  /** Least energy first. */
  readonly placed: readonly Placed[];
}

/** A leaderboard as it stands. There is no score of both: a ratio of quality to energy is won by doing nothing. */
export interface Standing {
  readonly task: LeaderboardTask;
  readonly constraints: Constraints;
  readonly classes: readonly HardwareStanding[];
  /** Entries without a rank, and why. */
  readonly unplaced: readonly { readonly entry: LeaderboardEntry; readonly why: string }[];
}

/** Ranks entries, apart for each hardware, among those that meet the constraints. */
export function standingOf(
  task: LeaderboardTask,
  entries: readonly LeaderboardEntry[],
  constraints: Constraints = task.constraints,
): Standing {
  const byName = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const judged = byName.map((entry) => ({ entry, why: whyNot(entry, task, constraints) }));
  const classes = new Map<string, LeaderboardEntry[]>();
  for (const { entry, why } of judged) {
    if (why !== undefined) continue;
    const { machine } = entry.configuration;
    classes.set(machine, [...(classes.get(machine) ?? []), entry]);
  }
  return {
    task,
    constraints,
    classes: [...classes]
      .map(([hardware, all]) => ({ hardware, placed: placedOf(all, task) }))
      .sort((a, b) => b.placed.length - a.placed.length || (a.hardware < b.hardware ? -1 : 1)),
    unplaced: judged.flatMap(({ entry, why }) => (why === undefined ? [] : [{ entry, why }])),
  };
}

function whyNot(
  entry: LeaderboardEntry,
  { metric, goal, minSeeds, hardware }: LeaderboardTask,
  limits: Constraints,
): string | undefined {
  if (entry.metricName !== metric) return `its metric is ${entry.metricName}`;
  const other = notOfClass(entry.machine, hardware);
  if (other !== undefined) return other;
  const { n } = entry.metric;
  if (n < minSeeds) return `${n === 1 ? '1 seed' : `${n} seeds`}, ${minSeeds} are asked for`;
  const [quality, joules] = [entry.metric.value, entry.energy.value];
  if (quality === null || joules === null) return 'its mean is not known';
  if (
    limits.metric !== undefined &&
    (goal === 'maximize' ? quality < limits.metric : quality > limits.metric)
  )
    return `${metric} ${goal === 'maximize' ? 'below' : 'above'} ${limits.metric}`;
  if (limits.energyJ !== undefined && joules > limits.energyJ) return 'more energy than is allowed';
  return undefined;
}

function placedOf(entries: readonly LeaderboardEntry[], task: LeaderboardTask): readonly Placed[] {
  const points = entries.map((entry) => ({
    entry,
    cost: entry.energy.value ?? Number.NaN,
    quality: entry.metric.value ?? Number.NaN,
  }));
  const best = new Set(frontier(points, task.goal).map(({ entry }) => entry));
  const placed = entries.map((entry): Placed => {
    const others = entries.filter((other) => other !== entry);
    const rank = (isBetter: (other: LeaderboardEntry) => boolean): number =>
      1 + others.filter(isBetter).length;
    const isBehind = others.some((other) => isSurelyAhead(other, entry, task));
    return {
      entry,
      energyRank: rank((other) => usesSurelyLess(other, entry)),
      metricRank: rank((other) => isSurelyBetter(other, entry, task)),
      frontier: best.has(entry) ? 'yes' : isBehind ? 'no' : 'within error',
    };
  });
  return placed.toSorted(
    (a, b) =>
      (a.entry.energy.value ?? 0) - (b.entry.energy.value ?? 0) || (a.entry.name < b.entry.name ? -1 : 1),
  );
}

/** Whether a's energy is below b's beyond the 90 % interval of the difference, in which errors of a shared machine cancel. Without a spread over seeds nothing is told. */
function usesSurelyLess(a: LeaderboardEntry, b: LeaderboardEntry): boolean {
  if (a.energy.se === null || b.energy.se === null) return false;
  const difference = subtract(fromWritten(a.energy.estimate), fromWritten(b.energy.estimate));
  const { high } = interval(difference, { signed: true });
  return difference.value !== null && high !== null && high < 0;
}

function isSurelyBetter(a: LeaderboardEntry, b: LeaderboardEntry, { goal }: LeaderboardTask): boolean {
  const difference = meanDifference(a.metric, b.metric);
  if (difference === null || difference.low === null || difference.high === null) return false;
  return goal === 'maximize' ? difference.low > 0 : difference.high < 0;
}

/** Better in one beyond the error, and in the other no worse. */
function isSurelyAhead(a: LeaderboardEntry, b: LeaderboardEntry, task: LeaderboardTask): boolean {
  const sign = task.goal === 'maximize' ? 1 : -1;
  const isNoWorse = sign * ((a.metric.value ?? 0) - (b.metric.value ?? 0)) >= 0;
  const isNoDearer = (a.energy.value ?? 0) <= (b.energy.value ?? 0);
  return (usesSurelyLess(a, b) && isNoWorse) || (isSurelyBetter(a, b, task) && isNoDearer);
}
