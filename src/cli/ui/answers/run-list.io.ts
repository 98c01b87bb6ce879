import { FIRST_COLUMNS } from '../../../book/columns/run-column.ts';
import type { Packed } from '../../../book/columns/packed.ts';
import { FIELD_MEANINGS } from '../../../book/filter-meanings.ts';
import { matchPlace } from '../../../grid/places.io.ts';
import { exportCsv } from '../../../report/export-csv.ts';
import type { Question, Reply, Route } from '../../../server/route.ts';
import { parseRecords } from '../../export/parse-records.ts';
import { errorEnvelope, successEnvelope } from '../../output/json-envelope.ts';
import type { AllRows } from '../row-memory.io.ts';
import { listFacts } from './list-facts.ts';
import type { Surroundings } from './surroundings.io.ts';

/** What {@link runListRoutes} tells of the runs of a book, newest first. */
export interface RunList {
  /** Changes whenever a run comes, goes or changes: columns of different versions do not fit together. */
  readonly version: string;
  readonly count: number;
  readonly columns: Readonly<Record<string, Packed>>;
  /** Columns that were asked for and that no run has. */
  readonly unknown: readonly string[];
  /** Which runs stand in another, by row, and which rows a run is the sum of: neither is added to the others. */
  readonly nested: readonly number[];
  readonly sums: readonly (readonly [row: number, parts: readonly number[]])[];
  /** Metrics, those of most runs first, and how many parameters there are. Their names are asked for apart: there may be thousands. */
  readonly metrics: readonly string[];
  /** Fields of the energy per unit of work, those of most runs first. */
  readonly work: readonly string[];
  readonly paramCount: number;
  readonly nowMs: number;
}

/** More are asked for by `/runs/names`. */
const MOST_METRICS = 50;

/**
 * `/runs?columns=&version=`: all runs as columns, for a page that filters, sorts and adds them itself; without `columns` those that a listing begins
 * with. `/runs/names`: every metric and parameter, and what the keys of a filter mean. `/projects`: every project. `/places?text=`: the zone that a filter's word means. `/runs.csv?filter=&sort=`: as `joulebook export --csv`.
 */
export function runListRoutes({ book, rows: memory, host }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/runs',
      answer: (question) =>
        listed(
          memory.at(question.word('version')),
          (name) => memory.column(name),
          question,
          host.clock.wallMs(),
        ),
    },
    {
      method: 'GET',
      path: '/runs/names',
      answer: () => {
        const { rows, problems } = memory.all();
        const { metrics, params } = listFacts(rows);
        const names = { metrics, params: params.toSorted(), meanings: FIELD_MEANINGS };
        return { status: 200, body: successEnvelope('ui', names, problems) };
      },
    },
    {
      method: 'GET',
      path: '/projects',
      answer: () => {
        const { rows, problems } = memory.known();
        const projects = [...new Set(rows.map(({ project }) => project))].toSorted();
        return { status: 200, body: successEnvelope('ui', { projects }, problems) };
      },
    },
    {
      method: 'GET',
      path: '/places',
      answer: ({ word }) => {
        const match = matchPlace(host, word('text') ?? '');
        // A cloud's region is looked for as what it is, as in every filter.
        const isZone = match.kind === 'found' && match.value.kind !== 'cloud-region';
        return { status: 200, body: successEnvelope('ui', { zone: isZone ? match.value.id : null }, []) };
      },
    },
    {
      method: 'GET',
      path: '/runs.csv',
      answer: ({ word }) => {
        const [filter, sort] = [word('filter'), word('sort')];
        const found = book.listRecordsJson({
          ...(filter === undefined ? {} : { filter }),
          ...(sort === undefined ? {} : { sort }),
        });
        if (!found.ok) return { status: 400, body: errorEnvelope('ui', found.error, []) };
        const body = exportCsv(parseRecords(found.value.texts));
        return { status: 200, type: 'text/csv; charset=utf-8', body, download: 'runs.csv' };
      },
    },
  ];
}

function listed(
  { rows, problems, version }: AllRows,
  column: (name: string) => Packed | undefined,
  { word }: Question,
  nowMs: number,
): Reply {
  const asked = word('version');
  // Columns of another state of the book would fit none that the page has: it is told so by the version.
  const isStale = asked !== undefined && asked !== version;
  const { metrics, params, work, nested, sums } = listFacts(rows);
  const first = metrics[0];
  const names = columnsAsked(word('columns')) ?? [
    ...FIRST_COLUMNS,
    ...(first === undefined ? [] : [`metric.${first}~`]),
  ];
  const columns = (isStale ? [] : names).map((name) => [name, column(name)] as const);
  const list: RunList = {
    version,
    count: rows.length,
    columns: Object.fromEntries(
      columns.flatMap(([name, packed]) => (packed === undefined ? [] : [[name, packed]])),
    ),
    unknown: columns.flatMap(([name, packed]) => (packed === undefined ? [name] : [])),
    nested,
    sums,
    metrics: metrics.slice(0, MOST_METRICS),
    work,
    paramCount: params.length,
    nowMs,
  };
  return { status: 200, body: successEnvelope('ui', list, problems) };
}

/** Names are JSON where they hold commas. */
function columnsAsked(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  if (!text.startsWith('[')) return text.split(',');
  try {
    const names: unknown = JSON.parse(text);
    return Array.isArray(names) ? names.map(String) : [];
  } catch {
    return [text];
  }
}
