import { computed, effect, signal } from '@preact/signals';
import type { KnownNames } from '../../src/book/filter-parse.ts';
import type { Problem } from '../../src/errors.ts';
import { type Answer, ask, type Trouble, troubleOf } from './ask.ts';
import { view } from './location.ts';
import { type Finding, findRuns, type Matching } from './runs/find-runs.ts';
import { readFilter } from './runs/read-filter.ts';
import { type RunListData, RunTable } from './runs/run-table.ts';
import { wholeFilter } from './whole-filter.ts';

/** All runs of the book, as far as they have been asked for; undefined until {@link loadRuns} was. */
export const runTable = signal<RunTable | undefined>(undefined);
/** What is to be said beside them, e.g. runs that cannot be read, and why they could not be asked for (again). */
export const runWarnings = signal<readonly Trouble[]>([]);
export const runTrouble = signal<Trouble | undefined>(undefined);
/** When they came, ms since 1970 by this browser's clock. */
export const runsAtMs = signal(0);

/** Counts what was asked again after a failure. */
const round = signal(0);
const names = signal<KnownNames | null | undefined>(undefined);
const zones = signal<ReadonlyMap<string, string | null>>(new Map());

/** Names of the book's metrics and parameters; undefined until they are needed. */
export const knownNames = computed(() => names.value ?? undefined);

/** What the keys of a filter mean; none until somebody types one. */
export const knownMeanings = signal<Readonly<Record<string, string>>>({});

/** What the runs that are shown are: those that match, what is wrong with the filter, or nothing yet. */
export interface Shown {
  readonly rows: readonly number[];
  /** The same runs in the order of the book: the same list as long as the same runs match, however they are sorted. */
  readonly unordered: readonly number[];
  readonly problem?: Problem;
  /** Columns or names are on their way; what is shown is from before. */
  readonly isWaiting: boolean;
}

/** Asks for all runs, unless they are there. */
export function loadRuns(): void {
  if (runTable.value === undefined && !isOpen('')) void askFor([], undefined);
}

/** Asks for all runs again, where any has changed. */
export function reloadRuns(): void {
  // What is on its way may have been read before the change.
  if (isOpen('')) isStale = true;
  else void askFor([], undefined);
}
let isStale = false;

/** Asks again for what was not answered. */
export function retryRuns(): void {
  reloadRuns();
  round.value++;
}

/** Asks for columns that are not there yet. */
export function wantColumns(columns: readonly string[]): void {
  const table = runTable.value;
  if (table === undefined) return;
  const missing = columns.filter((name) => !table.has(name) && !isOpen(name));
  if (missing.length > 0) void askFor(missing, table);
}

/** Asks for the names of metrics and parameters. */
export function wantNames(): void {
  if (names.value !== undefined || isOpen('names')) return;
  void during(['names'], async () => {
    const { data } = await ask<KnownNames & { readonly meanings: Readonly<Record<string, string>> }>(
      '/runs/names',
    );
    knownMeanings.value = data.meanings;
    names.value = runTable.value?.count === 0 ? null : data;
  });
}

/** The filter that is shown, read. */
const reading = computed(() => {
  const table = runTable.value;
  if (table === undefined) return undefined;
  const nowMs = table.list.nowMs;
  const known = { nowMs, names: table.count === 0 ? null : names.value, zones: zones.value };
  return readFilter(wholeFilter.value, view('s') ?? '', known);
});

const finding = computed((): Finding | undefined => {
  const [table, read] = [runTable.value, reading.value];
  if (table === undefined || read === undefined || !('filter' in read)) return undefined;
  const found = findRuns(table, read.filter.where, read.filter.sort, lastMatching);
  if ('matching' in found) lastMatching = found.matching;
  return found;
});

let last: Pick<Shown, 'rows' | 'unordered'> | undefined;
let lastMatching: Matching | undefined;

/** The runs that match the filter of the address, in its order. */
export const shownRuns = computed((): Shown => {
  const [read, found] = [reading.value, finding.value];
  // Until a filter is understood the runs of the one before are shown, or all.
  const before = last ?? everyRow(runTable.value?.count ?? 0);
  if (read !== undefined && 'problem' in read) return { ...before, problem: read.problem, isWaiting: false };
  if (found === undefined || !('rows' in found)) return { ...before, isWaiting: true };
  last = { rows: found.rows, unordered: found.matching.rows };
  return { ...last, isWaiting: false };
});

function everyRow(count: number): Pick<Shown, 'rows' | 'unordered'> {
  const rows = Array.from({ length: count }, (_, at) => at);
  return { rows, unordered: rows };
}

effect(() => {
  void round.value;
  const [read, found] = [reading.value, finding.value];
  if (found !== undefined && 'missing' in found) wantColumns(found.missing);
  if (read === undefined || !('ask' in read)) return;
  if (read.ask.names) wantNames();
  for (const place of read.ask.zones) askZone(place);
});

function askZone(place: string): void {
  if (isOpen(`zone ${place}`)) return;
  void during([`zone ${place}`], async () => {
    const { data } = await ask<{ readonly zone: string | null }>(`/places?text=${encodeURIComponent(place)}`);
    zones.value = new Map([...zones.value, [place, data.zone]]);
  });
}

async function askFor(columns: readonly string[], table: RunTable | undefined): Promise<void> {
  await during(table === undefined ? [''] : columns, async () => {
    const words =
      table === undefined
        ? ''
        : `?version=${table.list.version}&columns=${encodeURIComponent(JSON.stringify(columns))}`;
    take(await ask<RunListData>(`/runs${words}`), table);
  });
  if (table !== undefined || !isStale) return;
  isStale = false;
  reloadRuns();
}

function take({ data, warnings, atMs }: Answer<RunListData>, asked: RunTable | undefined): void {
  const held = runTable.value;
  runWarnings.value = warnings;
  runsAtMs.value = atMs;
  if (asked === undefined) {
    if (held?.list.version === data.version) return;
    names.value = undefined;
    last = undefined;
    runTable.value = new RunTable(data);
  } else if (held?.list.version === data.version) runTable.value = new RunTable(data, held);
  else reloadRuns(); // the book has changed meanwhile
}

const open = new Set<string>();

function isOpen(question: string): boolean {
  return open.has(question);
}

async function during(questions: readonly string[], action: () => Promise<void>): Promise<void> {
  for (const question of questions) open.add(question);
  try {
    await action();
    runTrouble.value = undefined;
  } catch (error) {
    runTrouble.value = troubleOf(error);
  } finally {
    for (const question of questions) open.delete(question);
  }
}
