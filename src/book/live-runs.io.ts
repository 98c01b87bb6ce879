import type { Problem } from '../errors.ts';
import type { Result } from '../result.ts';
import { ok } from '../result.ts';
import type { Book } from './book.io.ts';
import { isUnfinished } from './recover.io.ts';
import { runFolder } from './run-folder.io.ts';
import { scanRuns } from './run-scan.io.ts';
import { isStill, listRuns, type RunSet } from './run-set.io.ts';
import { settleRun } from './unfinished.io.ts';

/**
 * Which runs of a book live, asked again and again: after the first time only those are looked at that lived or that are new. A run that nobody watches
 * any more is closed as lost, as every command does.
 */
export class LiveRuns {
  readonly #book: Book;
  #set: RunSet | undefined;
  /** Runs that are over: they stay so. */
  readonly #over = new Set<string>();
  #alive: readonly string[] = [];

  constructor(book: Book) {
    this.#book = book;
  }

  /**
   * Ids, the newest first, and what was wrong with runs that had to be closed.
   *
   * @param nowMs ms since 1970.
   */
  look(nowMs: number): Result<{ readonly ids: readonly string[]; readonly problems: readonly Problem[] }> {
    const { dir } = this.#book;
    const before = this.#set;
    const isSame = before !== undefined && isStill(dir, before.witness);
    const set = isSame ? before : listRuns(dir, nowMs);
    if (before === undefined) {
      const listed = this.#book.list({ filter: 'state:running' });
      if (!listed.ok) return listed;
      this.#noteOver(set, new Set(listed.value.rows.map(({ id }) => id)));
    }
    this.#set = set;
    const ids = isSame
      ? this.#alive
      : set.months.flatMap(([, all]) => all.filter((id) => !this.#over.has(id)));
    const problems: Problem[] = [...set.problems];
    this.#alive = ids.filter((id) => {
      if (!isUnfinished(runFolder(dir, id))) return !this.#over.add(id);
      const settled = settleRun(dir, id, nowMs);
      problems.push(...settled.problems);
      if (settled.state === 'written') this.#over.add(id);
      // One that has yet to write its first line is asked after again.
      return settled.state === 'alive' || settled.state === 'nothing';
    });
    return ok({ ids: this.#alive.toSorted().reverse(), problems });
  }

  /** Ten thousand records are not read one by one: the index knows which of them say that their run lives. */
  #noteOver(set: RunSet, running: ReadonlySet<string>): void {
    const states = scanRuns(this.#book.dir, set.months);
    let n = 0;
    for (const [, ids] of set.months) {
      for (const id of ids) if (!Number.isNaN(states[n++]) && !running.has(id)) this.#over.add(id);
    }
  }
}
