import { printCarbon, printEnergy } from '../../units/format.ts';
import { J_PER_KWH } from '../../units/j-per-kwh.ts';
import type { IndexRow } from '../index-row.ts';
import { packedNames, packedShort } from './names.ts';
import { type Packed, packed, packedTimes } from './packed.ts';
import { type Banded, type PrintBand, shownBand, shownDuration, shownNumber } from './shown-number.ts';

/**
 * A column of a listing: a key of {@link IndexRow}, `metric.X` or `param.X`; with `~` behind it only as exact as it is shown. `short~` are the ends of the
 * ids that tell runs apart, `name~` the names without what they take from their ids.
 */
export type ColumnName = string;

/** What a listing begins with, beside the metric that most runs have. */
export const FIRST_COLUMNS: readonly ColumnName[] = [
  'short~',
  'name~',
  'project',
  'kind',
  'state',
  'grade',
  'startedMs~',
  'durationS~',
  'energyJ~',
  'energyLowJ~',
  'energyHighJ~',
  'co2G~',
  'co2LowG~',
  'co2HighG~',
];

const MINUTE_MS = 60_000;
const METRIC_DIGITS = 4; // as listings print them

/** A value and its ends, the unit in which it is printed, and how exact its ends are sent: those of carbon only say how many digits it has. */
export interface BandColumns {
  readonly value: 'energyJ' | 'co2G';
  readonly low: 'energyLowJ' | 'co2LowG';
  readonly high: 'energyHighJ' | 'co2HighG';
  readonly unit: number;
  readonly step: number;
}

const ENERGY = {
  value: 'energyJ',
  low: 'energyLowJ',
  high: 'energyHighJ',
  unit: J_PER_KWH / 1000,
  step: 0.01,
} as const;
const CO2 = { value: 'co2G', low: 'co2LowG', high: 'co2HighG', unit: 1, step: 0.05 } as const;

/** The columns that are sent as parts of a band. */
export const BANDS: Readonly<Record<string, BandColumns>> = {
  energyJ: ENERGY,
  energyLowJ: ENERGY,
  energyHighJ: ENERGY,
  co2G: CO2,
  co2LowG: CO2,
  co2HighG: CO2,
};

/** Packs a column of runs; undefined where there is none of that name. */
export function packedColumn(name: ColumnName, rows: readonly IndexRow[]): Packed | undefined {
  const [, room, own] = /^(metric|param)\.(.+)$/s.exec(name) ?? [];
  if (own !== undefined) return packedFacts(rows, room === 'metric' ? 'metrics' : 'params', own);
  if (name === 'short~') return packedShort(rows);
  if (name === 'name~') return packedNames(rows);
  const isShown = name.endsWith('~');
  const key = (isShown ? name.slice(0, -1) : name) as keyof IndexRow;
  if (rows.length > 0 && !rows.some((row) => Object.hasOwn(row, key))) return undefined;
  if (!isShown) return packed(rows.map((row) => row[key]));
  if (key === 'startedMs')
    return packedTimes(
      rows.map(({ startedMs }) => startedMs),
      MINUTE_MS,
    );
  if (key === 'durationS') return packed(rows.map(({ durationS }) => shownDuration(durationS)));
  const band = BANDS[key];
  if (band === undefined) return undefined;
  const part = key === band.value ? 'value' : key === band.low ? 'low' : 'high';
  return packed(shownBands(band, rows).map((shown) => shown[part]));
}

/** Value and ends are rounded together and asked for as three columns: of the same rows that is done once. */
const roundedBands = new WeakMap<readonly IndexRow[], Map<BandColumns, readonly Banded[]>>();

function shownBands(band: BandColumns, rows: readonly IndexRow[]): readonly Banded[] {
  const known = roundedBands.get(rows) ?? new Map<BandColumns, readonly Banded[]>();
  roundedBands.set(rows, known);
  const print: PrintBand = (one) =>
    (band.value === 'energyJ' ? printEnergy : printCarbon)({ ...one, unit: '', errors: {} });
  const shown =
    known.get(band) ??
    rows.map((row) =>
      shownBand(
        { value: row[band.value], low: row[band.low], high: row[band.high] },
        band.unit,
        band.step,
        print,
      ),
    );
  known.set(band, shown);
  return shown;
}

/** Stands for a parameter that is there and null: another thing than none. No parameter is a list. */
export const NO_VALUE: readonly never[] = [];

/** A metric that is shown is named with `~`, unless there is one of that very name. */
function packedFacts(rows: readonly IndexRow[], room: 'metrics' | 'params', name: string): Packed {
  const has = (key: string): boolean => rows.some((row) => Object.hasOwn(row[room], key));
  const isShown = room === 'metrics' && name.endsWith('~') && !has(name);
  const key = isShown ? name.slice(0, -1) : name;
  return packed(
    rows.map((row) => {
      if (!Object.hasOwn(row[room], key)) return null;
      const value = row[room][key] ?? NO_VALUE;
      return isShown && typeof value === 'number' ? shownNumber(value, METRIC_DIGITS) : value;
    }),
  );
}
