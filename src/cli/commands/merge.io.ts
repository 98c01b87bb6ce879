import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Book, openBook } from '../../book/book.io.ts';
import { readRecord } from '../../book/record-file.io.ts';
import { recordComplaint } from '../../book/record-shape.ts';
import { runFolder } from '../../book/run-folder.io.ts';
import { readableName, runId } from '../../book/run-id.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { type ImportedRun, writeImported } from '../../book/write-imported.io.ts';
import { problem } from '../../errors.ts';
import { VERSION } from '../../host/version.ts';
import { isOfJob } from '../../report/merge/is-of-job.ts';
import { mergeRuns } from '../../report/merge/merge-runs.ts';
import { refusal } from '../../report/merge/refusal.ts';
import { err, ok, type Result } from '../../result.ts';
import { printEnergy } from '../../units/format.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import type { MERGE } from '../spec/merge-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { printOptions } from '../views/look.ts';

type Input = InputOf<typeof MERGE>;

/** Adds runs of several nodes into one, and puts the sum into the book. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { job, name } = input.options;
  if (job === undefined && input.arguments.runs.length === 0) {
    const fix = 'Name runs, or a job: joulebook merge --job 4242';
    return context.fail(problem('E_USAGE', 'joulebook merge: no runs are named', undefined, fix));
  }
  const books = openBooks(context, input);
  if (!books.ok) return context.fail(books.error);
  const runs = runsOf(context, books.value, input);
  if (!runs.ok) return context.fail(runs.error);
  const refused = refusal(runs.value);
  if (refused !== undefined) return context.fail(refused);
  const [first] = runs.value as [RunRecord, ...RunRecord[]];
  const usual = job === undefined ? `${first.name}-and-${runs.value.length - 1}` : `job-${job}`;
  const sum = importedRun(context, runs.value, name ?? usual);
  const written = writeImported(books.value[0].dir, sum);
  if (!written.ok) return context.fail(written.error);
  const record = written.value;
  if (context.json) return context.succeed(record);
  if (!context.quiet) {
    const energy = printEnergy(record.energy.wall.attributed, printOptions(lookOf(context, {})));
    context.err(`${record.name}: ${energy} in ${runs.value.length} runs\n`);
  }
  context.out(`${record.id}\n`);
  return 0;
}

/** The book that takes the sum, which may be a new one where others are named, and those others. */
function openBooks(context: CliContext, { options }: Input): Result<readonly [Book, ...Book[]]> {
  const own = openBook(context.host, {
    ...(options.book === undefined ? {} : { book: options.book }),
    create: options.from.length > 0,
  });
  if (!own.ok) return own;
  const books: [Book, ...Book[]] = [own.value];
  for (const path of options.from) {
    const other = openBook(context.host, { book: path });
    if (!other.ok) return other;
    books.push(other.value);
  }
  return ok(books);
}

function runsOf(
  context: CliContext,
  books: readonly Book[],
  { options: { job }, arguments: { runs: refs } }: Input,
): Result<readonly RunRecord[]> {
  const found: RunRecord[] = [];
  for (const ref of refs) {
    const named = recordNamed(context, books, ref);
    if (!named.ok) return named;
    found.push(named.value);
  }
  if (job === undefined) return ok(found);
  for (const book of books) {
    const listing = book.listRecordsJson({ sort: 'start' });
    if (!listing.ok) return listing;
    for (const wrong of listing.value.problems) context.warn(wrong);
    const quoted = JSON.stringify(job.split('.')[0]);
    for (const text of listing.value.texts) {
      const record = text.includes(quoted) ? (JSON.parse(text) as RunRecord) : undefined;
      const isNew = record !== undefined && !found.some(({ id }) => id === record.id);
      if (isNew && isOfJob(record, job)) found.push(record);
    }
  }
  if (found.length > 0) return ok(found);
  const where = books.map(({ dir }) => dir).join(', ');
  const fix = 'List runs with `joulebook ls`; name the books of other nodes with --from.';
  return err(problem('E_NOT_FOUND', `there is no root run of the job ${job}`, `Looked in ${where}.`, fix));
}

/** A run by the path of its `run.json` or folder, else by a reference to one of the books. */
function recordNamed(context: CliContext, books: readonly Book[], ref: string): Result<RunRecord> {
  const path = resolve(context.host.cwd, ref);
  const file = basename(path) === 'run.json' ? path : join(path, 'run.json');
  if (ref.includes('/') && existsSync(file)) {
    const dir = resolve(file, '..');
    const read = readRecord({ ...runFolder('', basename(dir)), dir, record: file });
    const complaint = read.ok ? recordComplaint(read.value, read.value.id) : undefined;
    return complaint === undefined
      ? read
      : err(
          problem('E_BOOK_READ', `${file} is no record of a run`, complaint, 'Name a run.json of joulebook.'),
        );
  }
  let failed: Result<RunRecord> | undefined;
  for (const book of books) {
    const found = book.resolve(ref);
    if (found.ok) return found;
    failed ??= found;
  }
  return failed as Result<RunRecord>;
}

function importedRun({ host }: CliContext, runs: readonly RunRecord[], name: string): ImportedRun {
  const merged = mergeRuns(runs);
  const [first] = runs as [RunRecord, ...RunRecord[]];
  const id = runId(host.clock.wallMs(), host.random);
  const { startedAt, endedAt, durationS, hostId, params, tags, state, exitCode, figures } = merged;
  return {
    start: {
      k: 'start',
      v: 1,
      id,
      rootId: id,
      name: name === '' ? readableName(id) : name,
      project: first.project,
      kind: 'imported',
      command: first.command,
      cwd: first.cwd,
      startedAt,
      hostId,
      bootId: '',
      pid: host.pid,
      intervalS: Math.max(...runs.map(({ intervalS }) => intervalS)),
      scope: first.scope ?? 'attributed',
      params,
      tags,
      trackerVersion: VERSION,
      ...(first.job === undefined ? {} : { job: jobOf(first.job) }),
    },
    figures,
    end: { k: 'end', state, exitCode, signal: null, endedAt, durationS },
  };
}

/** The job of the whole: no rank of it. */
function jobOf({ launcher, id, size }: NonNullable<RunRecord['job']>): NonNullable<RunRecord['job']> {
  return { launcher, id, ...(size === undefined ? {} : { size }) };
}
