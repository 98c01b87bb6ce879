import type { BookState } from '../../book/book-state.ts';
import type { Book, Listing } from '../../book/book.io.ts';
import { type ColumnName, packedColumn } from '../../book/columns/run-column.ts';
import type { Packed } from '../../book/columns/packed.ts';
import { EVERYTHING } from '../../book/filter-ast.ts';
import { sha256Of } from '../../book/sha256.io.ts';

const VERSION_LENGTH = 16;

/** All rows of the index, with what tells whether the book has changed since. */
export interface AllRows extends Listing {
  readonly state: BookState;
  /** Short for the state: changes whenever a run comes, goes or changes. */
  readonly version: string;
}

/** Packed columns that are kept: those that a table begins with, and some. */
const MOST_COLUMNS = 48;

/**
 * The rows of a book, newest first, kept while no file of it changes: ten thousand are read in a tenth of a second and take some twenty
 * megabytes, so every page is answered from the same ones.
 */
export class RowMemory {
  readonly #book: Book;
  #kept: AllRows | undefined;
  readonly #packed = new Map<ColumnName, Packed | undefined>();

  readonly #restMs: number;
  #lookedAtMs = Number.NEGATIVE_INFINITY;

  /** @param restMs so long what was seen of the files holds: the questions that a page asks at once are answered from one look. */
  constructor(book: Book, restMs = 0) {
    this.#book = book;
    this.#restMs = restMs;
  }

  /** The rows as the files are now. */
  all(): AllRows {
    if (this.#kept !== undefined && performance.now() - this.#lookedAtMs < this.#restMs) return this.#kept;
    const changed = this.#book.queryUnless(this.#kept?.state.text, EVERYTHING);
    this.#lookedAtMs = performance.now();
    if (changed !== undefined) {
      this.#kept = { ...changed, version: sha256Of(changed.state.text).slice(0, VERSION_LENGTH) };
      this.#packed.clear();
    }
    if (this.#kept === undefined) throw new Error('a book without a state');
    return this.#kept;
  }

  /** As {@link all}, for what a run has from its beginning on, as its project: what has changed in a run since may be missing. */
  known(): AllRows {
    return this.#kept !== undefined && this.#book.hasStillTheRunsOf(this.#kept.state)
      ? this.#kept
      : this.all();
  }

  /** Something was changed by this process: what was seen of the files holds no longer. */
  lookAgain(): void {
    this.#lookedAtMs = Number.NEGATIVE_INFINITY;
  }

  /**
   * The rows that a page has seen already, where they are kept still; else as the files are now. So what it asks one after the other fits together, also
   * while runs live and change every second.
   */
  at(version: string | undefined): AllRows {
    return this.#kept !== undefined && this.#kept.version === version ? this.#kept : this.all();
  }

  /** A column of the rows that were read last, packed once. */
  column(name: ColumnName): Packed | undefined {
    if (this.#packed.has(name)) return this.#packed.get(name);
    const column = packedColumn(name, this.#kept?.rows ?? []);
    // Of thousands of parameters each could be asked for once.
    if (this.#packed.size >= MOST_COLUMNS) this.#packed.clear();
    this.#packed.set(name, column);
    return column;
  }
}
