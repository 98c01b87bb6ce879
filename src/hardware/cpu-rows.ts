import { type Problem, problem } from '../errors.ts';
import { cpuKey } from './cpu-name.ts';
import { cpuWords } from './cpu-words.ts';
import { csvRows } from './csv-rows.ts';
import type { CpuFacts, RowSource } from './hardware-rows.ts';

/** A row of the table with the words of its name. */
export interface CpuRow {
  readonly cpu: CpuFacts;
  readonly words: ReadonlySet<string>;
}

/** The rows of a file and what is wrong with others. */
export interface CpuTable {
  readonly rows: readonly CpuRow[];
  readonly problems: readonly Problem[];
}

/** The columns of `cpus.csv`. */
export const CPU_COLUMNS: ReadonlySet<string> = new Set(
  'key name tdp_w vendor segment cores year source source_year licence url'.split(' '),
);
const VENDORS = ['intel', 'amd', 'arm', 'apple', 'other'] as const;
const SEGMENTS = ['server', 'desktop', 'laptop', 'board', 'unknown'] as const;

/** Reads `cpus.csv`, ours or a user's; columns other than `name` and `tdp_w` may be missing. A wrong row is left out and told. */
export function parseCpus(text: string, file: string, from: RowSource): CpuTable {
  const rows: CpuRow[] = [];
  const problems: Problem[] = [];
  for (const { line, cells } of csvRows(text).rows) {
    const wrong = faultOf(cells);
    if (wrong === undefined) rows.push(rowOf(cells, from));
    else {
      const fix = 'Correct the row: a name, and the thermal design power of one package in W as a number.';
      problems.push(problem('E_CONFIG', `a row of ${file} is left out`, wrong, fix, { file, line }));
    }
  }
  return { rows, problems };
}

/** How the shipped table names its main source; thousands of rows have it. */
const SHORT = 'codecarbon';

type Cells = Readonly<Record<string, string>>;

function faultOf(cells: Cells): string | undefined {
  if (cpuWords(cells['name'] ?? '').length === 0) return 'It has no name.';
  if ((cells['tdp_w'] ?? '') === '') return 'It has no tdp_w.';
  for (const column of ['tdp_w', 'cores', 'year', 'source_year']) {
    const text = cells[column] ?? '';
    if (text !== '' && !(Number(text) > 0 && Number.isFinite(Number(text)))) {
      return `"${text}" in column ${column} is not a positive number.`;
    }
  }
  const { vendor = '', segment = '' } = cells;
  if (vendor !== '' && !VENDORS.some((known) => known === vendor)) {
    return `"${vendor}" in column vendor is not one of ${VENDORS.join(', ')}.`;
  }
  if (segment !== '' && !SEGMENTS.some((known) => known === segment)) {
    return `"${segment}" in column segment is not one of ${SEGMENTS.join(', ')}.`;
  }
  return undefined;
}

function rowOf(cells: Cells, from: RowSource): CpuRow {
  const { name = '', source = '', url = '', licence = '' } = cells;
  const cores = Number(cells['cores'] || 0);
  const year = Number(cells['year'] || 0);
  const cpu: CpuFacts = {
    key: cpuKey(name),
    name,
    vendor: VENDORS.find((known) => known === cells['vendor']) ?? 'other',
    tdpW: Number(cells['tdp_w']),
    ...(cores > 0 ? { coresPerSocket: cores } : {}),
    ...(year > 0 ? { year } : {}),
    segment: SEGMENTS.find((known) => known === cells['segment']) ?? 'unknown',
    from:
      source === '' || source === SHORT
        ? from
        : {
            source,
            year: Number(cells['source_year'] || from.year),
            licence: licence || from.licence,
            ...(url === '' ? {} : { url }),
          },
  };
  return { cpu, words: new Set(cpuWords(name)) };
}
