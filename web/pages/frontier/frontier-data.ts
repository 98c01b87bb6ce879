import type { Configuration } from '../../../src/report/statement/configuration.ts';
import { type ChosenMetric, metricOfMost, readMetric } from '../../../src/report/statement/chosen-metric.ts';

/** What `/frontier` answers: which metrics each run has. */
export interface FrontierNames {
  readonly version: string;
  readonly metrics: readonly string[];
  readonly sets: readonly (readonly number[])[];
  readonly setOf: readonly number[];
  readonly params: readonly { readonly name: string; readonly runs: number }[];
}

/** What `/frontier/seeds` answers: which runs are repetitions of each other. */
export interface FrontierSeeds {
  readonly version: string;
  readonly configurations: readonly Configuration[];
  readonly of: readonly number[];
  readonly seed: readonly (string | null)[];
}

/** How many of some runs have each metric. */
export function metricCounts(
  { metrics, sets, setOf }: FrontierNames,
  rows: readonly number[],
): ReadonlyMap<string, number> {
  const ofSet = new Map<number, number>();
  for (const row of rows) {
    const set = setOf[row] ?? -1;
    ofSet.set(set, (ofSet.get(set) ?? 0) + 1);
  }
  const counts = new Map<string, number>();
  for (const [set, runs] of ofSet)
    for (const place of sets[set] ?? []) {
      const name = metrics[place] ?? '';
      counts.set(name, (counts.get(name) ?? 0) + runs);
    }
  return counts;
}

/** The quality: what was asked for, else as `joulebook frontier` chooses it among the metrics of the runs. */
export function metricOf(
  counts: ReadonlyMap<string, number>,
  asked: string | undefined,
): ChosenMetric | undefined {
  return asked === undefined ? metricOfMost(counts) : readMetric(asked);
}
