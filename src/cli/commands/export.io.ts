import type { Book, ListOptions } from '../../book/book.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { problem } from '../../errors.ts';
import { writeOutput } from '../../host/write-output.io.ts';
import type { Extent } from '../../report/export/prometheus-totals.ts';
import { ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { type ExportFormat, exportFormat, KEEPING } from '../export/export-format.ts';
import { parseRecords } from '../export/parse-records.ts';
import { openCliBook } from '../open-cli-book.io.ts';
import { successEnvelopeOf } from '../output/json-envelope.ts';
import type { EXPORT } from '../spec/export-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** Writes runs in a format for other programs. Never sampled: all runs that match. */
export async function run(context: CliContext, input: InputOf<typeof EXPORT>): Promise<number> {
  const { output } = input.options;
  const options = { ...input.options, output: output === '-' ? undefined : output };
  const format = exportFormat(options, context.json);
  if (!format.ok) return context.fail(format.error);
  const book = openCliBook(context, options);
  if (!book.ok) return context.fail(book.error);
  const list = (): Result<readonly string[]> => recordsOf(context, book.value, input);
  // A filter may let fewer runs through tomorrow.
  const extent = filterOf(input) === '' ? 'book' : 'selection';
  if (options.serve !== undefined)
    return await (await import('../export/serve.io.ts')).serve(context, options.serve, list, extent);
  const found = list();
  if (!found.ok) return context.fail(found.error);
  const texts = ended(context, format.value, found.value);
  if (options.output === undefined && context.json && format.value === 'json') {
    const runs = texts.map((text) => text.trim()).join(',');
    context.out(
      successEnvelopeOf(context.command, `{"runs":[${runs}],"total":${texts.length}}`, context.warnings),
    );
    return 0;
  }
  if (options.to !== undefined) {
    const { sendRuns } = await import('../export/send-runs.io.ts');
    return await sendRuns(context, format.value, options.to, parseRecords(texts), book.value, extent);
  }
  if (isOfFolders(format.value)) {
    const { writeFolders } = await import('../export/write-folders.io.ts');
    return writeFolders(context, format.value, options, parseRecords(texts), book.value);
  }
  const pieces = await piecesOf(texts, format.value, extent);
  if (options.output === undefined) {
    for (const piece of pieces) context.out(String(piece));
    return 0;
  }
  const bytes = [...pieces].map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece));
  const failed = writeOutput(options.output, Buffer.concat(bytes));
  if (failed !== undefined) return context.fail(failed);
  const { length } = texts;
  if (!context.json && !context.quiet)
    context.err(`wrote ${length} ${length === 1 ? 'run' : 'runs'} to ${options.output}\n`);
  return context.succeed({ file: options.output, format: format.value, total: length });
}

/** Without the runs that are alive, where the format keeps a run as it was when it came. */
function ended(context: CliContext, format: ExportFormat, texts: readonly string[]): readonly string[] {
  if (!KEEPING.includes(format)) return texts;
  return texts.filter((text) => {
    const { name, state } = JSON.parse(text) as RunRecord;
    if (state !== 'running') return true;
    const why = `What is kept by --${format} would stay as it is now.`;
    context.warn(
      problem('E_LOCKED', `${name} is still running and is left out`, why, 'Export it when it has ended.'),
    );
    return false;
  });
}

function isOfFolders(format: ExportFormat): format is 'mlflow' | 'wandb' | 'tensorboard' | 'boamps' {
  return ['mlflow', 'wandb', 'tensorboard', 'boamps'].includes(format);
}

function filterOf({ options, arguments: words }: InputOf<typeof EXPORT>): string {
  return [...options.filter, ...words.filters].join(' ').trim();
}

function recordsOf(
  context: CliContext,
  book: Book,
  input: InputOf<typeof EXPORT>,
): Result<readonly string[]> {
  const filter = filterOf(input);
  const { sort } = input.options;
  const query: ListOptions = {
    ...(filter === '' ? {} : { filter }),
    ...(sort === undefined ? {} : { sort }),
  };
  const listing = book.listRecordsJson(query);
  if (!listing.ok) return listing;
  for (const wrong of listing.value.problems) context.warn(wrong);
  return ok(listing.value.texts);
}

/** What is written, in pieces: a book may be larger than a string can be. */
async function piecesOf(
  texts: readonly string[],
  format: Exclude<ExportFormat, 'mlflow' | 'wandb' | 'tensorboard' | 'boamps'>,
  extent: Extent,
): Promise<Iterable<string | Uint8Array>> {
  if (format === 'json') return (await import('../../report/export-json.ts')).exportJson(texts);
  const records = parseRecords(texts);
  if (format === 'csv') return [(await import('../../report/export-csv.ts')).exportCsv(records)];
  if (format === 'prometheus') {
    const { exposition } = await import('../../report/export/exposition.ts');
    const { prometheusFamilies } = await import('../../report/export/prometheus-runs.ts');
    return prometheusFamilies(records, extent).map((family) => exposition([family], 'prometheus'));
  }
  if (format === 'otlp') {
    const { otlpRequests } = await import('../../report/export/otlp.ts');
    return otlpRequests(records).map((request) => `${JSON.stringify(request)}\n`);
  }
  const { exportTable } = await import('../../report/export-table.ts');
  return [await (await import('../../report/export-parquet.io.ts')).parquetOf(exportTable(records))];
}
