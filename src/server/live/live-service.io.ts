import { setImmediate } from 'node:timers/promises';
import type { Problem } from '../../errors.ts';
import type { Book } from '../../book/book.io.ts';
import type { Host } from '../../host/host.ts';
import type { LiveAnswer } from '../../report/live/live-facts.ts';
import type { PlateauRules } from '../../report/waste/plateau.ts';
import { eventStream } from './event-stream.ts';
import { BEAT_MS, LiveHub } from './live-hub.ts';
import { LiveTails } from './live-tails.io.ts';

/** More windows at once are turned away. */
const MOST_LISTENERS = 32;
/** An answer waits so long for journals that are read for the first time, ms; then it says how many are not. */
const PATIENCE_MS = 1500;

/** The live runs of a book. Nothing is read while nobody listens or asks. */
export class LiveService {
  readonly #host: Host;
  readonly #hub: LiveHub;
  readonly #tails: LiveTails;
  readonly #onFault: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param onFault is told what goes wrong between questions. */
  constructor(host: Host, book: Book, rules: PlateauRules, onFault: (error: unknown) => void) {
    this.#host = host;
    this.#hub = new LiveHub(
      `${host.clock.wallMs().toString(36)}${host.random().toString(36).slice(2, 6)}`,
      rules,
    );
    this.#tails = new LiveTails(book, this.#hub);
    this.#onFault = onFault;
  }

  /** What is known now. */
  async answer(since?: { readonly epoch: string; readonly version: number }): Promise<LiveAnswer> {
    const { clock } = this.#host;
    const until = clock.wallMs() + PATIENCE_MS;
    do {
      this.#tails.look(clock.wallMs());
      await setImmediate();
    } while (this.#tails.about.catchingUp > 0 && clock.wallMs() < until);
    return this.#hub.answer(clock.wallMs(), this.#tails.about, since);
  }

  /** What was wrong with runs that live or did. */
  get problems(): readonly Problem[] {
    return this.#tails.problems;
  }

  /** How many listen. */
  get listeners(): number {
    return this.#hub.listeners;
  }

  /** The stream of events; undefined where too many listen already. */
  events(): ReadableStream<Uint8Array> | undefined {
    return this.#hub.listeners < MOST_LISTENERS ? eventStream(this.#hub, () => this.#start()) : undefined;
  }

  /** Reads what is new and says it. */
  beat(): void {
    const nowMs = this.#host.clock.wallMs();
    this.#tails.look(nowMs);
    this.#hub.beat(nowMs);
  }

  close(): void {
    this.#stop();
    this.#tails.close();
  }

  #start(): void {
    // What came while nobody listened is taken in point by point, before somebody does.
    if (this.#hub.listeners === 0) this.#guarded(() => this.#tails.look(this.#host.clock.wallMs()));
    this.#timer ??= setInterval(() => {
      if (this.#hub.listeners > 0) this.#guarded(() => this.beat());
      else this.#stop();
    }, BEAT_MS).unref();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#onFault(error);
    }
  }
}
