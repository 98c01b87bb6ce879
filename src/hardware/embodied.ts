import { Z90 } from '../units/estimate.ts';
import type { Sourced } from '../units/sourced.ts';
import type { MachineInfo } from './machine-info.ts';

/** `data/hardware/embodied.json`, and the threads of a typical host. */
export interface EmbodiedTable {
  readonly id: string;
  readonly serverKg: number;
  readonly includesSockets: number;
  readonly includesGB: number;
  readonly perExtraCpuKg: number;
  readonly perExtraGBKg: { readonly kg: number; readonly perGB: number };
  readonly perGpuKg: number;
  readonly lifetimeYears: number;
  readonly factor: number;
  readonly hostSockets: number;
  readonly hostGB: number;
  readonly hostThreads: number;
  readonly source: string;
  readonly year: number;
  readonly licence: string;
  readonly url: string;
}

/** Embodied carbon of a machine, or why there is no figure. */
export type Embodied =
  | { readonly known: true; readonly total: Sourced; readonly lifetimeS: number }
  | { readonly known: false; readonly reason: string };

/** Seconds of a mean Gregorian year. */
const YEAR_S = 365.2425 * 86_400;

/**
 * Embodied carbon of a server after Cloud Carbon Footprint, g CO2e, within a factor of two; a virtual machine has its threads' part of a
 * typical host. Laptops and desktops: no sourced figure, so none is made up.
 */
export function embodiedOf(machine: MachineInfo, table: EmbodiedTable): Embodied {
  const isServer = machine.chassis === 'server' || machine.chassis === 'gpu-server';
  if (!isServer && !machine.virtual) {
    const what = machine.chassis === 'unknown' ? 'a machine of unknown class' : `a ${machine.chassis}`;
    return { known: false, reason: `no sourced figure for the embodied carbon of ${what} is shipped` };
  }
  const kg = machine.virtual
    ? serverKg(table.hostSockets, table.hostGB, 0, table) * Math.min(1, machine.threads / table.hostThreads) +
      machine.gpus.length * table.perGpuKg
    : serverKg(machine.sockets, machine.ramBytes / 2 ** 30, machine.gpus.length, table);
  const value = kg * 1000;
  const total: Sourced = {
    value,
    low: value / table.factor,
    high: value * table.factor,
    unit: 'g',
    errors: {
      [`embodied:${machine.virtual ? 'virtual' : machine.chassis}`]: [
        (1 - 1 / table.factor) / Z90,
        (table.factor - 1) / Z90,
      ],
    },
    id: table.id,
    source: table.source,
    year: table.year,
    licence: table.licence,
    url: table.url,
    grade: 'C',
    note: machine.virtual
      ? `its ${machine.threads} threads' part of a typical host with ${table.hostThreads}`
      : 'a typical server, its memory and its GPUs, within a factor of two',
  };
  return { known: true, total, lifetimeS: table.lifetimeYears * YEAR_S };
}

function serverKg(sockets: number, gigabytes: number, gpus: number, table: EmbodiedTable): number {
  const { kg, perGB } = table.perExtraGBKg;
  return (
    table.serverKg +
    Math.max(0, sockets - table.includesSockets) * table.perExtraCpuKg +
    (Math.max(0, gigabytes - table.includesGB) * kg) / perGB +
    gpus * table.perGpuKg
  );
}
