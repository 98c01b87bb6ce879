import { problem } from '../errors.ts';
import type { MachineInfo } from '../hardware/machine-info.ts';
import { err, ok, type Result } from '../result.ts';
import { Z90 } from '../units/estimate.ts';
import type { Sourced } from '../units/sourced.ts';

interface Range {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** `data/grid/pue.json`. */
export interface PueTable {
  readonly portable: { readonly value: number; readonly note: string };
  readonly clouds: Readonly<Record<string, Range>>;
  readonly cloudSource: string;
  readonly cloudYear: number;
  readonly cloudUrl: string;
  readonly server: Range;
  readonly serverSource: string;
  readonly serverYear: number;
  readonly serverUrl: string;
  readonly unknownLow: number;
}

/** Power usage effectiveness of the place of a machine. What the user gives is a choice and has no error. */
export function pueOf(machine: MachineInfo, given: number | undefined, table: PueTable): Sourced {
  if (given !== undefined) return exactly(given, 'pue.given', 'given by the user');
  const cloud = machine.cloud === undefined ? undefined : table.clouds[machine.cloud];
  if (machine.cloud !== undefined && cloud !== undefined) {
    return {
      ...ranged(cloud, `pue.${machine.cloud}`, `pue:${machine.cloud}`),
      source: table.cloudSource,
      year: table.cloudYear,
      url: table.cloudUrl,
      licence: 'Apache-2.0',
    };
  }
  if (machine.chassis === 'laptop' || machine.chassis === 'desktop')
    return exactly(table.portable.value, 'pue.portable', table.portable.note);
  const isServer = machine.chassis === 'server' || machine.chassis === 'gpu-server';
  const range = isServer ? table.server : { ...table.server, low: table.unknownLow };
  return {
    ...ranged(range, isServer ? 'pue.server' : 'pue.unknown', 'pue:server'),
    source: table.serverSource,
    year: table.serverYear,
    url: table.serverUrl,
    grade: 'C',
    note: isServer
      ? "the average of data centres; give your site's with `--pue`"
      : "it is not known whether this machine stands in a data centre; give your site's with `--pue`, or `--pue 1`",
  };
}

/** Reads a PUE: a plain number of at least 1. */
export function parsePue(text: string, label = '--pue'): Result<number> {
  const value = Number(text.trim());
  if (text.trim() !== '' && value >= 1 && value <= 10) return ok(value);
  return err(
    problem(
      'E_QUANTITY',
      `${label} ${text}: a number from 1 to 10 is asked for`,
      'PUE is the energy of the whole facility over that of its machines, so it is never below 1.',
      'Write e.g. `1.2`.',
    ),
  );
}

function exactly(value: number, id: string, source: string): Sourced {
  return { value, low: value, high: value, unit: '1', errors: {}, id, source };
}

function ranged(range: Range, id: string, errorSource: string): Omit<Sourced, 'source'> {
  const { value, low, high } = range;
  return {
    value,
    low,
    high,
    unit: '1',
    errors: { [errorSource]: [(1 - low / value) / Z90, (high / value - 1) / Z90] },
    id,
  };
}
