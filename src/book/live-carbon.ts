import { written } from '../units/estimate.ts';
import type { SourcedIntensity } from '../grid/intensity.ts';
import type { Sourced } from '../units/sourced.ts';
import { DIMENSIONS } from '../units/dimensions.ts';
import type { Estimate } from '../units/estimate.ts';
import { fromSourced } from '../units/sourced-estimate.ts';
import { multiply, scale } from '../units/arithmetic.ts';
import { KWH_PER_J } from './footprint.ts';
import type { HourEnergy } from './hour-energy.ts';
import type { LiveGrid, LiveGrids } from './live-grid.ts';
import { type LiveIntensity, liveIntensity } from './live-intensity.ts';
import type { CarbonRecord, HourRecord, LiveRecord } from './run-record.ts';

const J_PER_WH = DIMENSIONS.energy.units.Wh;

/** What the live figures of a run are applied to. */
export interface LiveCarbonFacts {
  readonly grids: LiveGrids;
  readonly energy: HourEnergy;
  readonly offline: SourcedIntensity | undefined;
  readonly pue: Sourced | undefined;
}

/** The intensity by which a run's operational carbon is counted: that of the live source where it has told any hour of the run, else the yearly one. */
export function intensityOf({ grids, energy, offline }: LiveCarbonFacts): SourcedIntensity | undefined {
  if (grids.average === undefined) return offline;
  const live = liveIntensity(grids.average, energy, offline, offline);
  if (live.fraction > 0 || offline === undefined) return live.fraction > 0 ? live.intensity : offline;
  const { name, failure } = grids.average.about;
  const note = `no live figure of ${name}: ${failure ?? 'it told none of these hours'}`;
  return { ...offline, note: offline.note === undefined ? note : `${offline.note}; ${note}` };
}

/**
 * What a record says beside its carbon where live sources were asked: the hours, how much of the energy they cover, the yearly figure that would stand otherwise; and
 * the marginal emissions, which are another figure and enter no sum.
 *
 * @param facility attributed energy of the facility, J.
 */
export function liveCarbon(
  facts: LiveCarbonFacts,
  facility: Estimate,
): Pick<CarbonRecord, 'live' | 'hourly' | 'offline' | 'marginal'> {
  const { grids, energy, offline, pue } = facts;
  const totalJ = energy.hours.reduce((sum, { joules }) => sum + joules, 0);
  const totalWh = (totalJ * (pue?.value ?? 1)) / J_PER_WH;
  return {
    ...averageOf(grids.average, facts, totalWh),
    ...(grids.average === undefined || offline === undefined ? {} : { offline }),
    ...(grids.marginal === undefined
      ? {}
      : { marginal: marginalOf(grids.marginal, energy, offline, totalWh, facility) }),
  };
}

function averageOf(
  grid: LiveGrid | undefined,
  { energy, offline }: LiveCarbonFacts,
  totalWh: number,
): Pick<CarbonRecord, 'live' | 'hourly'> {
  if (grid === undefined) return {};
  const live = liveIntensity(grid, energy, offline, offline);
  return { live: liveRecord(grid, live), hourly: hourly(grid, live, totalWh, offline?.source) };
}

function marginalOf(
  grid: LiveGrid,
  energy: HourEnergy,
  place: SourcedIntensity | undefined,
  totalWh: number,
  facility: Estimate,
): NonNullable<CarbonRecord['marginal']> {
  const live = liveIntensity(grid, energy, place, undefined);
  const { intensity, fraction } = live;
  const known = multiply(scale(facility, KWH_PER_J * fraction), fromSourced(intensity));
  const covered = written(known, 'g');
  // Nothing stands in for the hours without a figure: of the whole only a lower bound is known.
  const emissions = fraction > 1 - 1e-9 ? covered : { ...covered, value: null, high: null, errors: {} };
  return {
    intensity,
    emissions,
    live: liveRecord(grid, live),
    hourly: hourly(grid, live, totalWh, undefined),
  };
}

function liveRecord({ about }: LiveGrid, { fraction }: LiveIntensity): LiveRecord {
  const { source, name, zone, basis, boundary, askedAt, failure } = about;
  return {
    source,
    name,
    zone,
    basis,
    boundary,
    fraction,
    ...(askedAt === undefined ? {} : { askedAt }),
    ...(failure === undefined ? {} : { failure }),
  };
}

function hourly(
  { about }: LiveGrid,
  { hours }: LiveIntensity,
  totalWh: number,
  fallback: string | undefined,
): readonly HourRecord[] {
  return hours.map(({ hourMs, part, g, how }) => ({
    hour: `${new Date(hourMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length)}Z`,
    energyWh: part * totalWh,
    gPerKwh: g,
    source: how === 'yearly' ? (fallback ?? null) : about.name,
    how,
    estimated: how !== 'measured',
  }));
}
