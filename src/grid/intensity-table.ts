import { problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';

/** A country or an aggregate of the yearly table. */
export interface Zone {
  /** ISO 3166 alpha-3, or the name of an aggregate such as `World`. */
  readonly zone: string;
  /** ISO 3166 alpha-2; empty for an aggregate. */
  readonly iso2: string;
  readonly name: string;
  readonly year: number;
  /** Average life-cycle intensity of its production, g CO2e/kWh. */
  readonly gPerKwh: number;
}

/** The yearly table with its ways to name a zone. */
export interface IntensityTable {
  readonly zones: readonly Zone[];
  /** Every code, name and alias, folded; made when first asked for, since most look-ups are by code. */
  readonly byName: () => ReadonlyMap<string, Zone>;
}

/** Builds the table from `ember_country.csv` and `country_aliases.csv`. */
export function parseIntensityTable(csv: string, aliases: string): IntensityTable {
  const zones = rows(csv).map(([zone = '', iso2 = '', name = '', year, value]): Zone => {
    return { zone, iso2, name, year: Number(year), gPerKwh: Number(value) };
  });
  let byName: ReadonlyMap<string, Zone> | undefined;
  return {
    zones,
    byName: () => {
      byName ??= namesOf(zones, aliases);
      return byName;
    },
  };
}

function namesOf(zones: readonly Zone[], aliases: string): ReadonlyMap<string, Zone> {
  const byName = new Map<string, Zone>();
  for (const zone of zones) {
    for (const name of [zone.zone, zone.iso2, zone.name]) if (name !== '') byName.set(fold(name), zone);
  }
  for (const [alias = '', code = ''] of rows(aliases)) {
    const zone = byName.get(fold(code));
    if (zone !== undefined && !byName.has(fold(alias))) byName.set(fold(alias), zone);
  }
  return byName;
}

/** Finds a zone by ISO code, English name or a usual alias; case and accents do not matter.
 *
 * @example
 * findZone(parseIntensityTable('zone,iso2,name,year,g_per_kwh\nFRA,FR,France,2024,44.2', ''), 'fr') // { ok: true, value: { zone: 'FRA', … } }
 */
export function findZone(table: IntensityTable, text: string): Result<Zone> {
  const code = text.trim().toUpperCase();
  const coded = table.zones.find((zone) => zone.iso2 !== '' && (zone.iso2 === code || zone.zone === code));
  if (coded !== undefined) return ok(coded);
  const names = table.byName();
  const zone = names.get(fold(text));
  if (zone !== undefined) return ok(zone);
  const near = nearest(fold(text), [...names.keys()])
    .map((name) => names.get(name))
    .filter((found) => found !== undefined);
  const suggestions = [...new Set(near.map(label))].slice(0, 3);
  return err(
    problem(
      'E_REGION',
      `unknown region "${text}"`,
      'It is no country code and no country name of the intensity table.',
      suggestions.length > 0
        ? `Did you mean ${suggestions.join(' or ')}? Otherwise give the intensity itself: \`--intensity "56 g/kWh"\`.`
        : 'Use an ISO code such as FR or FRA, or give the intensity itself: `--intensity "56 g/kWh"`.',
    ),
  );
}

/** Countries of the table, without aggregates. */
export function countries(table: IntensityTable): readonly Zone[] {
  return table.zones.filter((zone) => zone.iso2 !== '');
}

/** Cells of a CSV file without quotes, its header left out. */
export function rows(csv: string): string[][] {
  return csv
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split(','));
}

function label(zone: Zone): string {
  return zone.iso2 === '' ? zone.name : `${zone.name} (${zone.iso2})`;
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Names at a small edit distance, nearest first; a prefix counts as near. */
function nearest(text: string, names: readonly string[]): string[] {
  if (text.length < 4) return []; // every code is near to some other code
  const allowed = Math.ceil(text.length / 4);
  return names
    .filter((name) => name.length > 3)
    .map((name) => ({
      name,
      distance: name.startsWith(text) ? 0.5 : distance(text, name),
    }))
    .filter((candidate) => candidate.distance <= allowed)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .map((candidate) => candidate.name);
}

/** Edit distance with transpositions of neighbours (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
