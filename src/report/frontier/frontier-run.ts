import type { Configuration } from '../statement/configuration.ts';

/** What makes runs repetitions of each other: their configuration, and what they drew lots with. */
export interface Repetition {
  /** The same for runs of one configuration, and for no others. */
  readonly key: string;
  readonly configuration: Configuration;
  /** Null where the run names none: it then counts as one of its own. */
  readonly seed: string | null;
}

/** Of what a point is the mean, and how well the mean is known. */
export interface SeedSpread {
  /** Of how many seeds. */
  readonly n: number;
  /** Ids of its runs, oldest first. */
  readonly runs: readonly string[];
  /** Standard errors over the seeds, in the units of the point; null of a single seed. */
  readonly costSe: number | null;
  readonly qualitySe: number | null;
}

/** What the frontier looks at of a run: its quality and what it cost, in the base unit of the chosen axis. */
export interface FrontierRun {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly state: string;
  readonly parentId: string | null;
  readonly startedMs: number | null;
  readonly grade: string;
  /** Value of the chosen metric; null where the run has none. */
  readonly quality: number | null;
  readonly cost: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** What amounts of others must share to be compared with it: its currency, or the kind of its carbon. */
  readonly sort: string | null;
  /** What it is coloured by. */
  readonly group: string | null;
  /** Of how many runs it is the sum: the legs of a trial that was paused or begun again. */
  readonly legs: number;
  readonly repetition?: Repetition;
  /** Where it is the mean of repetitions. */
  readonly spread?: SeedSpread;
}

/**
 * Joins the legs of a trial: what was paused and went on, or was begun again, is a run for each leg under one name, and the quality of the last has cost all of them.
 * Bounds add up as they stand: the legs share a machine, and with it their errors.
 */
export function joinLegs(runs: readonly FrontierRun[]): readonly FrontierRun[] {
  const byTrial = new Map<string, FrontierRun[]>();
  const joined: FrontierRun[] = [];
  for (const run of runs) {
    if (run.kind !== 'trial' || run.parentId === null) joined.push(run);
    else {
      const key = `${run.parentId} ${run.name}`;
      const legs = byTrial.get(key);
      if (legs === undefined) byTrial.set(key, [run]);
      else legs.push(run);
    }
  }
  for (const legs of byTrial.values()) joined.push(oneOf(legs));
  return joined;
}

function oneOf(legs: readonly FrontierRun[]): FrontierRun {
  const ordered = [...legs].sort((a, b) => (a.startedMs ?? 0) - (b.startedMs ?? 0));
  const last = ordered.at(-1);
  if (last === undefined) throw new Error('a trial without a run');
  if (ordered.length === 1) return last;
  const withQuality = ordered.findLast(({ quality }) => quality !== null);
  const sum = (of: 'cost' | 'low' | 'high'): number | null =>
    ordered.reduce<number | null>((total, leg) => {
      const part = leg[of];
      return total === null || part === null ? null : total + part;
    }, 0);
  return {
    ...last,
    quality: withQuality?.quality ?? null,
    cost: sum('cost'),
    low: sum('low'),
    high: sum('high'),
    legs: ordered.length,
  };
}
