import { accessSync, constants, existsSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { matchPlace } from '../grid/places.io.ts';
import { whyNot } from '../host/file-failure.io.ts';
import type { Host } from '../host/host.ts';
import { err, ok, type Result } from '../result.ts';
import { amendRun } from './amend.io.ts';
import type { Amendment } from './amendment.ts';
import { EVERYTHING, literal, narrowed, type SortKey } from './filter-ast.ts';
import { type FilterContext, parseFilter, parseSort } from './filter-parse.ts';
import { newestRoot, newestRuns } from './glance.io.ts';
import type { BookState } from './book-state.ts';
import type { IndexOptions } from './index-options.io.ts';
import { type FreshIndex, openIndex } from './index.io.ts';
import type { IndexRow } from './index-row.ts';
import type { MachineEvent } from './journal-event.ts';
import { createBook, locateBook } from './locate.io.ts';
import { machineLine } from './machine-line.io.ts';
import { stateSaid } from './recover.io.ts';
import { removeRuns } from './remove.io.ts';
import { resolveRef } from './resolve-ref.ts';
import { parseRef } from './run-ref.ts';
import { choosesByName, REAL_RUNS, SAMPLE_RUNS } from './sample-runs.ts';
import { runFolder } from './run-folder.io.ts';
import { isStill } from './run-set.io.ts';
import { isRunId } from './run-id.ts';
import { memoryIndex, type RunIndex, type RunQuery } from './run-index.ts';
import type { RunRecord } from './run-record.ts';
import { loadRecord, recordText } from './run-scan.io.ts';
import { type PowerSeries, readPower, type SeriesRange } from './series-reader.io.ts';
import { recordSoFar, settleRun } from './unfinished.io.ts';
import { type JournalVerdict, verifyJournal } from './verify-journal.io.ts';

export interface OpenBookOptions extends IndexOptions {
  /** The folder, as `--book` gives it; found as `locateBook` says without it. */
  readonly book?: string;
  /** Makes the book if there is none. */
  readonly create?: boolean;
  /** Takes a book that is not there yet for an empty one, and makes nothing. */
  readonly mayBeAbsent?: boolean;
  /** The metric of `@best`, e.g. `acc` or `-loss`. */
  readonly bestMetric?: string;
}

/** The state of a book that is not there yet. */
const NOTHING: BookState = { text: '', witness: '', ofRun: () => undefined };

/** Listings of more runs look at all files anyway. */
const MOST_AT_A_GLANCE = 500;

/** Which runs to list. */
export interface ListOptions {
  /** The filter grammar (`filter-parse.ts`). */
  readonly filter?: string;
  /** `-energy,name`; comes before a `sort:` of the filter. Newest first by default. */
  readonly sort?: string;
  readonly limit?: number;
  readonly offset?: number;
  /** For a total: the sample's made-up runs are left out of a book that has real ones, unless the filter chooses by project, tag, name or id. */
  readonly forTotal?: boolean;
}

/** `total`: how many match, whatever the limit. `problems`: runs that could not be read, and why the listing is slow. */
export interface Listing {
  readonly rows: readonly IndexRow[];
  readonly total: number;
  readonly problems: readonly Problem[];
}

/** As {@link Listing}, with each run's record as JSON text. */
export interface RecordListing {
  readonly texts: readonly string[];
  readonly total: number;
  readonly problems: readonly Problem[];
}

/** What may be changed on a run that is over. */
export interface Change {
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly note?: string;
  readonly rename?: string;
}

/**
 * Opens the book of the working folder. E_NO_BOOK where there is none and none is to be made.
 *
 * @example
 * const book = openBook(host);
 * if (book.ok) book.value.list({ filter: 'state:failed energy>1kWh', limit: 20 });
 */
export function openBook(host: Host, options: OpenBookOptions = {}): Result<Book> {
  const place = locateBook(host, options.book === undefined ? {} : { book: options.book });
  if (!place.ok) return place;
  const { dir, exists } = place.value;
  if (!exists) {
    if (options.mayBeAbsent === true) return ok(new Book(dir, host, options));
    if (options.create !== true) return err(noBook(dir));
    const failed = createBook(dir);
    if (failed !== undefined) return err(failed);
  }
  try {
    accessSync(dir, constants.R_OK | constants.X_OK);
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_READ', `cannot read the book ${dir}`, why, fix));
  }
  return ok(new Book(dir, host, options));
}

function noBook(dir: string): Problem {
  return problem(
    'E_NO_BOOK',
    'there is no book here yet',
    `It would be ${dir}.`,
    'Measure something with `joulebook run -- COMMAND`, or name a book with --book.',
  );
}

/** A book, as commands use it. Every question is answered from the files as they are at that moment. */
export class Book {
  readonly dir: string;
  readonly #host: Host;
  readonly #options: OpenBookOptions;

  constructor(dir: string, host: Host, options: OpenBookOptions) {
    this.dir = dir;
    this.#host = host;
    this.#options = options;
  }

  /** The runs that match, flat. E_FILTER where the filter or the sort key is not understood. */
  list(options: ListOptions = {}): Result<Listing> {
    const { limit, offset = 0 } = options;
    const isPlain =
      (options.filter ?? '').trim() === '' && options.sort === undefined && options.forTotal !== true;
    if (isPlain && limit !== undefined && limit <= MOST_AT_A_GLANCE) {
      const newest = newestRuns(this.dir, this.#nowMs, { limit, offset }, this.#options);
      if (newest !== undefined) return ok({ ...newest, problems: [] });
    }
    return this.#asked((index, problems) => {
      const query = this.#query(index, options);
      return query.ok ? ok({ ...index.rows(query.value), problems }) : query;
    });
  }

  /** How many runs of the sample match and are left out `forTotal`. E_FILTER where the filter is not understood. */
  leftOut(filter: string): Result<number> {
    return this.#asked((index) => {
      const query = this.#query(index, { filter });
      if (!query.ok) return query;
      if (choosesByName(query.value.where) || !hasReal(index)) return ok(0);
      return ok(index.rows({ ...narrowed(query.value, SAMPLE_RUNS), limit: 0 }).total);
    });
  }

  /** The records that match, as the JSON texts of their `run.json`. */
  listRecordsJson(options: ListOptions = {}): Result<RecordListing> {
    return this.#asked((index, problems) => {
      const query = this.#query(index, options);
      if (!query.ok) return query;
      const { paths, total } = index.paths(query.value);
      const texts = paths.map((path) => this.#textOf(path));
      return ok({ texts: texts.filter((text) => text !== undefined), total, problems });
    });
  }

  /** One record by its whole id. A run that is alive is summed from its journal. E_NOT_FOUND, E_BOOK_READ. */
  record(id: string): Result<RunRecord> {
    const missing = err(
      problem(
        'E_NOT_FOUND',
        `there is no run ${id}`,
        `The book is ${this.dir}.`,
        'List the runs with `joulebook ls`.',
      ),
    );
    if (!isRunId(id)) return missing;
    const loaded = loadRecord(this.dir, pathOf(this.dir, id));
    if (loaded !== undefined && (!loaded.ok || loaded.value.state !== 'running')) return loaded;
    const { state } = settleRun(this.dir, id, this.#nowMs);
    if (state === 'alive' || state === 'unwritable') {
      const record = recordSoFar(this.dir, id, state);
      return record === undefined ? missing : ok(record);
    }
    return loadRecord(this.dir, pathOf(this.dir, id)) ?? missing;
  }

  /**
   * The run that a reference names: an id, the unique beginning of one or its end of at least 4 characters (the short id), a name or the
   * beginning of one, `@last`, `@prev`, `@-3`, `@best`, `@best:acc`, `@best:-loss`. E_NOT_FOUND where it is none, or several.
   */
  resolve(ref: string): Result<RunRecord> {
    const all = this.resolveAll([ref]);
    return all.ok ? ok(all.value[0] as RunRecord) : all;
  }

  /** Several references with one look at the files, or with none where all are whole ids. The first that fails decides. */
  resolveAll(refs: readonly string[]): Result<readonly RunRecord[]> {
    const ids = this.#idsOf(refs);
    if (!ids.ok) return ids;
    const records: RunRecord[] = [];
    for (const id of ids.value) {
      const record = this.record(id);
      if (!record.ok) return record;
      records.push(record.value);
    }
    return ok(records);
  }

  #idsOf(refs: readonly string[]): Result<readonly string[]> {
    const { bestMetric } = this.#options;
    const whole = refs.map((ref) => ref.toUpperCase());
    if (whole.every((id) => isRunId(id) && existsSync(runFolder(this.dir, id).dir))) return ok(whole);
    const atAGlance = refs.map((ref) => this.#glance(ref));
    if (atAGlance.every((id) => id !== undefined)) return ok(atAGlance);
    return this.#asked((index): Result<readonly string[]> => {
      const found: string[] = [];
      for (const ref of refs) {
        const row = resolveRef(index, ref, bestMetric);
        if (!row.ok) return row;
        found.push(row.value.id);
      }
      return ok(found);
    });
  }

  /** Ids that can be told without a look at all files: `@last` and its like. */
  #glance(text: string): string | undefined {
    const ref = parseRef(text);
    if (ref?.kind !== 'back') return undefined;
    return newestRoot(this.dir, this.#nowMs, ref.by, this.#options)?.id;
  }

  /** Tags, notes or renames a run that is over. E_LOCKED while it is alive. */
  amend(id: string, change: Change): Problem | undefined {
    const { addTags = [], removeTags = [], note, rename } = change;
    const nowMs = this.#nowMs;
    const events: Amendment[] = [];
    if (addTags.length + removeTags.length > 0) events.push({ k: 'tag', add: addTags, remove: removeTags });
    if (note !== undefined) events.push({ k: 'note', text: note, at: new Date(nowMs).toISOString() });
    if (rename !== undefined) events.push({ k: 'rename', name: rename });
    if (events.length === 0) return undefined;
    const amended = amendRun(this.dir, runFolder(this.dir, id), events, nowMs);
    return amended.ok ? undefined : amended.error;
  }

  /** Deletes a run and the runs nested in it, unless one of them is alive (E_LOCKED). */
  remove(id: string): Problem | undefined {
    const rows = this.#asked((index) => ok(familyOf(index, id)));
    if (!rows.ok) return rows.error;
    return removeRuns(this.dir, rows.value);
  }

  /** Checks the journal of a run against itself: its lines, their numbers, the hash that its end carries. */
  verify({ id, state }: RunRecord): Result<JournalVerdict> {
    return verifyJournal(runFolder(this.dir, id), state !== 'running');
  }

  /** What a run stands on, as its journal says; undefined of one that was not measured here. */
  ground(id: string): MachineEvent | undefined {
    return machineLine(runFolder(this.dir, id));
  }

  /** Power over time, drawn from so many buckets. */
  power(id: string, range: SeriesRange): Result<PowerSeries> {
    return readPower(runFolder(this.dir, id), range);
  }

  /** All runs as the index has them, for a caller with queries of its own. */
  query(query: RunQuery): Listing {
    const { index, problems } = this.#fresh();
    try {
      return { ...index.rows(query), problems };
    } finally {
      index.close();
    }
  }

  /** As {@link query}, with the state of the files that they are of, from one look at them; undefined where that is still `known`. */
  queryUnless(
    known: string | undefined,
    query: RunQuery,
  ): (Listing & { readonly state: BookState }) | undefined {
    const { index, problems, state } = this.#fresh();
    try {
      return state.text === known ? undefined : { ...index.rows(query), problems, state };
    } finally {
      index.close();
    }
  }

  /** Whether no run came or went since the book was in that state: a look at a few folders instead of at every run's files. */
  hasStillTheRunsOf({ witness }: BookState): boolean {
    return isStill(this.dir, witness);
  }

  /** By what one sees whether runs have changed since. */
  state(): BookState {
    const { index, state } = this.#fresh();
    index.close();
    return state;
  }

  get #nowMs(): number {
    return this.#host.clock.wallMs();
  }

  #fresh(): FreshIndex {
    if (this.#options.mayBeAbsent === true && !existsSync(this.dir))
      return { index: memoryIndex([]), problems: [], state: NOTHING };
    return openIndex(this.dir, this.#nowMs, this.#options);
  }

  #asked<T>(question: (index: RunIndex, problems: readonly Problem[]) => Result<T>): Result<T> {
    const { index, problems } = this.#fresh();
    try {
      return question(index, problems);
    } finally {
      index.close();
    }
  }

  #query(index: RunIndex, options: ListOptions): Result<RunQuery> {
    const context = this.#context(index);
    const filter = parseFilter(options.filter ?? '', context);
    if (!filter.ok) return filter;
    const sort: Result<readonly SortKey[]> =
      options.sort === undefined ? ok([]) : parseSort(options.sort, context);
    if (!sort.ok) return sort;
    const isBesideSample = options.forTotal === true && !choosesByName(filter.value.where);
    const counted = isBesideSample && hasReal(index) ? narrowed(filter.value, REAL_RUNS) : filter.value;
    return ok({
      where: counted.where,
      sort: [...sort.value, ...filter.value.sort],
      ...(options.limit === undefined ? {} : { limit: options.limit }),
      ...(options.offset === undefined ? {} : { offset: options.offset }),
    });
  }

  /** In an empty book no metric is known, and none is refused. */
  #context(index: RunIndex): FilterContext {
    const nowMs = this.#nowMs;
    const isEmpty = index.rows({ ...EVERYTHING, limit: 0 }).total === 0;
    const zoneOf = (text: string): string | undefined => zoneNamed(this.#host, text);
    return isEmpty ? { nowMs, zoneOf } : { nowMs, zoneOf, names: index.names() };
  }

  /** What a `run.json` says is passed on as it stands, unless it was written while the run lived. */
  #textOf(path: string): string | undefined {
    const text = recordText(this.dir, path);
    if (text !== undefined && stateSaid(text) !== 'running') return text;
    const record = this.record(path.slice(path.lastIndexOf('/') + 1));
    return record.ok ? JSON.stringify(record.value) : text;
  }
}

function hasReal(index: RunIndex): boolean {
  return index.rows({ where: REAL_RUNS, sort: [], limit: 1 }).rows.length > 0;
}

/** The zone that a name means; a cloud's region is looked for as what it is, for its country has other runs too. */
function zoneNamed(host: Host, text: string): string | undefined {
  const match = matchPlace(host, text);
  return match.kind === 'found' && match.value.kind !== 'cloud-region' ? match.value.id : undefined;
}

function pathOf(book: string, id: string): string {
  return runFolder(book, id).dir.slice(book.length + 1);
}

/** A run and all that is nested in it, innermost last. */
function familyOf(index: RunIndex, id: string): readonly string[] {
  const self = index.rows(narrowed(EVERYTHING, { op: 'like', on: { field: 'id' }, pattern: literal(id) }))
    .rows[0];
  const root = self?.rootId ?? id;
  const { rows } = index.rows(
    narrowed(EVERYTHING, { op: 'like', on: { field: 'root' }, pattern: literal(root) }),
  );
  const family = [id];
  for (const member of family) {
    for (const row of rows) if (row.parentId === member && !family.includes(row.id)) family.push(row.id);
  }
  return family;
}
