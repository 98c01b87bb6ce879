import type { RunRecord } from '../../book/run-record.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { Sourced } from '../../units/sourced.ts';
import { meanPower } from './mean-power.ts';

/** Base units of the formats that have one number for each name. */
export type MeasureUnit = 'J' | 'g' | 'W' | 's' | 'By' | '1' | 'g/kWh' | 'L' | 'L/kWh' | 'count' | 'money';

/** A figure of one run. `low` and `high` are the ends of its 90 % interval, where it is an estimate. */
export interface Point {
  /** What it is a part of, e.g. `{ component: 'gpu:0' }`. */
  readonly of?: Readonly<Record<string, string>>;
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** One kind of figure that runs have; the list of them is what every export of figures is made from. */
export interface RunMeasure {
  /** Words, e.g. `active energy`; each format joins them its own way and adds the unit. */
  readonly words: readonly string[];
  readonly unit: MeasureUnit;
  readonly help: string;
  /** An estimate: it has an interval. */
  readonly isEstimate: boolean;
  readonly points: (run: RunRecord) => readonly Point[];
}

/**
 * All figures of a run's record, as the columns of the CSV have them. Energies are attributed and at the wall unless the name says
 * otherwise. Nothing is rounded.
 */
export const RUN_MEASURES: readonly RunMeasure[] = [
  energy(['energy'], 'Energy attributed to the run, at the wall', (run) => run.energy.wall.attributed),
  energy(['active', 'energy'], 'Energy of the run above idle, at the wall', (run) => run.energy.wall.active),
  energy(
    ['machine', 'energy'],
    'Energy of the whole machine while the run lasted, at the wall',
    (run) => run.energy.wall.machine,
  ),
  energy(
    ['chips', 'energy'],
    "Energy attributed to the run, as the components' own counters see it",
    (run) => run.energy.chips.attributed,
  ),
  energy(
    ['facility', 'energy'],
    'Energy attributed to the run times PUE: with cooling and distribution',
    (run) => run.energy.facility.attributed,
  ),
  {
    words: ['component', 'energy'],
    unit: 'J',
    help: 'Energy attributed to the run, of one component: chips, or what stands between chips and wall (other)',
    isEstimate: true,
    points: (run) =>
      Object.entries(run.energy.components).map(([component, { attributed }]) =>
        point(attributed, { component }),
      ),
  },
  {
    words: ['stage', 'energy'],
    unit: 'J',
    help: 'Energy attributed to a stage of the run, at the wall; a stage inside another is part of it',
    isEstimate: true,
    points: (run) =>
      Object.entries(run.energy.stages).map(([stage, { attributed, parent }]) =>
        point(attributed, { stage, ...(parent === undefined ? {} : { parent_stage: parent }) }),
      ),
  },
  estimated(
    ['operational', 'carbon'],
    'g',
    'CO2e of the electricity, location-based',
    (run) => run.carbon.operational,
  ),
  estimated(
    ['market', 'carbon'],
    'g',
    'CO2e of the electricity, market-based',
    (run) => run.carbon.market?.operational,
  ),
  estimated(
    ['marginal', 'carbon'],
    'g',
    'CO2e of the electricity by marginal intensity; not to be added to the others',
    (run) => run.carbon.marginal?.emissions,
  ),
  estimated(
    ['embodied', 'carbon'],
    'g',
    'CO2e of making the hardware, the part of this run',
    (run) => run.carbon.embodied,
  ),
  estimated(['water'], 'L', 'Water that cooling took', (run) => run.water?.total),
  {
    words: ['cost'],
    unit: 'money',
    help: 'Price of the electricity, in the currency of the label',
    isEstimate: true,
    points: ({ cost }) => (cost === undefined ? [] : [point(cost.total, { currency: cost.total.unit })]),
  },
  single(['duration'], 's', 'How long the run took', (run) => run.durationS),
  single(['power'], 'W', 'Mean power attributed to the run, at the wall', meanPower),
  estimated(
    ['carbon', 'intensity'],
    'g/kWh',
    'Carbon intensity of the electricity, CO2e',
    (run) => run.carbon.intensity,
  ),
  estimated(['pue'], '1', 'Power usage effectiveness of the building', (run) => run.carbon.pue),
  estimated(['wue'], 'L/kWh', 'Water usage effectiveness of the site', (run) => run.water?.wue),
  single(
    ['measured'],
    '1',
    'Part of the attributed chips energy that comes from counters',
    (run) => run.energy.measuredFraction,
  ),
  single(['cpu', 'time'], 's', "CPU time of the run's processes", (run) => run.usage.cpuS),
  single(['peak', 'memory'], 'By', 'Peak resident memory of the run', (run) => run.usage.peakRssBytes),
  single(['exit', 'code'], 'count', 'Exit code of the command', (run) => run.exitCode),
  single(['samples'], 'count', 'Number of samples', (run) => run.samples),
  single(['start', 'time'], 's', 'When the run began, since 1970', (run) => seconds(run.startedAt)),
  single(['end', 'time'], 's', 'When the run ended, since 1970', (run) => seconds(run.endedAt)),
];

function energy(
  words: readonly string[],
  help: string,
  get: (run: RunRecord) => WrittenEstimate,
): RunMeasure {
  return estimated(words, 'J', help, get);
}

function estimated(
  words: readonly string[],
  unit: MeasureUnit,
  help: string,
  get: (run: RunRecord) => WrittenEstimate | Sourced | null | undefined,
): RunMeasure {
  const points = (run: RunRecord): readonly Point[] => {
    const known = get(run);
    return known === null || known === undefined ? [] : [point(known)];
  };
  return { words, unit, help, isEstimate: true, points };
}

function single(
  words: readonly string[],
  unit: MeasureUnit,
  help: string,
  get: (run: RunRecord) => number | null | undefined,
): RunMeasure {
  return { words, unit, help, isEstimate: false, points: (run) => [{ value: get(run) ?? null }] };
}

function point(
  { value, low, high }: WrittenEstimate | Sourced,
  of?: Readonly<Record<string, string>>,
): Point {
  return { value, low, high, ...(of === undefined ? {} : { of }) };
}

function seconds(iso: string | null): number | null {
  const ms = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(ms) ? null : ms / 1000;
}
