import { close, existsSync, fdatasync, mkdtempSync, open, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../host/make-folder.io.ts';
import { finishRun } from '../book/finish.io.ts';
import type { EndEvent, JournalEvent, JournalLine } from '../book/journal-event.ts';
import { JournalWriter } from '../book/journal-writer.io.ts';
import { createBook, locateBook } from '../book/locate.io.ts';
import { writeRecord } from '../book/record-file.io.ts';
import { recoverRun } from '../book/recover.io.ts';
import { createRunFolder, type RunFolder, runFolder } from '../book/run-folder.io.ts';
import { isRunId, readableName, runId } from '../book/run-id.ts';
import type { RunReducer } from '../book/run-reducer.ts';
import { SeriesWriter } from '../book/series-writer.io.ts';
import { type Problem, problem, type Warning } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { removeFile } from '../host/remove-file.io.ts';
import { err, ok, type Result } from '../result.ts';

/** How many lines the series takes in at once: it is written in records of 64 samples anyway. */
const BATCH = 32;

/**
 * The pages of the book that one run fills: its folder, journal, series and record. Whatever the disk does, the calls return; the first
 * failure is kept as `problem` and the run goes on unrecorded.
 */
export class Pages {
  readonly id: string;
  readonly name: string;
  readonly book: string;
  /** Notes about the place of the book and about the CSV file. */
  readonly warnings: Warning[] = [];
  readonly #host: Host;
  /** Of a run that this process leads: that one does for all what is done once. */
  readonly #isPart: boolean;
  readonly #folder: RunFolder | undefined;
  readonly #writer: JournalWriter | undefined;
  readonly #series: SeriesWriter | undefined;
  /** Lines that are in the journal and not in the series yet. */
  readonly #unplotted: { readonly line: JournalLine; readonly offset: number }[] = [];
  #problem: Problem | undefined;
  #spool: string | undefined;

  private constructor(host: Host, id: string, book: string, opened: Result<OpenPages>, isPart: boolean) {
    this.#host = host;
    this.#isPart = isPart;
    this.id = id;
    this.name = readableName(id);
    this.book = book;
    if (!opened.ok) {
      this.#problem = notRecorded(opened.error);
      return;
    }
    this.#folder = opened.value.folder;
    this.#writer = opened.value.writer;
    this.#series = new SeriesWriter(opened.value.folder.series);
  }

  /**
   * Opens the pages of a new run. Fails only where what stands in the book's place is no book.
   *
   * @param wanted the ULID it should have, if no run has it yet.
   * @param isPart it is a part of a run that this process leads.
   */
  static open(host: Host, book: string | undefined, wanted?: string, isPart = false): Result<Pages> {
    const place = locateBook(host, book === undefined ? {} : { book });
    if (!place.ok) return place;
    const isFree = wanted !== undefined && !existsSync(runFolder(place.value.dir, wanted).dir);
    const id = isFree ? wanted : runId(host.clock.wallMs(), host.random);
    const opened = openPages(place.value.dir, id);
    if (!opened.ok && opened.error.code === 'E_BOOK_PATH') return opened;
    const pages = new Pages(host, id, place.value.dir, opened, isPart);
    if (place.value.note !== undefined) pages.warnings.push(problem('E_BOOK_PATH', place.value.note));
    return ok(pages);
  }

  /** The run's folder; null where it could not be made. */
  get folder(): string | null {
    return this.#folder?.dir ?? null;
  }

  /** Why the book cannot be written, in one warning. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** A folder for what must be somewhere although the book cannot be written. */
  spool(): string {
    this.#spool ??= mkdtempSync(join(tmpdir(), 'joulebook-'));
    return this.#spool;
  }

  /** Writes an event to the journal at once, and takes it into the series; `line` is the event as a reader of the journal will see it. */
  append(t: number, event: JournalEvent, line: JournalLine): void {
    if (this.#writer === undefined) return;
    this.#unplotted.push({ line, offset: this.#writer.bytes });
    this.#note(this.#writer.append(t, event));
    if (this.#unplotted.length >= BATCH) this.#plot();
  }

  #plot(): void {
    for (const { line, offset } of this.#unplotted) this.#note(this.#series?.apply(line, offset));
    this.#unplotted.length = 0;
  }

  sync(): void {
    this.#note(this.#writer?.sync());
  }

  /** Writes `run.json` of a run that lives. */
  refresh(reducer: RunReducer): void {
    if (this.#folder !== undefined) this.#note(writeRecord(this.#folder, reducer.record()));
  }

  /** Ends the journal, writes the record and the rows. @returns path of `run.json`, or null where it could not be written. */
  finish(t: number, end: Omit<EndEvent, 'sha256'>, run: RunReducer, csv: readonly string[]): string | null {
    if (this.#folder === undefined || this.#writer === undefined) return null;
    this.#plot();
    this.#note(this.#writer.appendEnd(t, end));
    if (this.#isPart) syncLater(this.#folder.journal);
    else this.#note(this.#writer.sync());
    const { problems } = finishRun(this.book, this.#folder, run, { csv });
    const unwritten = problems.find((found) => found.code === 'E_BOOK_WRITE');
    this.#note(unwritten);
    // A full disk fails everything at once: one warning says it.
    if (this.#problem === undefined) this.warnings.push(...problems);
    if (unwritten !== undefined) return null;
    if (this.#problem === undefined) removeFile(join(this.book, LIVE, this.id));
    if (!this.#isPart) this.#closeLeftBehind();
    return this.#folder.record;
  }

  /** Takes the run out of the book: nothing was started. */
  discard(): void {
    this.close();
    if (this.#folder !== undefined) rmSync(this.#folder.dir, { recursive: true, force: true });
    removeFile(join(this.book, LIVE, this.id));
  }

  /** Gives up the journal's lock. */
  close(): void {
    this.#series?.close();
    this.#writer?.close();
    if (this.#spool !== undefined) rmSync(this.#spool, { recursive: true, force: true });
  }

  #note(failure: Problem | undefined): void {
    if (failure !== undefined) this.#problem ??= notRecorded(failure);
  }

  /** Closes the runs of this book whose tracker died: whoever comes next does it, so that they do not wait for a look at the book. */
  #closeLeftBehind(): void {
    const live = join(this.book, LIVE);
    const ids = namesIn(live).filter((id) => id !== this.id && isRunId(id));
    if (ids.length === 0) return;
    const alive = new Set<string>();
    for (const id of ids) {
      const { state } = recoverRun(this.book, runFolder(this.book, id), this.#host.clock.wallMs());
      if (state === 'alive' || state === 'failed') alive.add(id);
    }
    for (const id of ids) if (!alive.has(id)) removeFile(join(live, id));
  }
}

/** Folder of empty files named by the runs that have not been closed yet: what to look at instead of the whole book. */
const LIVE = 'live';

interface OpenPages {
  readonly folder: RunFolder;
  readonly writer: JournalWriter;
}

function openPages(book: string, id: string): Result<OpenPages> {
  const unmade = createBook(book);
  if (unmade !== undefined) return err(unmade);
  const folder = createRunFolder(book, id);
  if (!folder.ok) return folder;
  const writer = JournalWriter.create(folder.value.journal, { lock: true });
  if (!writer.ok) {
    rmSync(folder.value.dir, { recursive: true, force: true });
    return writer;
  }
  try {
    makeFolder(join(book, LIVE));
    writeFileSync(join(book, LIVE, id), '');
  } catch {
    // a full disk says so at the next line of the journal; the index finds the run without the mark
  }
  return ok({ folder: folder.value, writer: writer.value });
}

/** The one warning about a book that cannot be written: what it means for the run, and why. */
function notRecorded(cause: Problem): Problem {
  return problem(
    'E_BOOK_WRITE',
    'this run is measured but not recorded, or only in part',
    [cause.what, cause.why].filter((text) => text !== undefined).join(': '),
    cause.fix,
  );
}

/** Forces a file to the disk beside what goes on; a fault of the disk shows in the run around it, which waits for its own. */
function syncLater(path: string): void {
  open(path, 'r', (_, fd) => {
    if (fd !== undefined) fdatasync(fd, () => close(fd));
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
