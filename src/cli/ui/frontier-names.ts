import type { IndexRow } from '../../book/index-row.ts';
import { repetitionOf } from '../../report/frontier/run-of-row.ts';
import type { Configuration } from '../../report/statement/configuration.ts';

/** Names of parameters that are offered, at most: a book may have thousands, and nobody reads them all. */
const MOST_NAMES = 300;
/** Groups are told apart by a parameter that has at most so many values. */
const MOST_VALUES = 40;
/** Configurations are named by at most so many parameters. */
const MOST_NAMING = 60;

/** A name and of how many runs it is known. */
export interface Counted {
  readonly name: string;
  readonly runs: number;
}

/** Which metrics each run of the book has, and what runs can be coloured by: what the page of the frontier needs beside columns. */
export interface FrontierNames {
  readonly version: string;
  readonly metrics: readonly string[];
  /** Each set of metrics that some run has, by their places in `metrics`; and which of the sets each run has. */
  readonly sets: readonly (readonly number[])[];
  readonly setOf: readonly number[];
  /** Parameters that have more than one value, and few enough to colour by. */
  readonly params: readonly Counted[];
}

/** The names of the runs. */
export function frontierNames(rows: readonly IndexRow[], version: string): FrontierNames {
  const places = new Map<string, number>();
  const sets = new Map<string, { readonly at: number; readonly names: readonly number[] }>();
  const setOf = rows.map(({ metrics }) => {
    const names = Object.keys(metrics).map((name) => {
      const place = places.get(name) ?? places.size;
      places.set(name, place);
      return place;
    });
    const key = names.join();
    const set = sets.get(key) ?? { at: sets.size, names };
    sets.set(key, set);
    return set.at;
  });
  return {
    version,
    metrics: [...places.keys()],
    sets: [...sets.values()].map(({ names }) => names),
    setOf,
    params: telling(rows),
  };
}

function telling(rows: readonly IndexRow[]): readonly Counted[] {
  const values = new Map<string, { readonly seen: Set<string>; runs: number }>();
  for (const { params } of rows) {
    for (const [name, value] of Object.entries(params)) {
      const known = values.get(name) ?? { seen: new Set(), runs: 0 };
      if (known.seen.size <= MOST_VALUES) known.seen.add(String(value));
      known.runs++;
      values.set(name, known);
    }
  }
  return [...values]
    .filter(([, { seen }]) => seen.size > 1 && seen.size <= MOST_VALUES)
    .map(([name, { runs }]) => ({ name, runs }))
    .sort((a, b) => b.runs - a.runs || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_NAMES);
}

/** Which runs are repetitions of each other. */
export interface FrontierSeeds {
  readonly version: string;
  /** Their parameters are those that tell some of them apart. */
  readonly configurations: readonly Configuration[];
  /** The configuration and the seed of each run. */
  readonly of: readonly number[];
  readonly seed: readonly (string | null)[];
}

/** The configurations of the runs, by the rule of reports and leaderboards. */
export function frontierSeeds(rows: readonly IndexRow[], version: string): FrontierSeeds {
  const known = new Map<string, { readonly at: number; readonly configuration: Configuration }>();
  const of: number[] = [];
  const seed: (string | null)[] = [];
  for (const row of rows) {
    const repetition = repetitionOf(row);
    const one = known.get(repetition.key) ?? { at: known.size, configuration: repetition.configuration };
    known.set(repetition.key, one);
    of.push(one.at);
    seed.push(repetition.seed);
  }
  const all = [...known.values()].map(({ configuration }) => configuration);
  const naming = namingParams(all);
  return {
    version,
    configurations: all.map((configuration) => ({
      ...configuration,
      params: Object.fromEntries(Object.entries(configuration.params).filter(([name]) => naming.has(name))),
    })),
    of,
    seed,
  };
}

/** The parameters that differ between some of the configurations, those of most first. */
function namingParams(all: readonly Configuration[]): ReadonlySet<string> {
  const values = new Map<string, { readonly first: unknown; count: number; differs: boolean }>();
  for (const { params } of all)
    for (const [name, value] of Object.entries(params)) {
      const known = values.get(name) ?? { first: value, count: 0, differs: false };
      known.count++;
      if (value !== known.first) known.differs = true;
      values.set(name, known);
    }
  const telling = [...values].filter(([, { count, differs }]) => differs || count < all.length);
  return new Set(
    telling
      .sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1))
      .slice(0, MOST_NAMING)
      .map(([name]) => name),
  );
}
