import { intensityTable } from '../grid/intensity.io.ts';
import { countryOf } from '../grid/intensity-table.ts';
import { placeOf } from '../grid/where.io.ts';
import type { Host } from '../host/host.ts';

/** A place as a client names it. */
export interface KnownRegion {
  /** As `region` of a run understands it. */
  readonly region: string;
  /** ISO 3166 alpha-3 and name of its country; null where the place is not known. */
  readonly country: { readonly code: string; readonly name: string } | null;
}

/**
 * The first of some names for a place that the tables know, the narrowest first. Where they know none it is the last one, so that the
 * place of the run is said to be unknown and is not looked for elsewhere; undefined where there are no names.
 */
export function knownRegion(host: Host, names: readonly string[]): KnownRegion | undefined {
  for (const name of names) {
    const found = placeOf(host, name);
    if (found.kind !== 'found') continue;
    const { id, country, name: own } = found.value;
    return {
      region: id,
      country: { code: country, name: countryOf(intensityTable(), country)?.name ?? own },
    };
  }
  const last = names.at(-1);
  return last === undefined ? undefined : { region: last, country: null };
}
