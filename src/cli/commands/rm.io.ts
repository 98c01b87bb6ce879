import { openSync, readSync } from 'node:fs';
import type { Book } from '../../book/book.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { problem } from '../../errors.ts';
import { err, type Result } from '../../result.ts';
import { printEnergy } from '../../units/format.ts';
import type { CliContext } from '../context.ts';
import { lookOf, openCliBook } from '../open-cli-book.io.ts';
import type { RM } from '../spec/book-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { printOptions, shortId } from '../views/look.ts';

/** Deletes runs. */
export async function run(context: CliContext, input: InputOf<typeof RM>): Promise<number> {
  const { options } = input;
  const book = openCliBook(context, options);
  if (!book.ok) return context.fail(book.error);
  const found = chosenRuns(book.value, input.arguments.runs, options.filter.join(' ').trim());
  if (!found.ok) return context.fail(found.error);
  const records = [...new Map(found.value.map((record) => [record.id, record])).values()];
  const removed: string[] = [];
  if (options.dryRun) {
    if (!context.json) context.out(records.map((record) => `${describe(context, record)}\n`).join(''));
    return context.succeed({ removed, wouldRemove: records.map(({ id }) => id) });
  }
  if (!options.yes) {
    const refused = confirm(context, records);
    if (refused !== undefined) return refused;
  }
  for (const record of records) {
    const failed = book.value.remove(record.id);
    if (failed !== undefined) return context.fail(failed);
    removed.push(record.id);
    if (!context.json && !context.quiet) context.err(`deleted ${describe(context, record)}\n`);
  }
  return context.succeed({ removed });
}

/** The runs that are named, or those that match; never all, where nothing is said. */
function chosenRuns(book: Book, refs: readonly string[], filter: string): Result<readonly RunRecord[]> {
  if ((refs.length === 0) === (filter === '')) {
    const what = refs.length === 0 ? 'joulebook rm: which runs?' : 'runs are named, and a filter is given';
    const fix = 'Name runs, e.g. @last, or say --filter project:NAME.';
    return err(problem('E_USAGE', what, undefined, fix));
  }
  if (filter === '') return book.resolveAll(refs);
  const listing = book.list({ filter });
  if (!listing.ok) return listing;
  const { rows } = listing.value;
  if (rows.length > 0) return book.resolveAll(rows.map(({ id }) => id));
  return err(
    problem('E_NOT_FOUND', `no run matches ${filter}`, undefined, 'List the runs with `joulebook ls`.'),
  );
}

function describe(context: CliContext, record: RunRecord): string {
  const energy = printEnergy(record.energy.wall.attributed, printOptions(lookOf(context, {})));
  return `${shortId(record.id)}  ${record.name}  ${record.startedAt}  ${energy}`;
}

/** Asks on the terminal. Undefined: go on; else the exit code. */
function confirm(context: CliContext, records: readonly RunRecord[]): number | undefined {
  const what = records.length === 1 ? 'a run' : `${records.length} runs`;
  const unasked = problem(
    'E_USAGE',
    `joulebook rm would delete ${what}`,
    'There is no terminal to ask on.',
    'Say so with --yes.',
  );
  if (!context.errIsTTY || context.json) return context.fail(unasked);
  let fd: number;
  try {
    fd = openSync('/dev/tty', 'r');
  } catch {
    return context.fail(unasked);
  }
  for (const record of records) context.err(`  ${describe(context, record)}\n`);
  context.err(`Delete ${records.length === 1 ? 'this run' : `these ${records.length} runs`}? [y/N] `);
  const buffer = Buffer.alloc(64);
  const answer = buffer.toString('utf8', 0, readSync(fd, buffer, 0, buffer.length, null)).trim();
  if (/^y(es)?$/i.test(answer)) return undefined;
  context.err('nothing deleted\n');
  return 1;
}
