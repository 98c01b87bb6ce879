import { setImmediate } from 'node:timers/promises';
import type { Book, Listing } from '../../book/book.io.ts';
import type { BookState } from '../../book/book-state.ts';
import type { IndexRow } from '../../book/index-row.ts';
import { countedBesideSample } from '../../book/sample-runs.ts';
import { type Result, ok } from '../../result.ts';
import type { WasteRules } from '../../report/waste/rules.ts';
import type { WasteEpoch, WasteRun } from '../../report/waste/waste-run.ts';
import { type LoadedWaste, loadWaste } from '../waste/load-waste.io.ts';
import { wasteReader } from '../waste/read-waste.io.ts';
import { mayWait } from '../waste/waiting-in.ts';
import type { WasteReader } from '../waste/waste-reader.ts';
import { windowed } from '../waste/with-windows.ts';

/** So long the server may be held up by one piece of reading, ms. */
const PIECE_MS = 10;
/** Reports of so many filters are kept. */
const MOST_REPORTS = 6;

interface Kept {
  readonly state: number | undefined;
  readonly run: WasteRun;
  windows?: readonly WasteEpoch[];
  waiting?: number;
}

/**
 * What was read of runs to tell their waste, kept while the dashboard lives: after a run has come or changed only that one is read again. Reading is done in
 * pieces, between which other questions are answered.
 */
export class WasteMemory {
  readonly #book: Book;
  readonly #rules: WasteRules;
  readonly #files: WasteReader;
  readonly #kept = new Map<string, Kept>();
  readonly #reports = new Map<
    string,
    { readonly state: string; readonly report: Promise<Result<LoadedWaste>> }
  >();

  constructor(book: Book, rules: WasteRules) {
    this.#book = book;
    this.#rules = rules;
    this.#files = wasteReader(book, rules);
  }

  /** What `loadWaste` says, of the files as they are now. Who asks the same at once waits for the same answer. */
  async load(filter: string): Promise<Result<LoadedWaste>> {
    const state = this.#book.state();
    const known = this.#reports.get(filter);
    if (known?.state === state.text) return known.report;
    const report = this.#read(filter, state);
    this.#reports.delete(filter);
    this.#reports.set(filter, { state: state.text, report });
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > MOST_REPORTS && oldest !== undefined) this.#reports.delete(oldest);
    return report;
  }

  /** Forgets what was made of the runs, not what was read of them: something beside the runs has changed. */
  forgetReports(): void {
    this.#reports.clear();
  }

  async #read(filter: string, state: BookState): Promise<Result<LoadedWaste>> {
    const all = this.#book.list();
    if (!all.ok) return all;
    await this.#warm(all.value, state);
    const lister: Pick<Book, 'dir' | 'list'> = {
      dir: this.#book.dir,
      list: (options) => {
        if (options?.filter !== undefined) return this.#book.list(options);
        return options?.forTotal === true ? ok(countedOf(all.value)) : all;
      },
    };
    return loadWaste(lister, filter, this.#rules, {
      run: (row) => this.#run(row, state),
      windows: (run) => this.#part(run, 'windows'),
      waiting: (run) => this.#part(run, 'waiting'),
    });
  }

  /** Reads what is new or changed, a piece at a time. */
  async #warm({ rows }: Listing, state: BookState): Promise<void> {
    const runs = await inPieces(rows, (row) => this.#run(row, state));
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of this.#kept.keys()) if (!ids.has(id)) this.#kept.delete(id);
    const good = runs.flatMap((run) => (run.ok ? [run.value] : []));
    const roots = good.filter(({ parentId }) => parentId === null);
    const parents = new Set(good.map(({ parentId }) => parentId));
    await inPieces(windowed(roots), (run) => this.#part(run, 'windows'));
    await inPieces(
      mayWait(
        roots.filter(({ id }) => !parents.has(id)),
        this.#rules,
      ),
      (run) => this.#part(run, 'waiting'),
    );
  }

  #run(row: IndexRow, files: BookState): Result<WasteRun> {
    const state = files.ofRun(row.path);
    const kept = this.#kept.get(row.id);
    if (kept !== undefined && state !== undefined && kept.state === state) return ok(kept.run);
    const run = this.#files.run(row);
    if (run.ok) this.#kept.set(row.id, { state, run: run.value });
    return run;
  }

  #part<K extends 'windows' | 'waiting'>(run: WasteRun, what: K): ReturnType<WasteReader[K]> {
    const kept = this.#kept.get(run.id);
    const known = kept?.[what];
    if (known !== undefined) return known as ReturnType<WasteReader[K]>;
    const read = this.#files[what](run) as ReturnType<WasteReader[K]>;
    if (kept !== undefined) Object.assign(kept, { [what]: read });
    return read;
  }
}

/** What `forTotal` means of a listing of all runs. */
function countedOf(all: Listing): Listing {
  const rows = countedBesideSample(all.rows);
  return rows === all.rows ? all : { ...all, rows, total: rows.length };
}

/** Does something with each, and lets others have their turn after every {@link PIECE_MS}. */
async function inPieces<T, R>(all: readonly T[], work: (one: T) => R): Promise<readonly R[]> {
  const done: R[] = [];
  let since = performance.now();
  for (const one of all) {
    done.push(work(one));
    if (performance.now() - since < PIECE_MS) continue;
    await setImmediate();
    since = performance.now();
  }
  return done;
}
