import type { LiveRun } from '../../attribution/registry-entry.ts';
import type { Host } from '../../host/host.ts';
import { LiveJournal } from './live-journal.io.ts';
import type { KnownRun } from './reading.ts';

/** The journals of the live runs, as far as they may be read. */
export class LiveJournals {
  readonly #host: Host;
  readonly #book: string | undefined;
  readonly #open = new Map<string, LiveJournal | undefined>();

  /** @param book where a run's journal is looked for, if its tracker does not show it. */
  constructor(host: Host, book: string | undefined) {
    this.#host = host;
    this.#book = book;
  }

  /** What a run's book tells of it. */
  look({ entry }: LiveRun): KnownRun | undefined {
    if (!this.#open.has(entry.id)) this.#open.set(entry.id, LiveJournal.open(this.#host, entry, this.#book));
    return this.#open.get(entry.id)?.look();
  }

  /** Closes the journals of runs that are over. */
  keep(live: readonly LiveRun[]): void {
    for (const [id, journal] of this.#open) {
      if (live.some(({ entry }) => entry.id === id)) continue;
      journal?.close();
      this.#open.delete(id);
    }
  }

  close(): void {
    this.keep([]);
  }
}
