import type { Problem } from '../errors.ts';
import { ok, type Result } from '../result.ts';
import { type IndexRow, rowOf } from './index-row.ts';
import { fileState, loadRun, scanRuns } from './run-scan.io.ts';
import { journalState, recordSoFar, settleRun } from './unfinished.io.ts';

/** The state of a book's files, in which runs without a final record have been asked after. */
export class SettledScan {
  readonly found: Map<string, number>;
  readonly open: readonly string[];
  /** As `runSet` has it. */
  readonly set: string;
  readonly problems: Problem[];
  readonly #book: string;
  readonly #nowMs: number;
  readonly #unfinished = new Map<string, 'alive' | 'unwritable'>();

  constructor(book: string, nowMs: number) {
    const scan = scanRuns(book);
    this.#book = book;
    this.#nowMs = nowMs;
    this.found = scan.found;
    this.open = scan.open;
    this.set = scan.set;
    this.problems = [...scan.problems];
  }

  /** Closes those of the runs that were lost; what is still alive is read from its journal from now on. True where something changed. */
  settle(paths: readonly string[]): boolean {
    let changed = false;
    for (const path of paths) {
      if (this.#unfinished.has(path)) continue;
      const id = idOf(path);
      const { state, problems } = settleRun(this.#book, id, this.#nowMs);
      this.problems.push(...problems);
      if (state === 'alive' || state === 'unwritable') {
        this.#unfinished.set(path, state);
        this.found.set(path, journalState(this.#book, id, state));
      } else {
        const file = fileState(this.#book, path);
        if (file !== undefined) this.found.set(path, file);
      }
      changed ||= state !== 'nothing';
    }
    return changed;
  }

  /** Whether all runs are over and have their record. */
  get isAllOver(): boolean {
    return this.open.length + this.#unfinished.size === 0;
  }

  /** Reads one run; undefined where it is gone. */
  load(path: string): Result<IndexRow> | undefined {
    const state = this.#unfinished.get(path);
    if (state === undefined) return loadRun(this.#book, path);
    const record = recordSoFar(this.#book, idOf(path), state);
    return record === undefined ? undefined : ok(rowOf(record, path));
  }
}

function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
