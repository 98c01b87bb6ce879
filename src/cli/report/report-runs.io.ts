import type { Book } from '../../book/book.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { parseRecords } from '../export/parse-records.ts';

/** The records of a report and the filter in words. */
export interface ReportRuns {
  readonly records: readonly RunRecord[];
  readonly filter: string;
  readonly problems: readonly Problem[];
  /** Runs of the sample that the filter would choose, and that do not count beside real ones. */
  readonly leftOut: number;
}

/** The runs that the words choose: those that begin with `@` name a run, all others are one filter. Where a run is named, what is inside it comes along. */
export function reportRuns(book: Book, words: readonly string[]): Result<ReportRuns> {
  const refs = words.filter((word) => word.startsWith('@'));
  const filter = words
    .filter((word) => !word.startsWith('@'))
    .join(' ')
    .trim();
  const named = book.resolveAll(refs);
  if (!named.ok) return named;
  const filters = [
    ...named.value.map(({ rootId, id }) => (rootId === id ? `root:${id}` : `id:${id}`)),
    ...(refs.length === 0 || filter !== '' ? [filter] : []),
  ];
  const records = new Map<string, RunRecord>();
  const problems: Problem[] = [];
  for (const one of filters) {
    const listing = book.listRecordsJson({ ...(one === '' ? {} : { filter: one }), forTotal: true });
    if (!listing.ok) return listing;
    problems.push(...listing.value.problems);
    for (const record of parseRecords(listing.value.texts)) records.set(record.id, record);
  }
  const said = [...refs, ...(filter === '' ? [] : [filter])].join(' ');
  if (records.size === 0) return err(nothing(said));
  if ([...records.values()].every(({ parentId }) => parentId !== undefined)) return err(onlyParts(said));
  let leftOut = 0;
  for (const one of filters) {
    const count = book.leftOut(one);
    if (!count.ok) return count;
    leftOut += count.value;
  }
  return ok({ records: [...records.values()], filter: said, problems, leftOut });
}

function nothing(filter: string): Problem {
  return problem(
    'E_NOT_FOUND',
    filter === '' ? 'the book has no runs' : `no run matches ${filter}`,
    undefined,
    filter === '' ? 'Measure something with `joulebook run -- COMMAND`.' : '`joulebook ls` lists all.',
  );
}

function onlyParts(filter: string): Problem {
  return problem(
    'E_NOT_FOUND',
    `only parts of runs match ${filter}`,
    'A stage or a trial is a part of its run and is reported with it: it carries no idle energy of its own, and what was tried beside it would be missing.',
    'Report the whole run: `joulebook show ID` names what it is part of, `joulebook report root:ID` reports that.',
  );
}
