import { type Problem, problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { closest } from './closest.ts';
import { EVERYTHING } from './filter-ast.ts';
import type { IndexRow } from './index-row.ts';
import { shortId } from './run-id.ts';
import type { RunIndex } from './run-index.ts';
import { bestQuery, type BestRef, bestRef, finishedIn, parseRef, readingsOf, ROOTS } from './run-ref.ts';

const SHOWN = 5;
const LIST = 'List the runs with `joulebook ls`.';

/** Finds the run that a reference names. E_NOT_FOUND where it is none, or several: then they are named. */
export function resolveRef(index: RunIndex, text: string, bestMetric?: string): Result<IndexRow> {
  const ref = parseRef(text);
  switch (ref?.kind) {
    case 'back':
      return nthNewest(index, text, ref.by);
    case 'best':
      return ref.metric === undefined && bestMetric !== undefined
        ? best(index, text, bestRef(bestMetric))
        : best(index, text, ref);
    case 'text':
      return byText(index, ref.text);
    default:
      return err(unknownAt(text));
  }
}

function unknownAt(text: string): Problem {
  const meant = closest(text, ['@last', '@prev', '@best']);
  return problem(
    'E_NOT_FOUND',
    `"${text}" names no run`,
    'After @ comes last, prev, best, best:METRIC or -N.',
    meant === undefined ? 'Write e.g. `@last`.' : `Did you mean \`${meant}\`?`,
  );
}

function nthNewest(index: RunIndex, text: string, by: number): Result<IndexRow> {
  const { rows, total } = index.rows({ where: ROOTS, sort: [], limit: 1, offset: by });
  const [row] = rows;
  if (row !== undefined) return ok(row);
  const why = total === 0 ? 'The book has no run yet.' : `The book has ${total} root runs.`;
  return err(problem('E_NOT_FOUND', `there is no run ${text}`, why, LIST));
}

function byText(index: RunIndex, text: string): Result<IndexRow> {
  if (text !== '') {
    for (const where of readingsOf(text)) {
      const { rows, total } = index.rows({ where, sort: [], limit: SHOWN });
      const [row] = rows;
      if (row !== undefined && total === 1) return ok(row);
      if (row !== undefined) return err(several(text, rows, total));
    }
  }
  return err(problem('E_NOT_FOUND', `no run answers to "${text}"`, nearest(index, text), LIST));
}

function several(text: string, rows: readonly IndexRow[], total: number): Problem {
  const shown = rows.map((row) => `${shortId(row.id)} (${row.name}, ${row.startedAt.slice(0, 16)})`);
  const more = total > rows.length ? `, and ${total - rows.length} more` : '';
  return problem(
    'E_NOT_FOUND',
    `"${text}" names ${total} runs`,
    `They are ${shown.join(', ')}${more}, newest first.`,
    'Name one by its id (six characters do), or the newest by `@last`.',
  );
}

function nearest(index: RunIndex, text: string): string | undefined {
  const recent = index.rows({ ...EVERYTHING, limit: 1000 }).rows;
  const name = closest(
    text,
    recent.map((row) => row.name),
  );
  return name === undefined
    ? 'Looked at ids, the ends of ids, and names.'
    : `There is a run named "${name}".`;
}

function best(index: RunIndex, text: string, ref: BestRef): Result<IndexRow> {
  const last = nthNewest(index, text, 0);
  if (!last.ok) return last;
  const { project } = last.value;
  const metric = ref.metric ?? onlyMetric(index, project);
  if (typeof metric !== 'string') return err(whichMetric(text, project, metric));
  const [row] = index.rows({ ...bestQuery(project, metric, ref.lowest), limit: 1 }).rows;
  if (row !== undefined) return ok(row);
  const { metrics } = index.names();
  const why =
    metrics.length === 0 ? 'No run has a metric yet.' : `Metrics of this book: ${metrics.join(', ')}.`;
  return err(
    problem('E_NOT_FOUND', `no finished run of project "${project}" has a metric "${metric}"`, why, LIST),
  );
}

/** The metric of the project's finished runs if they have only one, else all of them. */
function onlyMetric(index: RunIndex, project: string): string | readonly string[] {
  const { metrics } = index.names();
  if (metrics.length < 2) return metrics[0] ?? [];
  const { rows } = index.rows({ where: finishedIn(project), sort: [] });
  const own = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))].sort();
  return own.length === 1 ? (own[0] as string) : own;
}

function whichMetric(text: string, project: string, metrics: readonly string[]): Problem {
  if (metrics.length === 0) {
    const fix = 'Report one from inside the run, or with --metrics FILE.';
    return problem(
      'E_NOT_FOUND',
      `there is no ${text}`,
      `No finished run of "${project}" has a metric.`,
      fix,
    );
  }
  const [first] = metrics;
  return problem(
    'E_NOT_FOUND',
    `"${text}" does not say by which metric`,
    `Runs of "${project}" have ${metrics.join(', ')}.`,
    `Write \`@best:${first}\`, or \`@best:-${first}\` where less is better.`,
  );
}
