import { FIELD_NAMES, fieldOf, isTextField } from '../../../src/book/filter-fields.ts';
import { perWork, UNITS_AT_ONCE } from '../../../src/book/work-unit.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import {
  energyWithBand,
  missing,
  printCarbon,
  printEnergy,
  printIntensity,
  printPower,
  printWater,
} from '../../../src/units/format.ts';
import { needsOf } from '../../state/runs/needs.ts';
import { isNoValue, type RunTable } from '../../state/runs/run-table.ts';
import { banded, footprintText, plainText } from '../../parts/quantity-text.ts';
import { shareText } from '../../../src/units/format-share.ts';

type Num = number | null;

/** A column of the table of runs. */
export interface RunColumn {
  /** As the filter grammar names it: what it is sorted by, and how the address names it. */
  readonly key: string;
  readonly title: string;
  readonly isNumber: boolean;
  /** Columns of the table of runs that it shows; exact ones are not needed to show a value. */
  readonly needs: readonly string[];
  readonly text: (table: RunTable, row: number) => string;
}

/** Ends of the fields that are estimates. */
const BANDS: Readonly<Record<string, readonly [string, string]>> = {
  energy: ['energyLowJ', 'energyHighJ'],
  co2: ['co2LowG', 'co2HighG'],
  embodied: ['embodiedLowG', 'embodiedHighG'],
  water: ['waterLowL', 'waterHighL'],
  cost: ['costLow', 'costHigh'],
};
/** Columns whose band is that of the energy, spread over the work that was done: which count, and of how many units. */
const WORK: Readonly<
  Record<string, { readonly count: string; readonly times: number; readonly unit: string }>
> = {
  per1kSamples: { count: 'samplesDone', times: UNITS_AT_ONCE, unit: '1k samples' },
  per1kTokens: { count: 'tokensDone', times: UNITS_AT_ONCE, unit: '1k tokens' },
  per1kRequests: { count: 'requestsDone', times: UNITS_AT_ONCE, unit: '1k requests' },
  per1kSteps: { count: 'stepsDone', times: UNITS_AT_ONCE, unit: '1k steps' },
  perEpoch: { count: 'epochsDone', times: 1, unit: 'epoch' },
};
const TITLES: Readonly<Record<string, string>> = {
  co2: 'CO₂e',
  cwd: 'folder',
  gpu: 'GPU',
  cpu: 'CPU',
  pue: 'PUE',
  samples: 'power samples',
  stageCount: 'stages',
  cacheHits: 'cache hits',
  cacheSaved: 'saved by cache',
  'done.samples': 'samples',
  'done.tokens': 'tokens',
  'done.requests': 'requests',
  'done.steps': 'steps',
  'done.epochs': 'epochs',
};

/** The column that a key names; undefined where there is none of that name. */
export function columnOf(key: string): RunColumn | undefined {
  const [, room, name] = /^(metric|param)\.(.+)$/s.exec(key) ?? [];
  if (name !== undefined) return factColumn(key, room === 'metric', name);
  if (key === 'tags') return listColumn('tags', 'tags');
  const part = PARTS[key];
  if (part !== undefined) return energyColumn(key, part.title, part.column);
  if (key === 'idle') return idleColumn();
  const work = WORK[key];
  if (work !== undefined) return workColumn(key, work);
  const field = FIELD_NAMES.find((one) => one === key);
  return field === undefined ? undefined : fieldColumn(field);
}

const PARTS: Readonly<Record<string, { readonly title: string; readonly column: string }>> = {
  gpuEnergy: { title: 'GPU energy', column: 'gpuJ' },
  cpuEnergy: { title: 'CPU energy', column: 'cpuJ' },
  ramEnergy: { title: 'RAM energy', column: 'ramJ' },
  otherEnergy: { title: 'other energy', column: 'otherJ' },
};

/** What may be chosen, beside metrics and parameters. */
export const FIELD_KEYS: readonly string[] = [...FIELD_NAMES, 'tags', ...Object.keys(PARTS), 'idle'];

