import type { Book, Listing, ListOptions } from '../../book/book.io.ts';
import type { IndexRow } from '../../book/index-row.ts';
import { ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { tellPage } from '../dashboard/tell-page.io.ts';
import { lookOf, openCliBook } from '../open-cli-book.io.ts';
import { successEnvelopeOf } from '../output/json-envelope.ts';
import type { LS } from '../spec/book-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { chosenView, listSummary, listView } from '../views/list-view.ts';
import { underRoots } from '../views/under-roots.ts';

/** How many runs a listing shows where nothing else is asked for. */
const DEFAULT_LIMIT = 30;

/** Lists runs. */
export async function run(context: CliContext, input: InputOf<typeof LS>): Promise<number> {
  const { options } = input;
  const book = openCliBook(context, options);
  if (!book.ok) return context.fail(book.error);
  const filter = [...options.filter, ...input.arguments.filters].join(' ');
  const everything = context.json || options.ids;
  const limit = options.limit ?? (everything ? 0 : DEFAULT_LIMIT);
  const query: ListOptions = {
    ...(filter === '' ? {} : { filter }),
    ...(options.sort === undefined ? {} : { sort: options.sort }),
    ...(limit === 0 ? {} : { limit }),
    ...(options.offset === undefined ? {} : { offset: options.offset }),
  };
  const exit = (found: number): number => (options.failEmpty && found === 0 ? 3 : 0);
  if (context.json) {
    const listing = book.value.listRecordsJson(query);
    if (!listing.ok) return context.fail(listing.error);
    for (const wrong of listing.value.problems) context.warn(wrong);
    const { texts, total } = listing.value;
    const runs = texts.map((text) => text.trim()).join(',');
    context.out(successEnvelopeOf(context.command, `{"runs":[${runs}],"total":${total}}`, context.warnings));
    return exit(total);
  }
  const listing = book.value.list(query);
  if (!listing.ok) return context.fail(listing.error);
  const isShort = filter === '' && !options.stages && !options.ids;
  const roots = isShort && listing.value.rows.some(isStage) ? withoutStages(book.value, query) : listing;
  if (!roots.ok) return context.fail(roots.error);
  const stages = listing.value.total - roots.value.total;
  const { total, problems } = roots.value;
  const { rows, depths } =
    options.sort === undefined && !SORTS.test(filter)
      ? underRoots(roots.value.rows)
      : { ...roots.value, depths: new Map() };
  for (const wrong of problems) context.warn(wrong);
  if (options.ids) {
    context.out(rows.map(({ id }) => `${id}\n`).join(''));
    return exit(total);
  }
  const look = lookOf(context, options);
  const nowMs = context.host.clock.wallMs();
  const table =
    options.columns === undefined
      ? ok(listView(rows, nowMs, look, depths))
      : chosenView(rows, options.columns, nowMs, look, depths);
  if (!table.ok) return context.fail(table.error);
  if (rows.length > 0) context.out(`${table.value.join('\n')}\n`);
  if (!context.quiet) {
    const note = rows.length === 0 ? emptyNote(filter, total) : listSummary(rows, total, look, stages);
    context.err(`${context.errStyle.dim(note)}\n`);
  }
  if (rows.length > 0) tellPage(context, book.value.dir, 'runs', { q: filter, s: options.sort });
  return exit(total);
}

/** A filter that says in which order. */
const SORTS = /(?:^|\s)sort\s*[:=]/iu;

function isStage({ kind, parentId }: IndexRow): boolean {
  return kind === 'stage' && parentId !== null;
}

/** The stages of one `repro` can be hundreds, and what they used is in its own row. */
function withoutStages(book: Book, query: ListOptions): Result<Listing> {
  return book.list({ ...query, filter: 'kind!=stage' });
}

function emptyNote(filter: string, total: number): string {
  if (total > 0) return `no run left after --offset; ${total} match`;
  return filter === ''
    ? 'no runs yet: joulebook run -- COMMAND measures the first one'
    : 'no run matches; `joulebook ls` lists all';
}
