import { problem } from '../errors.ts';
import type { MachineInfo } from '../hardware/machine-info.ts';
import { err, ok, type Result } from '../result.ts';
import type { Sourced } from '../units/sourced.ts';
import { type FacilityTable, ranged } from './facility-figures.ts';

/** The part of `data/grid/pue.json` that is not of providers. */
export interface PueTable extends FacilityTable {
  readonly portable: { readonly value: number; readonly note: string };
  readonly server: { readonly value: number; readonly low: number; readonly high: number };
  readonly serverSource: string;
  readonly serverYear: number;
  readonly serverUrl: string;
  readonly unknownLow: number;
}

/**
 * Power usage effectiveness of the place of a machine. What the user gives is a choice and has no error; then what is known of its cloud;
 * what stands on a desk is its own facility; any other server has the average of data centres.
 *
 * @param cloud what is known of the data centres of the machine's cloud
 */
export function pueOf(
  machine: MachineInfo,
  given: number | undefined,
  table: PueTable,
  cloud: Sourced | undefined,
): Sourced {
  if (given !== undefined) return exactly(given, 'pue.given', 'given by the user');
  if (cloud !== undefined) return cloud;
  const inCloud = machine.cloud !== undefined;
  if (!inCloud && (machine.chassis === 'laptop' || machine.chassis === 'desktop'))
    return exactly(table.portable.value, 'pue.portable', table.portable.note);
  const isServer = inCloud || machine.chassis === 'server' || machine.chassis === 'gpu-server';
  return averagePue(table, isServer ? 'server' : 'unknown');
}

/** The average of data centres, for a server of which no more is known or for a machine that may also stand on a desk. */
export function averagePue(table: PueTable, kind: 'server' | 'unknown'): Sourced {
  const { value, low, high } = table.server;
  const range = { value, low: kind === 'server' ? low : table.unknownLow, high };
  return {
    ...ranged(range, table, 'server'),
    id: `pue.${kind}`,
    source: table.serverSource,
    year: table.serverYear,
    url: table.serverUrl,
    grade: 'C',
    note:
      kind === 'server'
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
