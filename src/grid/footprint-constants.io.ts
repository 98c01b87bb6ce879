import type { Warning } from '../errors.ts';
import { type EmbodiedTable, embodiedOf } from '../hardware/embodied.ts';
import type { MachineInfo } from '../hardware/machine-info.ts';
import type { Host } from '../host/host.ts';
import { packageJson } from '../host/package-data.io.ts';
import type { Sourced } from '../units/sourced.ts';
import { intensitySpread } from './intensity.io.ts';
import type { SourcedIntensity } from './intensity.ts';
import { countries } from './intensity-table.ts';
import { type PueTable, pueOf } from './pue.ts';
import { findPlace, type Place, type PlaceTables } from './where.ts';
import { placeTables, systemTimeZone } from './where.io.ts';
import {
  DEFAULT_DURATION_S,
  explicitIntensity,
  guessedIntensity,
  unknownIntensity,
  yearlyIntensity,
} from './yearly-intensity.ts';

/** What the user said of the place. All optional. */
export interface FootprintOptions {
  readonly region?: string | undefined;
  readonly configRegion?: string | undefined;
  readonly intensityGPerKwh?: number | undefined;
  readonly pue?: number | undefined;
  /** Expected length of the run, s; an hour where nothing is known. */
  readonly durationS?: number | undefined;
}

/** What turns energy at the wall into a footprint. */
export interface FootprintConstants {
  readonly intensity: SourcedIntensity;
  readonly pue: Sourced;
  readonly embodied?: { readonly total: Sourced; readonly lifetimeS: number };
  /** Why `embodied` is missing. */
  readonly embodiedReason?: string;
  readonly warnings: readonly Warning[];
}

/** Intensity, PUE and embodied carbon of this machine. Never fails: an unknown region is a warning and leaves the intensity with bounds only. */
export function footprintConstants(
  host: Host,
  machine: MachineInfo,
  options: FootprintOptions = {},
): FootprintConstants {
  const { intensity, warnings } = intensityHere(host, machine, options);
  const pue = pueOf(machine, options.pue, packageJson('data/grid/pue.json') as PueTable);
  const prior = packageJson('data/hardware/thread_prior.json') as { readonly hostThreads: number };
  const embodied = embodiedOf(machine, {
    ...(packageJson('data/hardware/embodied.json') as EmbodiedTable),
    hostThreads: prior.hostThreads,
  });
  const rest = embodied.known
    ? { embodied: { total: embodied.total, lifetimeS: embodied.lifetimeS } }
    : { embodiedReason: embodied.reason };
  return { intensity, pue, ...rest, warnings };
}

function intensityHere(
  host: Host,
  machine: MachineInfo,
  options: FootprintOptions,
): { readonly intensity: SourcedIntensity; readonly warnings: readonly Warning[] } {
  if (options.intensityGPerKwh !== undefined)
    return { intensity: explicitIntensity(options.intensityGPerKwh), warnings: [] };
  const tables = placeTables();
  const { place, warnings } = findPlace(
    {
      option: options.region,
      config: options.configRegion,
      cloud: machine.cloud,
      cloudRegion: machine.cloudRegion,
      timeZone: systemTimeZone(host),
    },
    tables,
  );
  return { intensity: intensityAt(place, options.durationS ?? DEFAULT_DURATION_S, tables), warnings };
}

function intensityAt(place: Place, durationS: number, tables: PlaceTables): SourcedIntensity {
  if (place.kind === 'zone') return yearlyIntensity(place.zone, durationS, intensitySpread(), place.from);
  if (place.kind === 'guess')
    return guessedIntensity(place.zones, place.timeZone, durationS, intensitySpread());
  return unknownIntensity(
    countries(tables.intensity),
    `${place.reason}; set \`region\` or give \`--intensity\``,
  );
}
