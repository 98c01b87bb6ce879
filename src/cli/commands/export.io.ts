import type { Book, ListOptions } from '../../book/book.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { openCliBook } from '../open-cli-book.io.ts';
import { successEnvelopeOf } from '../output/json-envelope.ts';
import type { EXPORT } from '../spec/book-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Format = 'csv' | 'json' | 'parquet';

/** Writes runs in a format for other programs. Never sampled: all runs that match. */
export async function run(context: CliContext, input: InputOf<typeof EXPORT>): Promise<number> {
  const { options } = input;
  const format = formatOf(context, input);
  if (!format.ok) return context.fail(format.error);
  if (format.value === 'parquet' && options.output === undefined) {
    const fix = 'Name a file: --output runs.parquet';
    return context.fail(
      problem('E_USAGE', '--parquet needs --output', 'Parquet is binary and is not written to stdout.', fix),
    );
  }
  const book = openCliBook(context, options);
  if (!book.ok) return context.fail(book.error);
  const found = recordsOf(context, book.value, input);
  if (!found.ok) return context.fail(found.error);
  const texts = found.value;
  if (options.output === undefined && context.json && format.value === 'json') {
    const runs = texts.map((text) => text.trim()).join(',');
    context.out(
      successEnvelopeOf(context.command, `{"runs":[${runs}],"total":${texts.length}}`, context.warnings),
    );
    return 0;
  }
  const content = await contentOf(texts, format.value);
  if (options.output === undefined) {
    context.out(String(content));
    return 0;
  }
  const failed = writeFileAtomic(options.output, content);
  if (failed !== undefined) return context.fail(failed);
  const { length } = texts;
  if (!context.json && !context.quiet)
    context.err(`wrote ${length} ${length === 1 ? 'run' : 'runs'} to ${options.output}\n`);
  return context.succeed({ file: options.output, format: format.value, total: length });
}

/** The flag, else the ending of the file, else CSV. Flags that contradict each other are refused. */
function formatOf(context: CliContext, { options }: InputOf<typeof EXPORT>): Result<Format> {
  const flags = (
    [
      ['csv', options.csv],
      ['parquet', options.parquet],
    ] as const
  )
    .filter(([, given]) => given)
    .map(([name]) => name);
  const ending = /\.(csv|json|parquet)$/i.exec(options.output ?? '')?.[1]?.toLowerCase() as
    | Format
    | undefined;
  if (flags.length > 1)
    return {
      ok: false,
      error: problem(
        'E_USAGE',
        '--csv and --parquet together',
        'One file has one format.',
        'Give one of them.',
      ),
    };
  const [flag] = flags;
  if (flag !== undefined) return ok(flag);
  return ok(ending ?? (context.json ? 'json' : 'csv'));
}

function recordsOf(
  context: CliContext,
  book: Book,
  { options, arguments: words }: InputOf<typeof EXPORT>,
): Result<readonly string[]> {
  const filter = [...options.filter, ...words.filters].join(' ');
  const query: ListOptions = {
    ...(filter === '' ? {} : { filter }),
    ...(options.sort === undefined ? {} : { sort: options.sort }),
  };
  const listing = book.listRecordsJson(query);
  if (!listing.ok) return listing;
  for (const wrong of listing.value.problems) context.warn(wrong);
  return ok(listing.value.texts);
}

async function contentOf(texts: readonly string[], format: Format): Promise<string | Uint8Array> {
  if (format === 'json') return [...(await import('../../report/export-json.ts')).exportJson(texts)].join('');
  const records = texts.map((text) => JSON.parse(text) as RunRecord);
  if (format === 'csv') return (await import('../../report/export-csv.ts')).exportCsv(records);
  const { exportTable } = await import('../../report/export-table.ts');
  return await (await import('../../report/export-parquet.io.ts')).parquetOf(exportTable(records));
}