/** Whether the command line sorts by it. */
export function isSortable(key: string): boolean {
  return /^(metric|param)\./.test(key) || FIELD_NAMES.some((name) => name === key);
}

function fieldColumn(name: (typeof FIELD_NAMES)[number]): RunColumn {
  const field = fieldOf(name);
  const on = { field: name };
  const keys = [...needsOf({ op: 'like', on, pattern: [] }, []).keys];
  const ends = BANDS[name] ?? [];
  const needs = [...keys, ...ends, ...(name === 'cost' ? ['currency'] : [])];
  const key = keys[0] ?? name;
  return {
    key: name,
    title: TITLES[name] ?? name,
    isNumber: !isTextField(field) && field.type !== 'time',
    needs,
    text: (table, row) => {
      const value = (table.shown(key)?.[row] ?? null) as unknown;
      if (isTextField(field)) return Array.isArray(value) ? value.join(', ') || missing() : plainText(value);
      const [low = null, high = null] = ends.map((end) => (table.shown(end)?.[row] ?? null) as Num);
      const number = value as Num;
      if (number === null && low === null && high === null) return missing();
      const estimate = banded(number, low, high);
      switch (field.type) {
        case 'energy':
          return printEnergy(estimate);
        case 'mass':
          return printCarbon(estimate);
        case 'volume':
          return printWater(estimate);
        case 'power':
          return printPower(estimate);
        case 'intensity':
          return printIntensity(estimate);
        case 'duration':
          return printDuration(number);
        case 'time':
          return number === null ? missing() : timeText(number);
        default:
          return name === 'cost'
            ? footprintText('cost', estimate, (table.shown('currency')?.[row] ?? null) as string | null)
            : plainText(number);
      }
    },
  };
}

function factColumn(key: string, isMetric: boolean, name: string): RunColumn {
  return {
    key,
    title: name,
    isNumber: isMetric,
    needs: [key],
    text: (table, row) => {
      const value = table.shown(key)?.[row];
      return isNoValue(value) ? 'null' : plainText(value);
    },
  };
}

function listColumn(key: string, title: string): RunColumn {
  return {
    key,
    title,
    isNumber: false,
    needs: [key],
    text: (table, row) => (table.shown(key)?.[row] as readonly string[] | undefined)?.join(', ') || missing(),
  };
}

function energyColumn(key: string, title: string, column: string): RunColumn {
  return {
    key,
    title,
    isNumber: true,
    needs: [column],
    text: (table, row) => {
      const value = (table.shown(column)?.[row] ?? null) as Num;
      return value === null ? missing() : printEnergy(value);
    },
  };
}

function idleColumn(): RunColumn {
  return {
    key: 'idle',
    title: 'idle',
    isNumber: true,
    needs: ['idleJ', 'energyJ'],
    text: (table, row) => {
      const [idle, all] = ['idleJ', 'energyJ'].map((key) => (table.shown(key)?.[row] ?? null) as Num);
      if (idle === null || idle === undefined || all === null || all === undefined || all === 0)
        return missing();
      return shareText(idle / all);
    },
  };
}

function workColumn(key: string, { count, times, unit }: NonNullable<(typeof WORK)[string]>): RunColumn {
  const ENERGY = ['energyJ', 'energyLowJ', 'energyHighJ'] as const;
  return {
    key,
    title: `energy/${unit}`,
    isNumber: true,
    needs: [count, ...ENERGY],
    text: (table, row) => {
      const done = (table.shown(count)?.[row] ?? null) as Num;
      const [value = null, low = null, high = null] = ENERGY.map((name) =>
        perWork((table.shown(name)?.[row] ?? null) as Num, done, times),
      );
      return value === null && low === null && high === null
        ? missing()
        : energyWithBand(banded(value, low, high));
    },
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment on the reader's clock: `Nov 20 14:03`, in another year with the year. */
export function timeText(ms: number): string {
  const at = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  const year = at.getFullYear() === new Date().getFullYear() ? '' : `${at.getFullYear()} `;
  return `${year}${MONTHS[at.getMonth()]} ${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
