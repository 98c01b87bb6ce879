import type { GridPlace, IntensityFigure } from './grid-place.ts';
import { type AccountingTable, gridFigure, stateFigures } from './place-figures.ts';
import type { CloudRow, StateRow, ZoneRow } from './place-tables.ts';

/** The tables of what is smaller than a country. */
export interface PartTables {
  /** By ISO 3166-2 code. */
  readonly states: ReadonlyMap<string, StateRow>;
  /** By the id of Electricity Maps. */
  readonly zones: ReadonlyMap<string, ZoneRow>;
  readonly accounting: AccountingTable;
}

/** Zones that are all of a country's grid under another name than its code. */
export const NATIONAL_ZONE: Readonly<Record<string, string>> = { CL: 'CL-SEN' };
const NATIONAL: ReadonlySet<string> = new Set(Object.values(NATIONAL_ZONE));
/** Codes of zones that people know as states; the rest are parts of a country's grid. */
const STATE = /^(?:AU-(?:NSW|NT|QLD|SA|TAS|VIC|WA)|CA-[A-Z]{2}|US-[A-Z]{2})$/;

/** A state or a zone of a country by its code; undefined where there is none. */
export function partPlace(code: string, tables: PartTables): GridPlace | undefined {
  const state = tables.states.get(code);
  if (state !== undefined) return statePlace(state, tables);
  const zone = tables.zones.get(code);
  if (zone === undefined || !code.includes('-') || NATIONAL.has(code)) return undefined;
  return {
    id: zone.zone,
    kind: STATE.test(zone.zone) ? 'state' : 'zone',
    name: zone.name,
    country: zone.country,
    zone: zone.zone,
    figures: [gridFigure(zone)],
  };
}

function statePlace(state: StateRow, { zones, accounting }: PartTables): GridPlace {
  const grid = zones.get(state.zone);
  return {
    id: state.place,
    kind: 'state',
    name: state.name,
    country: state.country,
    ...(grid === undefined ? {} : { zone: grid.zone }),
    figures: stateFigures(state, grid, accounting),
  };
}

/**
 * Where a cloud's region stands: it has the figures of the narrowest place that its row names, and says of which.
 *
 * @param countryOf the place of a country by its alpha-3 code
 */
export function cloudPlace(
  row: CloudRow,
  tables: PartTables,
  countryOf: (country: string) => GridPlace | undefined,
): GridPlace | undefined {
  const home = partPlace(row.subdivision, tables) ?? partPlace(row.zone, tables) ?? countryOf(row.country);
  if (home === undefined) return undefined;
  const zone = row.zone === '' ? home.zone : row.zone;
  const [first, ...rest] = figuresAt(row, home, tables).map((figure): IntensityFigure => {
    return figure.of === undefined ? { ...figure, of: { zone: home.id, name: home.name } } : figure;
  });
  if (first === undefined) return undefined;
  return {
    id: `${row.provider}:${row.region}`,
    kind: 'cloud-region',
    name: row.name,
    country: row.country,
    ...(row.city === '' ? {} : { city: row.city }),
    cloud: { provider: row.provider, region: row.region },
    ...(zone === undefined ? {} : { zone }),
    figures: [first, ...rest],
  };
}

/** In a state that several grids share, the region's own grid stands beside the state, not the main one. */
function figuresAt(row: CloudRow, home: GridPlace, tables: PartTables): readonly IntensityFigure[] {
  const state = tables.states.get(home.id);
  const grid = tables.zones.get(row.zone);
  return state === undefined || grid === undefined
    ? home.figures
    : stateFigures(state, grid, tables.accounting);
}
