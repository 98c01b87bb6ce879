import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runFolder } from '../../book/run-folder.io.ts';
import { JournalTail } from '../../book/journal-tail.io.ts';
import { readRecord } from '../../book/record-file.io.ts';
import type { RegistryEntry } from '../../attribution/registry-entry.ts';
import type { Host } from '../../host/host.ts';
import type { KnownRun } from './reading.ts';
import { RunSoFar } from './run-so-far.ts';

/** So much of a journal has its first line in it, bytes. */
const CHUNK = 1 << 16;
/** `run.json` is written anew every minute: so much of the journal's end may be newer, s, with room to spare, */
const RECORD_AGE_S = 90;
/** at so many bytes a sample, of a machine of many components. */
const SAMPLE_BYTES = 2048;

/** Follows the journal of a run that another process writes: its name, its energy so far. Reads only what is new. */
export class LiveJournal {
  readonly #folder: ReturnType<typeof runFolder>;
  readonly #book: string;
  readonly #intervalS: number;
  readonly #tail: JournalTail;
  readonly #run: RunSoFar;
  #recordMs = -1;

  private constructor(path: string, tail: JournalTail, { id, intervalS }: RegistryEntry) {
    this.#book = dirname(dirname(dirname(dirname(dirname(path)))));
    this.#folder = runFolder(this.#book, id);
    this.#intervalS = intervalS;
    this.#tail = tail;
    this.#run = new RunSoFar();
  }

  /** Opens the journal of a live run, wherever its book is; undefined where we may not read it. */
  static open(host: Host, entry: RegistryEntry, book: string | undefined): LiveJournal | undefined {
    const path =
      openJournalOf(host, entry) ?? (book === undefined ? undefined : runFolder(book, entry.id).journal);
    if (path === undefined) return undefined;
    const tail = JournalTail.open(path);
    return tail === undefined ? undefined : new LiveJournal(path, tail, entry);
  }

  /** What the run's book tells of it now; undefined before its first line can be read. */
  look(): KnownRun | undefined {
    try {
      if (!this.#run.isStarted) this.#read(CHUNK);
      this.#rebase();
      this.#read();
    } catch {
      // a disk that just failed: what was read before stands
    }
    return this.#run.known(this.#book);
  }

  close(): void {
    this.#tail.close();
  }

  #read(most?: number): void {
    this.#tail.read((line) => this.#run.apply(line), most);
  }

  /** Begins anew from a fresh `run.json`: a journal of days is not read from its beginning. */
  #rebase(): void {
    const recordMs = statSync(this.#folder.record, { throwIfNoEntry: false })?.mtimeMs;
    if (recordMs === undefined || recordMs === this.#recordMs) return;
    const record = readRecord(this.#folder);
    if (!record.ok) return; // being replaced: the next look finds it
    this.#recordMs = recordMs;
    this.#run.rebase(record.value);
    const tail = CHUNK + Math.ceil(RECORD_AGE_S / this.#intervalS) * SAMPLE_BYTES;
    this.#tail.seek(Math.max(0, this.#tail.size - tail));
  }
}

/** The journal that a tracker has open: as its own user, or root, may see. */
function openJournalOf(host: Host, { pid, id, pidNamespace }: RegistryEntry): string | undefined {
  const { proc } = host.roots;
  try {
    if (readlinkSync(join(proc, 'self/ns/pid')) !== pidNamespace) return undefined; // its pid names somebody else here
    const folder = join(proc, String(pid), 'fd');
    return readdirSync(folder)
      .map((fd) => linkOf(join(folder, fd)))
      .find((target) => target?.endsWith(`/${id}/journal.jsonl`));
  } catch {
    return undefined;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined; // closed meanwhile
  }
}
