import type { GridPlace } from './grid-place.ts';
import type { IntensityTable, Zone } from './intensity-table.ts';
import { cloudPlace, NATIONAL_ZONE, partPlace, type PartTables } from './part-places.ts';
import { countryFigure, gridFigure, marginFigure } from './place-figures.ts';
import type { CloudRow } from './place-tables.ts';

/** The tables that the places are made of. */
export interface GridTables extends PartTables {
  readonly intensity: IntensityTable;
  readonly clouds: readonly CloudRow[];
  /** Continent by country (ISO alpha-3). */
  readonly continents: ReadonlyMap<string, string>;
  /** Operating margin by country (ISO alpha-3), g/kWh. */
  readonly margins: ReadonlyMap<string, string>;
}

/** A country with Ember's figure alone, as most look-ups by code need it. */
export function countryPlace(zone: Zone): GridPlace {
  return {
    id: zone.zone,
    kind: zone.iso2 === '' ? 'aggregate' : 'country',
    name: zone.name,
    country: zone.iso2 === '' ? '' : zone.zone,
    figures: [countryFigure(zone)],
  };
}

/** Countries, aggregates, states and zones with all their figures, and the regions of clouds by where they stand. */
export function buildPlaces(tables: GridTables): readonly GridPlace[] {
  const countries = [...emberCountries(tables), ...otherCountries(tables)];
  const codes = new Set([...tables.states.keys(), ...tables.zones.keys()]);
  const parts = [...codes].map((code) => partPlace(code, tables));
  const byId = new Map(countries.map((place) => [place.id, place]));
  const clouds = tables.clouds
    .filter(({ sameAs }) => sameAs === '')
    .map((row) => cloudPlace(row, tables, (country) => byId.get(country)));
  return [...countries, ...parts, ...clouds].flatMap((place) => {
    if (place === undefined) return [];
    const continent = tables.continents.get(place.country);
    return [continent === undefined ? place : { ...place, continent }];
  });
}

function emberCountries(tables: GridTables): GridPlace[] {
  return tables.intensity.zones.map((zone) => {
    const grid = zone.iso2 === '' ? undefined : tables.zones.get(NATIONAL_ZONE[zone.iso2] ?? zone.iso2);
    const margin = tables.margins.get(zone.zone);
    return {
      ...countryPlace(zone),
      ...(grid === undefined ? {} : { zone: grid.zone }),
      figures: [
        countryFigure(zone),
        ...(grid === undefined ? [] : [gridFigure(grid)]),
        ...(margin === undefined ? [] : [marginFigure(zone.zone, Number(margin))]),
      ],
    };
  });
}

/** Countries that only Electricity Maps has. */
function otherCountries(tables: GridTables): GridPlace[] {
  const known = new Set(tables.intensity.zones.map(({ zone }) => zone));
  return [...tables.zones.values()]
    .filter(({ zone, country }) => !zone.includes('-') && !known.has(country))
    .map((zone) => ({
      id: zone.country,
      kind: 'country',
      name: zone.name,
      country: zone.country,
      zone: zone.zone,
      figures: [gridFigure(zone)],
    }));
}
