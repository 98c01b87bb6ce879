import type { RunRecord } from '../../book/run-record.ts';
import { type Configuration, configurationNames, configurationOf } from './configuration.ts';
import { type Mean, type MeanEstimate, meanEstimate, meanOf } from './mean.ts';
import { seedOf } from './seed.ts';

/** Runs of one configuration, over its seeds. */
export interface Group {
  /** `A`, `B`, …, `AA` in the order of their first runs. */
  readonly id: string;
  /** What differs from the other groups. */
  readonly name: string;
  readonly configuration: Configuration;
  readonly runs: readonly string[];
  /** The seeds that the runs name; a run that names none counts as one of its own. */
  readonly seeds: readonly string[];
  /** Attributed, at the wall, J; operational, g; on the clock, s. Each a mean over seeds. */
  readonly energy: MeanEstimate;
  readonly carbon: MeanEstimate;
  readonly durationS: Mean;
  readonly metrics: Readonly<Record<string, Mean>>;
  readonly commits: readonly string[];
  /** One of its runs is tagged `baseline`. */
  readonly isBaseline: boolean;
}

/** Groups runs by configuration, in the order of their first run. Several runs of one seed count as one: their mean. */
export function groupRuns(runs: readonly RunRecord[]): readonly Group[] {
  const byKey = new Map<string, { readonly configuration: Configuration; readonly runs: RunRecord[] }>();
  for (const run of runs) {
    const configuration = configurationOf(run);
    const key = JSON.stringify(configuration);
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, { configuration, runs: [run] });
    else group.runs.push(run);
  }
  const all = [...byKey.values()];
  const names = configurationNames(all.map(({ configuration }) => configuration));
  return all.map((group, i) => groupOf(group.configuration, group.runs, letters(i), names[i] ?? ''));
}

function groupOf(configuration: Configuration, runs: readonly RunRecord[], id: string, name: string): Group {
  const bySeed = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const seed = seedOf(run) ?? `run ${run.id}`;
    bySeed.set(seed, [...(bySeed.get(seed) ?? []), run]);
  }
  const seeds = [...bySeed.values()];
  const metrics = [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))].sort();
  return {
    id,
    name,
    configuration,
    runs: runs.map((run) => run.id),
    seeds: [...bySeed.keys()].filter((seed) => !seed.startsWith('run ')),
    energy: meanEstimate(
      seeds.map((same) => same.map(({ energy }) => energy.wall.attributed)),
      id,
      'J',
    ),
    carbon: meanEstimate(
      seeds.map((same) => same.map(({ carbon }) => carbon.operational)),
      id,
      'g',
    ),
    durationS: meanOf(seeds.map((same) => average(same.map(({ durationS }) => durationS)))),
    metrics: Object.fromEntries(metrics.map((metric) => [metric, meanOf(metricOf(seeds, metric))])),
    commits: [...new Set(runs.flatMap(({ git }) => (git === null ? [] : [git.commit])))].sort(),
    isBaseline: runs.some(({ tags }) => tags.includes('baseline')),
  };
}

/** One value for each seed that reported the metric. */
function metricOf(seeds: readonly (readonly RunRecord[])[], metric: string): readonly number[] {
  return seeds.flatMap((same) => {
    const values = same.flatMap(({ metrics }) => {
      const value = metrics[metric];
      return value === undefined || !Number.isFinite(value) ? [] : [value];
    });
    return values.length === 0 ? [] : [average(values)];
  });
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** 0 is A, 26 is AA. */
function letters(n: number): string {
  const rest = Math.floor(n / ALPHABET.length);
  return `${rest === 0 ? '' : letters(rest - 1)}${ALPHABET[n % ALPHABET.length] ?? ''}`;
}
