import type { Warning } from '../errors.ts';
import { type Embodied, type EmbodiedTable, embodiedOf } from '../hardware/embodied.ts';
import { embodiedOfInstance } from '../hardware/instance-embodied.ts';
import { instanceOfType } from '../hardware/instance-tables.io.ts';
import type { MachineInfo } from '../hardware/machine-info.ts';
import type { Host } from '../host/host.ts';
import { packageJson } from '../host/package-data.io.ts';
import type { Sourced } from '../units/sourced.ts';
import { facilityTable, facilityWarnings, providerPue, providerWue } from './facility.io.ts';
import { given } from './given.ts';
import { intensitySpread, intensityTable } from './intensity.io.ts';
import type { SourcedIntensity } from './intensity.ts';
import { countries, countryOf } from './intensity-table.ts';
import { DEFAULT_DURATION_S, intensityOfPlace } from './place-intensity.ts';
import { type PueTable, pueOf } from './pue.ts';
import { findPlace, type Place } from './where.ts';
import { placeTables, systemTimeZone } from './where.io.ts';
import { explicitIntensity, guessedIntensity, unknownIntensity } from './yearly-intensity.ts';

/** What the user said of the place. All optional. */
export interface FootprintOptions {
  readonly region?: string | undefined;
  readonly configRegion?: string | undefined;
  readonly intensityGPerKwh?: number | undefined;
  readonly pue?: number | undefined;
  /** Water usage effectiveness of the site, L/kWh. */
  readonly wue?: number | undefined;
  /** Intensity of the electricity that was bought, g CO2e/kWh. */
  readonly marketGPerKwh?: number | undefined;
  readonly price?: { readonly perKwh: number; readonly currency: string } | undefined;
  /** Expected length of the run, s; an hour where nothing is known. */
  readonly durationS?: number | undefined;
}

/** What turns energy at the wall into a footprint. */
export interface FootprintConstants {
  readonly intensity: SourcedIntensity;
  readonly pue: Sourced;
  /** L/kWh of energy at the wall; missing where nothing is known of the site. */
  readonly wue?: Sourced;
  /** Intensity of the contract, g CO2e/kWh: for a second figure beside {@link intensity}. */
  readonly market?: Sourced;
  readonly price?: Sourced & { readonly currency: string };
  readonly embodied?: { readonly total: Sourced; readonly lifetimeS: number };
  /** Why `embodied` is missing. */
  readonly embodiedReason?: string;
  readonly warnings: readonly Warning[];
}

/** Intensity, PUE, embodied carbon, water and price of this machine. Never fails: an unknown region is a warning and leaves the intensity with bounds only. */
export function footprintConstants(
  host: Host,
  machine: MachineInfo,
  options: FootprintOptions = {},
): FootprintConstants {
  const { intensity, site, warnings } = intensityHere(host, machine, options);
  const pue = pueOf(machine, options.pue, facilityTable('pue') as PueTable, sitePue(host, site));
  const prior = packageJson('data/hardware/thread_prior.json') as { readonly hostThreads: number };
  const table = {
    ...(packageJson('data/hardware/embodied.json') as EmbodiedTable),
    hostThreads: machine.hostThreads ?? prior.hostThreads,
  };
  const embodied = instanceEmbodied(host, machine, table) ?? embodiedOf(machine, table);
  const rest = embodied.known
    ? { embodied: { total: embodied.total, lifetimeS: embodied.lifetimeS } }
    : { embodiedReason: embodied.reason };
  const ownTables = site === undefined ? [] : facilityProblems(host, options);
  return {
    intensity,
    pue,
    ...waterOf(host, site, options),
    ...givenConstants(options),
    ...rest,
    warnings: [...warnings, ...ownTables],
  };
}

function instanceEmbodied(
  host: Host,
  { cloud, instanceType }: MachineInfo,
  table: EmbodiedTable,
): Embodied | undefined {
  if (cloud === undefined || instanceType === undefined) return undefined;
  const instance = instanceOfType(host, cloud, instanceType);
  return instance === undefined ? undefined : embodiedOfInstance(instance, table);
}

