import type { Book } from '../../book/book.io.ts';
import type { IndexRow } from '../../book/index-row.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { type Problem, problem } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import { tellPage } from '../dashboard/tell-page.io.ts';
import { lookOf, openCliBook } from '../open-cli-book.io.ts';
import type { SHOW } from '../spec/book-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { fieldOf } from '../views/field-of.ts';
import { versusOf } from '../versus/versus-of.ts';
import { type PowerLine, runView } from '../views/run-view.ts';

/** Buckets of the power line. */
const BUCKETS = 40;
/** How many faults of a journal are told. */
const MOST_FAULTS = 10;

/** Shows one run. */
export async function run(context: CliContext, input: InputOf<typeof SHOW>): Promise<number> {
  const { options } = input;
  const book = openCliBook(context, options);
  if (!book.ok) return context.fail(book.error);
  const found = book.value.resolve(input.arguments.run ?? '@last');
  if (!found.ok) return context.fail(found.error);
  const record = found.value;
  if (options.verify) return verify(context, book.value, record);
  if (options.field.length > 0) return showFields(context, record, options.field);
  if (context.json) return context.succeed(record);
  const lines = runView(
    record,
    context.host.clock.wallMs(),
    powerOf(book.value, record),
    lookOf(context, options),
    partsOf(book.value, record),
    await versusOf(context, record, options.book),
  );
  context.out(`${lines.join('\n')}\n`);
  tellPage(context, book.value.dir, `runs/${record.id}`);
  return 0;
}

/** Says whether the run's journal is as it was written. */
function verify(context: CliContext, book: Book, record: RunRecord): number {
  const verdict = book.verify(record);
  if (!verdict.ok) return context.fail(verdict.error);
  const { lines, sha256, faults } = verdict.value;
  if (faults.length > 0) return context.fail(notAsWritten(record, faults));
  if (context.json) return context.succeed({ run: record.id, lines, sha256, holds: true });
  const end = sha256 === null ? 'the run is alive and has no end yet' : `SHA-256 before its end ${sha256}`;
  context.out(
    `the journal of ${record.name} holds: ${lines} lines with their checksums and numbers; ${end}\n`,
  );
  return 0;
}

function notAsWritten(record: RunRecord, faults: readonly Problem[]): Problem {
  const told = faults
    .slice(0, MOST_FAULTS)
    .map(({ what, why }) => (why === undefined ? what : `${what}: ${why}`));
  const more = faults.length - told.length;
  return problem(
    'E_VERIFY',
    `the journal of ${record.name} does not hold`,
    [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    'Take it from a copy, if there is one; its other lines are still used.',
    faults[0]?.at,
  );
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

/** Most parts that are shown of a run. */
const MOST_PARTS = 50;

/** The stages of a `repro`, as they began. Other runs are not asked: it takes the index, and few of them have parts. */
function partsOf(book: Book, { id, command: [program, ...words] }: RunRecord): readonly IndexRow[] {
  if (program !== 'joulebook' || !words.some((word) => word === 'repro' || word === 'exp')) return [];
  const listing = book.list({ filter: `parent:${id}`, sort: 'start', limit: MOST_PARTS });
  return listing.ok ? listing.value.rows : [];
}

/** The run's own power; without a series there is no line, which is no trouble. */
function powerOf(book: Book, record: RunRecord): PowerLine {
  const series = book.power(record.id, { buckets: BUCKETS });
  if (!series.ok) return [];
  const channel = series.value.channels.indexOf(record.scope ?? 'attributed');
  return series.value.buckets.map(({ mean }) => mean[channel] ?? 0);
}
