import type { JournalLine } from '../../book/journal-event.ts';
import type { LiveAnswer } from '../../report/live/live-facts.ts';
import { cursorOf, MessageWriter } from '../../report/live/live-message.ts';
import { LiveRun } from '../../report/live/live-run.ts';
import type { PlateauRules } from '../../report/waste/plateau.ts';

/** Between two beats, ms; and what must at least lie between them, however timers tremble: never three messages in a second. */
export const BEAT_MS = 550;
const LEAST_MS = 510;
/** A listener hears something at least so often, ms, lest what stands between takes it for dead. */
const HEARTBEAT_MS = 15_000;

/** Who listens. */
export interface Listener {
  /** False where it does not read any more: then it is dropped. */
  readonly send: (text: string) => boolean;
  readonly close: () => void;
}

interface Known {
  readonly run: LiveRun;
  /** Version at which it was first shown, and at which its facts last changed; undefined while its journal is read from the beginning. */
  shown: number | undefined;
  changed: number;
}

interface Listening {
  /** undefined until it was greeted. */
  heardMs: number | undefined;
}

/**
 * What is told of all live runs, to all who listen, at most one message a beat. Runs that have something to say stand in line, and a message takes as many
 * as it has room for: with more runs each is spoken of less often, and nothing is left out, for a run's next turn tells all that came since.
 */
export class LiveHub {
  readonly #epoch: string;
  readonly #rules: PlateauRules;
  readonly #runs = new Map<string, Known>();
  readonly #line = new Set<LiveRun>();
  readonly #listeners = new Map<Listener, Listening>();
  #n = 0;
  #version = 1;
  #toldVersion = 1;
  #nextSlot = 1;
  #beatMs = Number.NEGATIVE_INFINITY;

  /** @param epoch differs from start to start. @param rules from when on a run no longer gains. */
  constructor(epoch: string, rules: PlateauRules) {
    this.#epoch = epoch;
    this.#rules = rules;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Begins to follow a run. It is shown once {@link show} is called. */
  follow(id: string): void {
    const run = new LiveRun(id, this.#nextSlot++);
    this.#runs.set(id, { run, shown: undefined, changed: 0 });
  }

  /** A line of a run's journal. */
  apply(id: string, line: JournalLine): void {
    const known = this.#runs.get(id);
    if (known === undefined) return;
    const { run } = known;
    run.apply(line);
    if (this.#listeners.size === 0 || known.shown === undefined) run.settlePoint();
    else if (run.pending !== undefined) this.#line.add(run);
  }

  /** A run's journal has been read to its end for the first time. */
  show(id: string): void {
    const known = this.#runs.get(id);
    if (known === undefined || known.shown !== undefined || !known.run.isStarted) return;
    known.run.settle();
    known.shown = ++this.#version;
    known.changed = this.#version;
  }

  /** Whether a run's journal has its end. */
  isEnded(id: string): boolean {
    return this.#runs.get(id)?.run.isEnded === true;
  }

  forget(id: string): void {
    const known = this.#runs.get(id);
    if (known === undefined) return;
    this.#line.delete(known.run);
    this.#runs.delete(id);
    if (known.shown !== undefined) this.#version++;
  }

  join(listener: Listener): void {
    this.#listeners.set(listener, { heardMs: undefined });
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    for (const run of this.#line) run.settle();
    this.#line.clear();
  }

  /** Says what is to be said. @param nowMs ms since 1970. */
  beat(nowMs: number): void {
    const passedMs = nowMs - this.#beatMs;
    if (passedMs >= 0 && passedMs < LEAST_MS) return;
    this.#beatMs = nowMs;
    this.#noteChanges();
    const message = this.#message(nowMs);
    for (const [listener, listening] of this.#listeners) {
      const text = listening.heardMs === undefined ? this.#greeting(nowMs) : message;
      const isDue = nowMs - (listening.heardMs ?? nowMs) >= HEARTBEAT_MS;
      const said = text ?? (isDue ? ': here\n\n' : undefined);
      if (said === undefined) continue;
      listening.heardMs = nowMs;
      if (listener.send(said)) continue;
      this.leave(listener);
      listener.close();
    }
  }

  /** All that is known; with what has changed since a version of this start alone where that is named. */
  answer(
    nowMs: number,
    about: { readonly catchingUp: number; readonly notFollowed: number },
    since?: { readonly epoch: string; readonly version: number },
  ): LiveAnswer {
    this.#noteChanges();
    const from = since?.epoch === this.#epoch ? since.version : 0;
    const shown = [...this.#runs.values()].filter((known) => known.shown !== undefined);
    return {
      epoch: this.#epoch,
      n: this.#n,
      version: this.#version,
      nowMs,
      ids: shown.map(({ run }) => run.id),
      runs: shown
        .filter(({ changed }) => changed > from)
        .map((known) => known.run.facts(nowMs, this.#rules, (known.shown ?? 0) > from)),
      ...about,
    };
  }

  #noteChanges(): void {
    for (const known of this.#runs.values()) {
      if (known.shown !== undefined && known.run.takeChange()) known.changed = this.#version + 1;
    }
    if ([...this.#runs.values()].some(({ changed }) => changed > this.#version)) this.#version++;
  }

  /** The next message; undefined where nothing has come. */
  #message(nowMs: number): string | undefined {
    if (this.#listeners.size === 0) return undefined;
    if (this.#line.size === 0 && this.#toldVersion === this.#version) return undefined;
    this.#toldVersion = this.#version;
    const about = { epoch: this.#epoch, n: this.#n + 1, atMs: nowMs, version: this.#version };
    const writer = new MessageWriter(about);
    for (const run of this.#line) {
      const { pending } = run;
      if (pending !== undefined && !writer.add(pending)) break;
      run.settle();
      this.#line.delete(run);
    }
    this.#n++;
    return writer.text;
  }

  /** Tells a new listener where the stream stands: it asks for all until there. */
  #greeting(nowMs: number): string {
    const data = JSON.stringify({ at: Math.round(nowMs), v: this.#version, b: [] });
    return `retry: 2000\nid: ${cursorOf(this.#epoch, this.#n)}\nevent: hello\ndata: ${data}\n\n`;
  }
}