/** The data centre that the machine stands in, as far as it is known. */
type Site = { readonly provider: string; readonly region?: string | undefined } | undefined;

function sitePue(host: Host, site: Site): Sourced | undefined {
  return site === undefined ? undefined : providerPue(host, site.provider, site.region);
}

/** The water of a site: as given, else as its provider publishes it. Of any other site nothing is known, and nothing is said. */
function waterOf(host: Host, site: Site, options: FootprintOptions): Pick<FootprintConstants, 'wue'> {
  if (options.wue !== undefined) return { wue: given(options.wue, 'L/kWh', 'given.wue') };
  const wue = site === undefined ? undefined : providerWue(host, site.provider, site.region);
  return wue === undefined ? {} : { wue };
}

/** What is wrong with the user's own rows, of the tables that are asked. */
function facilityProblems(host: Host, { pue, wue }: FootprintOptions): readonly Warning[] {
  return [
    ...(pue === undefined ? facilityWarnings(host, 'pue') : []),
    ...(wue === undefined ? facilityWarnings(host, 'wue') : []),
  ];
}

/** What is known only because the user says it. */
function givenConstants({
  marketGPerKwh,
  price,
}: FootprintOptions): Pick<FootprintConstants, 'market' | 'price'> {
  return {
    ...(marketGPerKwh === undefined ? {} : { market: given(marketGPerKwh, 'g/kWh', 'given.market') }),
    ...(price === undefined ? {} : { price: priceOf(price) }),
  };
}

function priceOf({
  perKwh,
  currency,
}: NonNullable<FootprintOptions['price']>): NonNullable<FootprintConstants['price']> {
  return { ...given(perKwh, `${currency}/kWh`, 'given.price'), currency };
}

function intensityHere(
  host: Host,
  machine: MachineInfo,
  options: FootprintOptions,
): { readonly intensity: SourcedIntensity; readonly site: Site; readonly warnings: readonly Warning[] } {
  const { region, configRegion, intensityGPerKwh, durationS = DEFAULT_DURATION_S } = options;
  const find = (): ReturnType<typeof findPlace> =>
    findPlace(
      {
        option: region,
        config: configRegion,
        cloud: machine.cloud,
        cloudRegion: machine.cloudRegion,
        timeZone: systemTimeZone(host),
      },
      placeTables(host),
    );
  if (intensityGPerKwh === undefined) {
    const { place, warnings } = find();
    return { intensity: withCountry(intensityAt(place, durationS)), site: siteOf(machine, place), warnings };
  }
  // An intensity is no place; a place that was named beside it still says whose data centre this is.
  const isNamed = (region ?? configRegion) !== undefined && machine.cloud === undefined;
  const site = siteOf(machine, isNamed ? find().place : undefined);
  return { intensity: explicitIntensity(intensityGPerKwh), site, warnings: [] };
}

/** What the machine knows of its cloud; else the region of a cloud that somebody named as its place. */
function siteOf({ cloud, cloudRegion }: MachineInfo, found: Place | undefined): Site {
  if (cloud !== undefined) return { provider: cloud, region: cloudRegion };
  return found?.kind === 'place' ? found.place.cloud : undefined;
}

/** A state or a zone is no country: the country's own name stands beside its. */
function withCountry(intensity: SourcedIntensity): SourcedIntensity {
  const { country, zone } = intensity;
  if (country === undefined || country === zone) return intensity;
  const name = countryOf(intensityTable(), country)?.name;
  return name === undefined ? intensity : { ...intensity, countryName: name };
}

function intensityAt(found: Place, durationS: number): SourcedIntensity {
  if (found.kind === 'place') {
    const { place, from, note } = found;
    return intensityOfPlace(place, intensitySpread(), { durationS, zoneFrom: from, note });
  }
  if (found.kind === 'guess')
    return guessedIntensity(found.place, found.others, found.timeZone, durationS, intensitySpread());
  return unknownIntensity(
    countries(intensityTable()).map(({ gPerKwh }) => gPerKwh),
    `${found.reason}; set \`region\` or give \`--intensity\``,
  );
}
