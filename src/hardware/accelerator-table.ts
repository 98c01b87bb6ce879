import { type Place, type Problem, problem } from '../errors.ts';
import { acceleratorWords, nameParts } from './accelerator-words.ts';
import { type CsvRow, csvRows } from './csv-rows.ts';
import type { Accelerator, RowSource } from './hardware-rows.ts';

/** A row of the table with the names that it answers to; words are joined without spaces. */
export interface AcceleratorRow {
  readonly accelerator: Accelerator;
  /** Its model without form and memory, e.g. `a100`; rows of one model stand in the order in which they are meant. */
  readonly model: string;
  /** `sxm4`, `pcie`, `laptop`; empty where there is only one. */
  readonly form: string;
  readonly names: readonly string[];
}

/** The rows of a file and what is wrong with others. */
export interface AcceleratorTable {
  readonly rows: readonly AcceleratorRow[];
  readonly problems: readonly Problem[];
}

/** The columns of `accelerators.csv`. */
export const ACCELERATOR_COLUMNS: ReadonlySet<string> = new Set(
  `key name vendor kind model form memory_gb year tdp_w low_w high_w fp32 tf32 fp16 bf16 fp8 int8 slice_cores aliases source source_year
  licence url note`.split(/\s+/),
);
const FORMATS = ['fp32', 'tf32', 'fp16', 'bf16', 'fp8', 'int8'];
const VENDORS = ['nvidia', 'amd', 'intel', 'google', 'apple', 'aws', 'other'] as const;
const KINDS = ['gpu', 'tpu', 'npu', 'soc'] as const;

/** Reads `accelerators.csv`, ours or a user's; columns other than `name` and `tdp_w` may be missing. A wrong row is left out and told. */
export function parseAccelerators(text: string, file: string, from: RowSource): AcceleratorTable {
  const rows: AcceleratorRow[] = [];
  const problems: Problem[] = [];
  for (const row of csvRows(text).rows) {
    const wrong = faultOf(row);
    if (wrong === undefined) rows.push(rowOf(row, from));
    else problems.push(located(wrong, { file, line: row.line }));
  }
  return { rows, problems };
}

function located(why: string, at: Place): Problem {
  return problem(
    'E_CONFIG',
    `a row of ${at.file} is left out`,
    why,
    'Correct the row: a name, and the board power in W as a number.',
    at,
  );
}

function faultOf({ cells }: CsvRow): string | undefined {
  if ((cells['name'] ?? '') === '') return 'It has no name.';
  if (acceleratorWords(cells['name'] ?? '').length === 0)
    return 'Its name has no word that tells it from others.';
  for (const column of ['tdp_w', 'low_w', 'high_w', 'memory_gb', 'year', 'slice_cores', ...FORMATS]) {
    const text = cells[column] ?? '';
    if (text !== '' && !(Number(text) > 0 && Number.isFinite(Number(text)))) {
      return `"${text}" in column ${column} is not a positive number.`;
    }
  }
  const { vendor = '', kind = '' } = cells;
  if (vendor !== '' && !VENDORS.some((known) => known === vendor)) {
    return `"${vendor}" in column vendor is not one of ${VENDORS.join(', ')}.`;
  }
  if (kind !== '' && !KINDS.some((known) => known === kind)) {
    return `"${kind}" in column kind is not one of ${KINDS.join(', ')}.`;
  }
  const [tdp, low, high] = [number(cells['tdp_w']), number(cells['low_w']), number(cells['high_w'])];
  if (tdp === undefined && (low === undefined || high === undefined))
    return 'It has neither tdp_w nor low_w and high_w.';
  if ((low ?? 0) > (tdp ?? high ?? 0) || (high ?? Number.POSITIVE_INFINITY) < (tdp ?? low ?? 0)) {
    return 'low_w, tdp_w and high_w are not in rising order.';
  }
  return undefined;
}

function rowOf({ cells }: CsvRow, from: RowSource): AcceleratorRow {
  const name = cells['name'] ?? '';
  const parts = nameParts(acceleratorWords(name));
  const model = joined(cells['model'] ?? '') || parts.model.join('') || joined(name);
  const form = cells['form'] || (cells['model'] === undefined ? parts.forms[0] : undefined) || '';
  const key = cells['key'] || acceleratorWords(name).join('-');
  const aliases = (cells['aliases'] ?? '').split('|').map(joined);
  const names = [name, key].map(joined).concat(aliases, shortForms(model));
  return {
    accelerator: acceleratorOf(cells, key, parts.memoryGB, from),
    model,
    form,
    names: [...new Set(names)].filter((text) => text !== ''),
  };
}

function acceleratorOf(
  cells: CsvRow['cells'],
  key: string,
  memoryOfName: number | undefined,
  from: RowSource,
): Accelerator {
  const tdpW = number(cells['tdp_w']) ?? null;
  const low = number(cells['low_w']) ?? tdpW;
  const high = number(cells['high_w']) ?? tdpW;
  const peaks = FORMATS.map((format) => [format, number(cells[format])] as const).filter(
    (entry): entry is readonly [string, number] => entry[1] !== undefined,
  );
  const memoryGB = number(cells['memory_gb']) ?? memoryOfName;
  const year = number(cells['year']);
  const sliceCores = number(cells['slice_cores']);
  return {
    key,
    name: cells['name'] ?? key,
    vendor: VENDORS.find((known) => known === cells['vendor']) ?? 'other',
    kind: KINDS.find((known) => known === cells['kind']) ?? 'gpu',
    tdpW,
    ...(memoryGB === undefined ? {} : { memoryGB }),
    ...(year === undefined ? {} : { year }),
    ...(peaks.length === 0
      ? {}
      : { peakFlops: Object.fromEntries(peaks.map(([f, tera]) => [f, tera * TERA])) }),
    ...(low !== null && high !== null && low < high ? { rangeW: { low, high } } : {}),
    ...(sliceCores === undefined ? {} : { sliceCores }),
    ...(cells['note'] ? { note: cells['note'] } : {}),
    from: {
      source: cells['source'] || from.source,
      year: number(cells['source_year']) ?? from.year,
      licence: cells['licence'] || from.licence,
      ...(cells['url'] ? { url: cells['url'] } : {}),
    },
  };
}

/** The columns of peak speed are in TFLOP/s. */
const TERA = 1e12;

/** People leave the series out, and write S for Super: `3090` for `RTX 3090`, `2070S` for `RTX 2070 Super`. */
function shortForms(model: string): string[] {
  const forms = model.endsWith('super') ? [model, model.replace(/super$/, 's')] : [model];
  return forms.flatMap((form) => {
    const number = /^(?:rtx|gtx|rx)(\d{3,4}[a-z]*)$/.exec(form)?.[1];
    return number === undefined ? [form] : [form, number];
  });
}

function joined(text: string): string {
  return acceleratorWords(text).join('');
}

function number(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}
