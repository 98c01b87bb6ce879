import type { ImportedFigures } from '../../book/imported.ts';
import type { CarbonRecord, MarketRecord, RunRecord } from '../../book/run-record.ts';
import { ratio, scale, sum } from '../../units/arithmetic.ts';
import { DIMENSIONS } from '../../units/dimensions.ts';
import { fromWritten, interval, type WrittenEstimate } from '../../units/estimate.ts';
import type { Sourced } from '../../units/sourced.ts';
import { addWritten } from './add-written.ts';

const { kWh } = DIMENSIONS.energy.units;

/** Adds the carbon of runs. Intensity and PUE stand there only where they are the same for all. */
export function addCarbon(runs: readonly RunRecord[]): CarbonRecord {
  const carbons = runs.map(({ carbon }) => carbon);
  const same = <K extends 'intensity' | 'pue'>(key: K): CarbonRecord[K] | null =>
    new Set(carbons.map((carbon) => JSON.stringify(carbon[key]))).size === 1
      ? (carbons[0]?.[key] ?? null)
      : null;
  const grams = (terms: readonly WrittenEstimate[]): WrittenEstimate => addWritten(terms, 'g');
  const markets = allOf(carbons.map(({ market }) => market));
  return {
    operational: grams(carbons.map(({ operational }) => operational)),
    embodied: grams(carbons.map(({ embodied }) => embodied)),
    intensity: same('intensity'),
    pue: same('pue'),
    ...(markets === undefined ? {} : { market: addMarkets(runs, markets) }),
  };
}

function addMarkets(runs: readonly RunRecord[], markets: readonly MarketRecord[]): MarketRecord {
  const operational = addWritten(
    markets.map((market) => market.operational),
    'g',
  );
  const intensities = markets.map(({ intensity }) => intensity);
  return { operational, intensity: sameOrMean(intensities, operational, facilityOf(runs), 'market') };
}

/** Adds money, where all runs have it in one currency. */
export function addCost(runs: readonly RunRecord[]): Pick<ImportedFigures, 'cost'> {
  const costs = allOf(runs.map(({ cost }) => cost));
  const units = new Set(costs?.map(({ total }) => total.unit));
  const [unit] = units;
  if (costs === undefined || unit === undefined || units.size > 1) return {};
  const total = addWritten(
    costs.map((cost) => cost.total),
    unit,
  );
  const prices = costs.map(({ price }) => price);
  return { cost: { total, price: sameOrMean(prices, total, facilityOf(runs), 'price') } };
}

/** Adds water, where all runs have it: the sum of some would be taken for that of all. */
export function addWater(runs: readonly RunRecord[]): Pick<ImportedFigures, 'water'> {
  const waters = allOf(runs.map(({ water }) => water));
  if (waters === undefined) return {};
  const total = addWritten(
    waters.map((water) => water.total),
    'L',
  );
  const walls = runs.map(({ energy }) => energy.wall.attributed);
  const wues = waters.map(({ wue }) => wue);
  return { water: { total, wue: sameOrMean(wues, total, walls, 'wue') } };
}

/** Says that the sum holds carbon of different kinds, where it does. */
export function mixedWarning(runs: readonly RunRecord[]): RunRecord['warnings'] {
  const kinds = new Set(
    runs.flatMap(({ carbon: { intensity } }) =>
      intensity === null || intensity.basis === 'given' ? [] : [`${intensity.basis}, ${intensity.boundary}`],
    ),
  );
  if (kinds.size < 2) return [];
  return [
    {
      code: 'E_BASIS',
      what: 'the carbon of the sum mixes figures that do not compare',
      why: `its runs have intensities of different kinds: ${[...kinds].toSorted().join(' and ')}`,
      fix: 'quote the runs apart, or measure them with one source of intensity',
    },
  ];
}

/** All of some values; undefined where one is missing. */
function allOf<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

function facilityOf(runs: readonly RunRecord[]): readonly WrittenEstimate[] {
  return runs.map(({ energy }) => energy.facility.attributed);
}

/** The constant that all share, else the mean that leads from the summed energy to the summed figure. */
function sameOrMean(
  constants: readonly Sourced[],
  total: WrittenEstimate,
  joules: readonly WrittenEstimate[],
  name: string,
): Sourced {
  const [first, ...others] = constants as readonly [Sourced, ...Sourced[]];
  if (others.every((other) => JSON.stringify(other) === JSON.stringify(first))) return first;
  const energy = scale(sum(joules.map((one) => fromWritten(one))), 1 / kWh);
  const mean = ratio(fromWritten(total), energy);
  const sources = [...new Set(constants.map(({ source }) => source))];
  return {
    value: mean.value,
    ...interval(mean),
    unit: first.unit,
    errors: mean.errors,
    id: `merged.${name}`,
    source: `mean of the runs by their energy: ${sources.join('; ')}`,
  };
}
