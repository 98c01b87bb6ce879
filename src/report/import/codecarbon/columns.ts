import { EMISSIONS_COLUMNS } from '../../../book/emissions-row.ts';
import { type DecimalMark, isNumber, numberOf } from '../numbers.ts';
import { timeOf } from '../times.ts';

/** What a cell of a column looks like, and whether CodeCarbon may drop the column from a row (3.3.0 writes rows without what is None). */
export interface ColumnRule {
  readonly accepts: (cell: string, mark: DecimalMark) => boolean;
  readonly mayDrop?: 'often' | 'never seen';
}

type Accepts = ColumnRule['accepts'];

const NOT_A_NUMBER = /^[+-]?(nan|inf(inity)?)$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Whether a text is an id that a program made. */
export function isMadeId(text: string): boolean {
  if (text.length === 36) return UUID.test(text);
  return text.length === 26 && ULID.test(text);
}

const number: Accepts = (cell, mark) => isNumber(cell, mark) || NOT_A_NUMBER.test(cell.trim());
const optional =
  (accepts: Accepts): Accepts =>
  (cell, mark) =>
    cell.trim() === '' || accepts(cell, mark);
const pattern =
  (regex: RegExp): Accepts =>
  (cell) =>
    regex.test(cell.trim());
const within =
  (low: number, high: number): Accepts =>
  (cell, mark) => {
    const value = numberOf(cell, mark);
    return value !== undefined && value >= low && value <= high;
  };
const count: Accepts = (cell, mark) => Number.isInteger(numberOf(cell, mark)) && within(0, 1e6)(cell, mark);
/** A word that could not stand in a column of another kind. */
const word: Accepts = (cell, mark) => {
  if (isMadeId(cell)) return false;
  if (LETTER_FIRST.test(cell)) return !NOT_A_NUMBER.test(cell);
  return /\p{L}/u.test(cell) && !number(cell, mark) && timeOf(cell) === undefined;
};
const LETTER_FIRST = /^[A-Za-z]/;
const label: Accepts = (cell) => timeOf(cell) === undefined && !UUID.test(cell);

const droppable = (accepts: Accepts): ColumnRule => ({ accepts: optional(accepts), mayDrop: 'often' });
/** What CodeCarbon always fills, and a reading should not rely on that. */
const filled = (accepts: Accepts): ColumnRule => ({ accepts: optional(accepts), mayDrop: 'never seen' });

/** No building wastes more: the worst that is reported is below 4. */
const MOST_PUE = 5;

const RULES: Readonly<Record<string, ColumnRule>> = {
  task_name: { accepts: () => true },
  timestamp: { accepts: (cell) => timeOf(cell) !== undefined },
  project_name: { accepts: label },
  run_id: { accepts: (cell) => isMadeId(cell.trim()) },
  experiment_id: droppable((cell, mark) => timeOf(cell) === undefined && !number(cell, mark)),
  duration: { accepts: number },
  emissions: { accepts: optional(number) },
  emissions_rate: { accepts: optional(number) },
  cpu_power: { accepts: optional(number) },
  gpu_power: { accepts: optional(number) },
  ram_power: { accepts: optional(number) },
  cpu_energy: { accepts: optional(number) },
  gpu_energy: { accepts: optional(number) },
  ram_energy: { accepts: optional(number) },
  energy_consumed: { accepts: optional(number) },
  water_consumed: filled(number),
  country_name: filled(word),
  country_iso_code: filled(pattern(/^[A-Z]{3}$/)),
  region: droppable(word),
  cloud_provider: filled(word),
  cloud_region: filled(word),
  os: filled(word),
  python_version: filled(pattern(/^\d+\.\d+(\.\d+\S*)?$/)),
  codecarbon_version: filled(pattern(/^(joulebook )?\d+\.\d+\S*$/)),
  cpu_count: filled(count),
  cpu_model: droppable(word),
  gpu_count: droppable(count),
  gpu_model: droppable(pattern(/^\d+ x /)),
  longitude: droppable(within(-180, 180)),
  latitude: droppable(within(-90, 90)),
  ram_total_size: filled(number),
  tracking_mode: { accepts: pattern(/^(machine|process)$/) },
  cpu_utilization_percent: filled(within(0, 1e6)),
  gpu_utilization_percent: filled(within(0, 1e6)),
  ram_utilization_percent: filled(within(0, 1e6)),
  ram_used_gb: filled(number),
  on_cloud: { accepts: optional(pattern(/^[YN]$/)) },
  pue: { accepts: optional(within(0.5, MOST_PUE)) },
  wue: { accepts: optional(number) },
};

const ANYTHING: ColumnRule = { accepts: () => true, mayDrop: 'often' };

/** The rules of a header's columns; a column that CodeCarbon never had takes anything. */
export function rulesOf(header: readonly string[]): readonly ColumnRule[] {
  const known = RULES_OF.get(header);
  if (known !== undefined) return known;
  const rules = header.map((column) =>
    Object.hasOwn(RULES, column) ? (RULES[column] as ColumnRule) : ANYTHING,
  );
  RULES_OF.set(header, rules);
  return rules;
}

const RULES_OF = new WeakMap<readonly string[], readonly ColumnRule[]>();

/** Columns that decide what a run is and what it took: a repair must leave no doubt about them. */
export const FIGURES: readonly string[] = [
  'task_name',
  'timestamp',
  'run_id',
  'duration',
  'emissions',
  'cpu_energy',
  'gpu_energy',
  'ram_energy',
  'energy_consumed',
  'tracking_mode',
  'pue',
];

/** Whether some cells are a header of CodeCarbon's. */
export function isHeader(cells: readonly string[]): boolean {
  if (!cells.some((cell) => cell.endsWith('energy_consumed'))) return false;
  const names = new Set(cells.map((cell) => cell.trim()));
  return ['timestamp', 'duration', 'emissions', 'energy_consumed'].every((name) => names.has(name));
}

const USE = ['cpu_utilization_percent', 'gpu_utilization_percent', 'ram_utilization_percent', 'ram_used_gb'];
/** Since 2.7, and what each version before had not yet. */
const OF_2_7 = without(EMISSIONS_COLUMNS, ...USE, 'water_consumed', 'wue');
const OF_2_3 = without(OF_2_7, 'experiment_id');
const OF_2_2 = without(OF_2_3, 'pue');

/**
 * The columns of `emissions.csv` by version, as its `EmissionsData` declares them: for rows that stand under the header of another version.
 */
export const LAYOUTS: readonly { readonly since: string; readonly columns: readonly string[] }[] = [
  {
    since: '1.0',
    columns: [
      'timestamp',
      'experiment_id',
      'project_name',
      'duration',
      'emissions',
      'energy_consumed',
      'country_name',
      'country_iso_code',
      'region',
      'on_cloud',
      'cloud_provider',
      'cloud_region',
    ],
  },
  { since: '2.0', columns: without(OF_2_2, 'codecarbon_version') },
  { since: '2.2', columns: OF_2_2 },
  { since: '2.3', columns: OF_2_3 },
  { since: '2.7', columns: OF_2_7 },
  { since: '3.0', columns: without(EMISSIONS_COLUMNS, ...USE) },
  { since: '3.2', columns: EMISSIONS_COLUMNS },
];

function without(columns: readonly string[], ...names: readonly string[]): readonly string[] {
  return columns.filter((column) => !names.includes(column));
}
