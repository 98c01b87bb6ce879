import type { Problem } from '../../errors.ts';
import type { Book } from '../../book/book.io.ts';
import { JournalTail } from '../../book/journal-tail.io.ts';
import { runFolder } from '../../book/run-folder.io.ts';
import { LiveRuns } from '../../book/live-runs.io.ts';
import type { LiveHub } from './live-hub.ts';

/** Which runs live is looked up so often, ms. */
const LOOK_UP_MS = 3000;
/** Of all journals together, bytes at one reading: a moment. */
const AT_ONCE = 4 << 20;
/** Live runs beyond these are not followed: the newest are. */
const MOST_RUNS = 500;
/** Runs that have ended are shown so long, ms, and so many of them. */
const SHOWN_ENDED_MS = 600_000;
const MOST_ENDED = 20;

interface Followed {
  readonly tail: JournalTail;
  endedMs?: number;
}

/** Follows the journals of the live runs of a book for all who listen: each is read once, and only what is new in it. */
export class LiveTails {
  readonly #book: Book;
  readonly #hub: LiveHub;
  readonly #liveRuns: LiveRuns;
  readonly #followed = new Map<string, Followed>();
  #lookedMs = Number.NEGATIVE_INFINITY;
  readonly #behind = new Set<string>();
  /** Not alive any more; their journals are read once more. */
  readonly #leaving = new Set<string>();
  #notFollowed = 0;
  #problems: readonly Problem[] = [];

  constructor(book: Book, hub: LiveHub) {
    this.#book = book;
    this.#hub = hub;
    this.#liveRuns = new LiveRuns(book);
  }

  /** Journals that are not read to their end yet, and live runs beyond the most that are followed. */
  get about(): { readonly catchingUp: number; readonly notFollowed: number } {
    return { catchingUp: this.#behind.size, notFollowed: this.#notFollowed };
  }

  /** What was wrong when it was last looked up which runs live. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Takes in what is new. @param nowMs ms since 1970. */
  look(nowMs: number): void {
    if (nowMs - this.#lookedMs >= LOOK_UP_MS || nowMs < this.#lookedMs) {
      this.#lookedMs = nowMs;
      this.#lookUp(nowMs);
    }
    let left = AT_ONCE;
    for (const [id, followed] of this.#followed) {
      if (followed.endedMs !== undefined) continue;
      if (left <= 0) this.#behind.add(id);
      else left -= this.#read(id, followed.tail, left, nowMs);
    }
    this.#turn();
    this.#forgetEnded(nowMs);
  }

  close(): void {
    for (const id of Array.from(this.#followed.keys())) this.#drop(id);
  }

  #lookUp(nowMs: number): void {
    const looked = this.#liveRuns.look(nowMs);
    if (!looked.ok) throw new Error(`${looked.error.what}: ${looked.error.why ?? ''}`);
    const alive = looked.value.ids.slice(0, MOST_RUNS);
    this.#problems = looked.value.problems;
    this.#notFollowed = looked.value.ids.length - alive.length;
    for (const id of alive) if (!this.#followed.has(id)) this.#follow(id);
    const ids = new Set(alive);
    this.#leaving.clear();
    for (const [id, { endedMs }] of this.#followed) {
      // It has ended, was deleted, or is lost where nobody may write that down: its journal says which.
      if (endedMs === undefined && !ids.has(id)) this.#leaving.add(id);
    }
  }

  #follow(id: string): void {
    const tail = JournalTail.open(runFolder(this.#book.dir, id).journal);
    if (tail === undefined) return;
    this.#followed.set(id, { tail });
    this.#behind.add(id);
    this.#hub.follow(id);
  }

  #read(id: string, tail: JournalTail, most: number, nowMs: number): number {
    const read = tail.read((line) => this.#hub.apply(id, line), most);
    if (read < most) {
      this.#behind.delete(id);
      this.#hub.show(id);
    }
    if (this.#hub.isEnded(id)) {
      const followed = this.#followed.get(id);
      if (followed !== undefined) followed.endedMs = nowMs;
      tail.close();
    } else if (this.#leaving.has(id) && !this.#behind.has(id)) this.#drop(id);
    return read;
  }

  /** The next reading begins with another journal, lest a long one keeps the others waiting. */
  #turn(): void {
    const first = this.#behind.size === 0 ? undefined : this.#followed.entries().next().value;
    if (first === undefined) return;
    this.#followed.delete(first[0]);
    this.#followed.set(first[0], first[1]);
  }

  #forgetEnded(nowMs: number): void {
    const ended = [...this.#followed].flatMap(([id, { endedMs }]) =>
      endedMs === undefined ? [] : [{ id, endedMs }],
    );
    ended.sort((a, b) => b.endedMs - a.endedMs);
    for (const [n, { id, endedMs }] of ended.entries())
      if (n >= MOST_ENDED || nowMs - endedMs > SHOWN_ENDED_MS) this.#drop(id);
  }

  #drop(id: string): void {
    const followed = this.#followed.get(id);
    if (followed?.endedMs === undefined) followed?.tail.close();
    this.#followed.delete(id);
    this.#behind.delete(id);
    this.#hub.forget(id);
  }
}
