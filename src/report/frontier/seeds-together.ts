import { configurationNames } from '../statement/configuration.ts';
import { type Mean, meanOf } from '../statement/mean.ts';
import type { FrontierRun } from './frontier-run.ts';

/** A run whose place is known. */
export interface PlacedRun extends FrontierRun {
  readonly quality: number;
  readonly cost: number;
}

/**
 * Puts the repetitions of each configuration into one point: mean and standard error over seeds, as reports and leaderboards have them. Several runs of one
 * seed count as one, their mean; a run without a seed is one of its own. Bounds of the cost are the means of the runs' bounds, for what is not known of one
 * meter they share. In the order of the first run of each.
 */
export function seedsTogether(runs: readonly PlacedRun[]): readonly PlacedRun[] {
  const groups = new Map<string, PlacedRun[]>();
  for (const run of runs) {
    const key = run.repetition?.key ?? `run ${run.id}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  }
  const all = [...groups.values()];
  const known = all.flatMap(([first]) => first?.repetition?.configuration ?? []);
  const names = known.length === all.length ? configurationNames(known) : [];
  return all.map((group, i) => meanPoint(group, names[i]));
}

function meanPoint(group: readonly PlacedRun[], name: string | undefined): PlacedRun {
  const ordered = [...group].sort(
    (a, b) => (a.startedMs ?? 0) - (b.startedMs ?? 0) || (a.id < b.id ? -1 : 1),
  );
  const [first] = ordered;
  if (first === undefined) throw new Error('a configuration without a run');
  const bySeed = new Map<string, PlacedRun[]>();
  for (const run of ordered) {
    const seed = run.repetition?.seed ?? null;
    // Of the two only the first may be a text that a run chose.
    const key = seed === null ? `run ${run.id}` : `seed ${seed}`;
    bySeed.set(key, [...(bySeed.get(key) ?? []), run]);
  }
  const seeds = [...bySeed.values()];
  const over = (of: (run: PlacedRun) => number): Mean => meanOf(seeds.map((same) => average(same.map(of))));
  const [cost, quality] = [over((run) => run.cost), over((run) => run.quality)];
  const bound = (of: 'low' | 'high'): number | null =>
    ordered.some((run) => run[of] === null) ? null : over((run) => run[of] ?? 0).value;
  const shared = <T>(of: (run: PlacedRun) => T, other: T): T =>
    ordered.every((run) => of(run) === of(first)) ? of(first) : other;
  return {
    ...first,
    name: name ?? first.name,
    state: shared(({ state }) => state, 'several'),
    grade: ordered.reduce((worst, { grade }) => (grade > worst ? grade : worst), ''),
    group: shared(({ group: of }) => of, 'several'),
    sort: shared(({ sort }) => sort, null),
    cost: cost.value ?? first.cost,
    quality: quality.value ?? first.quality,
    low: bound('low'),
    high: bound('high'),
    legs: 1,
    spread: {
      n: seeds.length,
      runs: ordered.map(({ id }) => id),
      costSe: cost.se,
      qualitySe: quality.se,
    },
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
