import type { Book } from '../../book/book.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import type { CliContext } from '../context.ts';
import { lookOf, openCliBook } from '../open-cli-book.io.ts';
import type { SHOW } from '../spec/book-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { fieldOf } from '../views/field-of.ts';
import { type PowerLine, runView } from '../views/run-view.ts';

/** Buckets of the power line. */
const BUCKETS = 40;

/** Shows one run. */
export async function run(context: CliContext, input: InputOf<typeof SHOW>): Promise<number> {
  const { options } = input;
  const book = openCliBook(context, options);
  if (!book.ok) return context.fail(book.error);
  const found = book.value.resolve(input.arguments.run ?? '@last');
  if (!found.ok) return context.fail(found.error);
  const record = found.value;
  if (options.field.length > 0) return showFields(context, record, options.field);
  if (context.json) return context.succeed(record);
  const lines = runView(
    record,
    context.host.clock.wallMs(),
    powerOf(book.value, record),
    lookOf(context, options),
  );
  context.out(`${lines.join('\n')}\n`);
  return 0;
}

function showFields(context: CliContext, record: RunRecord, paths: readonly string[]): number {
  const values: Record<string, unknown> = {};
  for (const path of paths) {
    const value = fieldOf(record, path);
    if (!value.ok) return context.fail(value.error);
    values[path] = value.value ?? null;
  }
  if (context.json) return context.succeed(values);
  for (const value of Object.values(values)) {
    context.out(`${typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)}\n`);
  }
  return 0;
}

/** The run's own power; without a series there is no line, which is no trouble. */
function powerOf(book: Book, record: RunRecord): PowerLine {
  const series = book.power(record.id, { buckets: BUCKETS });
  if (!series.ok) return [];
  const channel = series.value.channels.indexOf(record.scope ?? 'attributed');
  return series.value.buckets.map(({ mean }) => mean[channel] ?? 0);
}
