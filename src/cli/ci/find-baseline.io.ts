import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Book } from '../../book/book.io.ts';
import { EVERYTHING, literal, narrowed } from '../../book/filter-ast.ts';
import { finishedIn } from '../../book/run-ref.ts';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { openCliBook } from '../open-cli-book.io.ts';
import { type BaselineRuns, readBaseline } from './baseline-file.ts';
import { baselineOption } from './baseline-option.ts';
import { type Measured, measuredOf } from './measured.ts';

/** Tag of a run that `ci` found over its margin: no baseline, or the gate would wear off by itself. */
export const TAG_OVER = 'ci:over';
/** Tag of runs that somebody accepted as the new level: older ones are no baseline any more. */
export const TAG_BASELINE = 'ci:baseline';

/** Where the runs of a baseline come from; looked up before the command runs, so that a wrong name costs no joule. */
export type BaselineSource =
  | { readonly kind: 'last'; readonly most: number }
  | { readonly kind: 'runs'; readonly from: string; readonly runs: readonly Measured[] }
  | ({ readonly kind: 'file'; readonly path: string } & BaselineRuns);

/** More runs than this are not looked through for such as can be compared. */
const MOST_LOOKED_AT = 500;

/** Finds what `--baseline` names. E_NOT_FOUND where there is no such run or file and none is to be made. */
export function baselineSource(
  context: CliContext,
  text: string,
  options: { readonly book: string | undefined; readonly update: boolean },
): Result<BaselineSource> {
  const option = baselineOption(text);
  if (!option.ok) return option;
  if (option.value.kind === 'last') return ok(option.value);
  const { name, looksLikeFile } = option.value;
  const path = resolve(context.host.cwd, name);
  if (existsSync(path)) return fromFile(path);
  if (looksLikeFile) {
    if (!options.update) return err(noFile(name));
    return isFolder(dirname(path)) ? ok({ kind: 'file', path, runs: [], isOurs: true }) : err(noFolder(name));
  }
  const book = openCliBook(context, options);
  if (!book.ok) return book;
  const found = book.value.resolve(name);
  if (!found.ok) return found;
  return ok({ kind: 'runs', from: `the run ${found.value.name}`, runs: [measuredOf(found.value)] });
}

function fromFile(path: string): Result<BaselineSource> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_CONFIG', `cannot read the baseline ${path}`, why, fix));
  }
  const runs = readBaseline(text, path);
  return runs.ok ? ok({ kind: 'file', path, ...runs.value }) : runs;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function noFolder(name: string): Problem {
  return problem(
    'E_CONFIG',
    `the baseline ${name} cannot be made`,
    `There is no folder ${dirname(name)}.`,
    'Make the folder, or name another file.',
  );
}

function noFile(name: string): Problem {
  return problem(
    'E_NOT_FOUND',
    `there is no baseline file ${name}`,
    undefined,
    `Make it: joulebook ci --baseline ${name} --update-baseline -- COMMAND`,
  );
}

/** Good runs of the same name and project, newest first, back to the last accepted level. */
export function bookBaseline(book: Book, fresh: Measured, freshIds: readonly string[]): readonly Measured[] {
  const { rows } = book.query({
    ...narrowed(EVERYTHING, {
      op: 'and',
      of: [finishedIn(fresh.project), { op: 'like', on: { field: 'name' }, pattern: literal(fresh.name) }],
    }),
    limit: MOST_LOOKED_AT,
  });
  const found: Measured[] = [];
  let isAccepted = false;
  for (const { id, name, project, tags } of rows) {
    // Case does not count in filters; here it does.
    if (name !== fresh.name || project !== fresh.project || freshIds.includes(id)) continue;
    const accepted = tags.includes(TAG_BASELINE);
    if (isAccepted && !accepted) break;
    if (tags.includes(TAG_OVER) && !accepted) continue;
    isAccepted = accepted;
    const record = book.record(id);
    if (record.ok) found.push(measuredOf(record.value));
  }
  return found;
}
