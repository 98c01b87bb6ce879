import type { Problem } from '../errors.ts';
import { ok, type Result } from '../result.ts';
import { digestOf } from './digest.ts';
import { type IndexRow, rowOf } from './index-row.ts';
import { type LoadedRun, loadedRun } from './loaded-run.ts';
import { loadRuns } from './load-runs.io.ts';
import { fileState, loadRun, type RunStates, scanRuns } from './run-scan.io.ts';
import type { RunSet } from './run-set.io.ts';
import { journalState, recordSoFar, settleRun } from './unfinished.io.ts';

/** The state of a book's files, in which runs without a final record have been asked after. */
export class SettledScan {
  readonly set: RunSet;
  readonly problems: Problem[];
  readonly #book: string;
  readonly #nowMs: number;
  readonly #states: RunStates;
  readonly #asked = new Set<string>();
  readonly #live = new Map<string, { readonly state: number; readonly as: 'alive' | 'unwritable' }>();
  #places: Map<string, number> | undefined;

  constructor(book: string, nowMs: number, set: RunSet) {
    this.#book = book;
    this.#nowMs = nowMs;
    this.#states = scanRuns(book, set.months);
    this.set = set;
    this.problems = [...set.problems];
    if (this.#states.some(Number.isNaN)) this.settle(this.#withoutRecord());
  }

  /** One number for the states of all records: compared faster than ten thousand. */
  get digest(): string {
    return `${this.#states.length} ${digestOf(this.#states)}`;
  }

  /** Folder of each run that has a record, relative to the book, with the state of that. */
  found(): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const [path, place] of this.#placed()) {
      const state = this.#states[place] ?? Number.NaN;
      if (!Number.isNaN(state)) found.set(path, state);
    }
    return found;
  }

  /** Runs that are not over, as far as they were asked after; they are read from their journals. */
  get live(): readonly string[] {
    return [...this.#live.keys()];
  }

  /** The state of what a run is read from: its journal while it lives, else its record; undefined where there is neither. */
  stateOf(path: string): number | undefined {
    const state = this.#live.get(path)?.state ?? this.#states[this.#placed().get(path) ?? -1];
    return state === undefined || Number.isNaN(state) ? undefined : state;
  }

  /** Closes those of the runs that were lost; what is still alive is read from its journal from now on. Each is asked after once. */
  settle(paths: readonly string[]): void {
    for (const path of paths) {
      if (this.#asked.has(path)) continue;
      this.#asked.add(path);
      const id = idOf(path);
      const { state, problems } = settleRun(this.#book, id, this.#nowMs);
      this.problems.push(...problems);
      if (state === 'alive' || state === 'unwritable') {
        this.#live.set(path, { state: journalState(this.#book, id, state), as: state });
        continue;
      }
      const place = this.#placed().get(path);
      if (place !== undefined) this.#states[place] = fileState(this.#book, path) ?? Number.NaN;
    }
  }

  /** Whether every run has a record or is alive: no run that has yet to begin to write. */
  get isWhole(): boolean {
    return !this.#states.some(Number.isNaN) || this.#withoutRecord().every((path) => this.#live.has(path));
  }

  /** Reads one run; undefined where it is gone. */
  load(path: string): Result<IndexRow> | undefined {
    const live = this.#live.get(path);
    if (live === undefined) return loadRun(this.#book, path);
    const record = recordSoFar(this.#book, idOf(path), live.as, 'roughly');
    return record === undefined ? undefined : ok(rowOf(record, path));
  }

  /** Reads runs, in any order, as {@link load} does one. */
  *loadAll(paths: readonly string[]): Generator<readonly [place: number, LoadedRun], void, undefined> {
    const settled: number[] = [];
    for (const [place, path] of paths.entries()) {
      if (this.#live.has(path)) yield [place, loadedRun(this.load(path))];
      else settled.push(place);
    }
    const others = settled.map((place) => paths[place] ?? '');
    for (const [k, run] of loadRuns(this.#book, others)) yield [settled[k] ?? 0, run];
  }

  #withoutRecord(): readonly string[] {
    return [...this.#placed()].filter(([, place]) => Number.isNaN(this.#states[place])).map(([path]) => path);
  }

  /** Where a run's state stands. Made only where the index is behind: mostly the digest says that it is not. */
  #placed(): ReadonlyMap<string, number> {
    if (this.#places === undefined) {
      let n = 0;
      this.#places = new Map(
        this.set.months.flatMap(([month, ids]) => ids.map((id) => [`${month}/${id}`, n++] as const)),
      );
    }
    return this.#places;
  }
}

function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
