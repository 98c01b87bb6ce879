import type { LeaderboardEntry } from '../../../src/report/leaderboard/entry.ts';
import type { FrontierPlace } from '../../../src/report/leaderboard/standing.ts';
import type { Constraints, LeaderboardTask } from '../../../src/report/leaderboard/task.ts';

/** The answer of `/leaderboard`. */
export interface TaskList {
  readonly cwd: string;
  readonly tasks: readonly {
    readonly folder: string;
    readonly name: string;
    readonly metric: string | null;
    readonly problem: string | null;
  }[];
}

/** An entry as `joulebook leaderboard show --json` has it. */
export interface EntryData
  extends Pick<
    LeaderboardEntry,
    | 'name'
    | 'by'
    | 'note'
    | 'configuration'
    | 'metric'
    | 'energy'
    | 'carbon'
    | 'durationS'
    | 'perWork'
    | 'grade'
  > {
  readonly hardware: string;
  /** Ids of its runs. */
  readonly runs: readonly string[];
}

export interface RankedEntry extends EntryData {
  readonly energyRank: number;
  readonly metricRank: number;
  readonly frontier: FrontierPlace;
  /** What a point of quality costs more (`per-point.ts`), J. */
  readonly joulesPerPoint: number | null;
}

/** The answer of `/leaderboard/show`. */
export interface BoardData {
  readonly task: LeaderboardTask;
  readonly constraints: Constraints;
  readonly classes: readonly { readonly hardware: string; readonly entries: readonly RankedEntry[] }[];
  readonly unplaced: readonly (EntryData & { readonly why: string })[];
}

/** What sliders are moved between: all that entries of the board say. */
export interface Reach {
  readonly energyJ: readonly [least: number, most: number];
  readonly metric: readonly [least: number, most: number];
  readonly seeds: number;
}

/** Undefined where there is nothing to choose among. */
export function reachOf({ classes, unplaced }: BoardData): Reach | undefined {
  const all = [...classes.flatMap(({ entries }) => entries), ...unplaced];
  const joules = all.flatMap(({ energy }) =>
    energy.value !== null && energy.value > 0 ? [energy.value] : [],
  );
  const metric = all.flatMap(({ metric: { value } }) => value ?? []);
  if (joules.length === 0 || metric.length === 0) return undefined;
  return {
    energyJ: [Math.min(...joules), Math.max(...joules)],
    metric: [Math.min(...metric), Math.max(...metric)],
    seeds: Math.max(...all.map(({ metric: { n } }) => n)),
  };
}

/** The entry that takes least of those that meet what is asked for. */
export function leastOf(entries: readonly RankedEntry[]): RankedEntry | undefined {
  return entries.toSorted((a, b) => (a.energy.value ?? Infinity) - (b.energy.value ?? Infinity))[0];
}
