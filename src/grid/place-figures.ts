import { Z90 } from '../units/estimate.ts';
import type { IntensityFigure } from './grid-place.ts';
import type { Zone } from './intensity-table.ts';
import type { StateRow, ZoneRow } from './place-tables.ts';

/** Who publishes the figures of each table. */
export const EMBER = {
  source: 'Ember, Yearly Electricity Data',
  licence: 'CC BY 4.0',
  url: 'https://ember-energy.org/data/yearly-electricity-data/',
} as const;
const EMBER_STATES = {
  source: 'Ember, yearly electricity data of states',
  licence: 'CC BY 4.0',
  url: 'https://github.com/ember-climate/ember-data-api',
} as const;
const ELECTRICITY_MAPS = {
  source: 'Electricity Maps, yearly carbon intensity',
  licence: 'ODbL 1.0',
  url: 'https://portal.electricitymaps.com',
} as const;
const UNFCCC_IFI = {
  source: 'UNFCCC IFI default grid factors (operating margin), through CO2.js',
  licence: 'CC BY-SA 4.0',
  url: 'https://unfccc.int/climate-action/sectoral-engagement/ifis-harmonization-of-standards-for-ghg-accounting',
} as const;
/** Year of the UNFCCC IFI data set. */
const MARGIN_YEAR = 2021;

/** `data/grid/accounting.json`: how far what a state makes is from what it uses. */
export interface AccountingTable {
  /** Relative sds for a state whose grid is not known. */
  readonly spread: readonly [down: number, up: number];
  /** The country's figure over that of its states together, by country. */
  readonly countryOverSumOfStates: Readonly<Record<string, number>>;
  /** Ratio of the two figures from which that of the grid is the default. */
  readonly differBy: number;
}

/** Ember's figure of a country or an aggregate. */
export function countryFigure(zone: Zone): IntensityFigure {
  return {
    id: `grid.${zone.zone}.${zone.year}.ember`,
    gPerKwh: zone.gPerKwh,
    year: zone.year,
    basis: 'average',
    boundary: 'life-cycle',
    accounting: 'production',
    ...EMBER,
  };
}

/** Electricity Maps' figure of a zone. */
export function gridFigure(zone: ZoneRow): IntensityFigure {
  return {
    id: `grid.${zone.zone}.${zone.year}.electricity-maps`,
    gPerKwh: zone.gPerKwh,
    year: zone.year,
    basis: 'average',
    boundary: 'life-cycle',
    accounting: 'consumption',
    ...ELECTRICITY_MAPS,
  };
}

/** The operating margin of a country: what the plants emit that follow the load. */
export function marginFigure(country: string, gPerKwh: number): IntensityFigure {
  return {
    id: `grid.${country}.${MARGIN_YEAR}.unfccc-ifi`,
    gPerKwh,
    year: MARGIN_YEAR,
    basis: 'marginal',
    boundary: 'direct',
    accounting: 'production',
    ...UNFCCC_IFI,
  };
}

/**
 * The figures of a state, the default first: Ember's, of what its plants make; but that of its grid where the two are too far apart for
 * the state to live on its own plants. Ember's has an error as wide as what is known of the difference.
 */
export function stateFigures(
  state: StateRow,
  grid: ZoneRow | undefined,
  table: AccountingTable,
): readonly [IntensityFigure, ...IntensityFigure[]] {
  const own: IntensityFigure = {
    id: `grid.${state.place}.${state.year}.ember`,
    gPerKwh: state.gPerKwh,
    year: state.year,
    basis: 'average',
    boundary: 'life-cycle',
    accounting: 'production',
    ...EMBER_STATES,
  };
  if (grid === undefined) return [{ ...own, spread: table.spread }];
  const other = gridFigure(grid);
  const ratio = grid.gPerKwh / state.gPerKwh;
  const of = grid.zone === state.place ? {} : { of: { zone: grid.zone, name: grid.name } };
  if (ratio >= table.differBy || ratio <= 1 / table.differBy) {
    const note = `${state.name} makes electricity at ${Math.round(state.gPerKwh)} g/kWh (Ember) but is supplied by its grid, ${grid.name}, whose figure this is`;
    return [
      { ...other, ...of, note },
      { ...own, spread: reaching(ratio, 1) },
    ];
  }
  const level = table.countryOverSumOfStates[state.country] ?? 1;
  return [
    { ...own, spread: reaching(ratio, level) },
    { ...other, ...of },
  ];
}

/** The relative sds whose 90 % interval reaches from the smallest to the largest of these ratios to the value. */
function reaching(...ratios: readonly number[]): readonly [down: number, up: number] {
  return [(1 - Math.min(1, ...ratios)) / Z90, (Math.max(1, ...ratios) - 1) / Z90];
}
