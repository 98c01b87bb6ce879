import type { Match } from '../units/match.ts';
import { type AcceleratorIndex, nearestRows } from './accelerator-index.ts';
import type { AcceleratorRow } from './accelerator-table.ts';
import { acceleratorWords } from './accelerator-words.ts';
import type { Accelerator } from './hardware-rows.ts';
import { type Reading, readExactly, readLoosely } from './accelerator-reading.ts';
import { type CountReading, countReadings } from './order-count.ts';
import { countsCores, tpuSlice } from './tpu-slice.ts';

/** What a text asks for: an accelerator and how many of it. */
export interface AcceleratorOrder {
  readonly accelerator: Accelerator;
  readonly count: number;
  /** Whether the text said how many. */
  readonly countGiven: boolean;
}

/** Finds the accelerator that a text means: `8xH100`, `NVIDIA A100-SXM4-80GB`, `TPU v3-8`, `nvidia-tesla-t4`. */
export function matchAcceleratorIn(index: AcceleratorIndex, text: string): Match<AcceleratorOrder> {
  const readings = countReadings(text);
  for (const read of [readExactly, readLoosely]) {
    for (const reading of readings) {
      const match = matchOne(index, reading, read);
      if (match !== undefined) return match;
    }
  }
  const last = readings.at(-1) ?? { rest: text, count: 1, given: false };
  return { kind: 'unknown', nearest: ordersOf(nearestTo(index, last.rest), countable(last)) };
}

type Reader = (index: AcceleratorIndex, text: string) => Reading | undefined;

function matchOne(
  index: AcceleratorIndex,
  given: CountReading,
  read: Reader,
): Match<AcceleratorOrder> | undefined {
  if (!Number.isSafeInteger(given.count) || given.count < 1) return undefined;
  const slice = tpuSlice(given.rest) ?? tpuSlice(given.rest.replace(/\([^)]*\)\s*$/, ''));
  const cores = slice === undefined ? countsCores(given.rest) : undefined;
  const reading = readName(index, { ...given, rest: slice?.name ?? cores ?? given.rest }, read);
  if (reading === undefined) return undefined;
  const [first] = reading.rows;
  if (slice === undefined && cores === undefined) return matchOf(reading, given, '');
  const perChip = first.accelerator.sliceCores;
  if (perChip === undefined) return undefined;
  const chips = (given.count * (slice?.cores ?? 1)) / perChip;
  if (!Number.isInteger(chips) || chips < 1) return undefined;
  const said =
    slice === undefined
      ? `${given.count} cores`
      : `a slice of ${slice.cores} ${perChip === 1 ? 'chips' : 'cores'}`;
  return matchOf(
    reading,
    { ...given, count: chips, given: true },
    perChip === 1 ? '' : `${said} are ${chips} chips of ${perChip} cores`,
  );
}

/**
 * `8 A100s` are eight A100. Where a card's own name ends so, the one that stands first in the table is meant: `8 L40s` are L40S, `8 V100s` are
 * V100; a capital S is always part of the name.
 */
function readName(index: AcceleratorIndex, { rest, count }: CountReading, read: Reader): Reading | undefined {
  const whole = read(index, rest);
  if (!/[A-Za-z0-9]s$/.test(rest)) return whole;
  const singular = read(index, rest.slice(0, -1));
  if (whole === undefined || singular === undefined) return whole ?? singular;
  if (count === 1) return whole;
  return index.rows.indexOf(whole.rows[0]) < index.rows.indexOf(singular.rows[0]) ? whole : singular;
}

function matchOf(reading: Reading, { count, given }: CountReading, said: string): Match<AcceleratorOrder> {
  const { rows } = reading;
  const order = (accelerator: Accelerator): AcceleratorOrder => ({ accelerator, count, countGiven: given });
  const models = new Set(rows.map((row) => row.model));
  const powers = new Set(rows.map((row) => powerOf(row.accelerator)));
  const [first, second, ...others] = rows;
  if (second !== undefined && models.size > 1 && powers.size > 1) {
    return {
      kind: 'ambiguous',
      candidates: [
        order(first.accelerator),
        order(second.accelerator),
        ...others.map((row) => order(row.accelerator)),
      ],
    };
  }
  const notes = [said, ...reading.notes];
  if (reading.isSystem && !given) notes.push('one GPU is meant: say how many the machine has');
  if (rows.length > 1) notes.push(familyNote(rows, powers.size > 1));
  const note = notes.filter((text) => text !== '').join('; ');
  return {
    kind: 'found',
    value: order(powers.size > 1 ? withRange(first, rows) : first.accelerator),
    how: rows.length > 1 ? 'family' : reading.how,
    ...(note === '' ? {} : { note }),
  };
}

/** Full power as one text: rows that agree on it need not be told apart. */
function powerOf({ tdpW, rangeW }: Accelerator): string {
  return [tdpW ?? '', rangeW?.low ?? '', rangeW?.high ?? ''].join(' ');
}

function familyNote(rows: readonly [AcceleratorRow, ...AcceleratorRow[]], differ: boolean): string {
  const [{ accelerator }, ...others] = rows;
  if (!differ) return `read as ${accelerator.name}; the others of that name have the same limit`;
  const named = others.map(({ accelerator: { name, tdpW } }) =>
    tdpW === null ? name : `${name} (${tdpW} W)`,
  );
  return `read as ${accelerator.name}${accelerator.tdpW === null ? '' : ` (${accelerator.tdpW} W)`}, the usual one of that name; it could also be ${named.join(', ')}`;
}

/** The usual form, with a range that covers the others. */
function withRange(usual: AcceleratorRow, rows: readonly AcceleratorRow[]): Accelerator {
  const powers = rows.flatMap(({ accelerator: { tdpW, rangeW } }) =>
    [tdpW, rangeW?.low ?? null, rangeW?.high ?? null].filter((watts) => watts !== null),
  );
  return { ...usual.accelerator, rangeW: { low: Math.min(...powers), high: Math.max(...powers) } };
}

function countable(reading: CountReading): CountReading {
  return Number.isSafeInteger(reading.count) && reading.count >= 1
    ? reading
    : { ...reading, count: 1, given: false };
}

function ordersOf(rows: readonly AcceleratorRow[], { count, given }: CountReading): AcceleratorOrder[] {
  return rows.map(({ accelerator }) => ({ accelerator, count, countGiven: given }));
}

/** The forms of a model that is known by name, else what is spelt alike. */
function nearestTo(index: AcceleratorIndex, text: string): readonly AcceleratorRow[] {
  const model = acceleratorWords(text).filter((word) => index.byName.has(word));
  const known = index.byName.get(model.join('')) ?? [];
  return known.length > 0 ? known : nearestRows(index, text);
}
