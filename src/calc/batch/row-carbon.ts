import type { CalcKnowledge } from '../knowledge.ts';
import { type Entry, numberOf, numbersOf, type RowReading } from './row-reading.ts';
import { acceleratorHoursOf } from './row-accelerator-hours.ts';
import { rowHours } from './row-hours.ts';

/** A row that gives carbon or embodied carbon without going through energy: kg CO2e, and how. */
export interface DirectCarbon {
  readonly kg: number;
  readonly note: string;
}

/** How often the result of a row is multiplied. */
export function rowRuns(reading: RowReading): number {
  const queries = multiplyingQueries(reading)?.value ?? 1;
  return numbersOf(reading, 'runs').reduce((product, each) => product * each, queries);
}

/** Queries that multiply what a row gives; `total_prompts` beside an energy counts what is in it. */
export function multiplyingQueries(reading: RowReading): Entry | undefined {
  const [queries] = reading.entries.get('queries') ?? [];
  const isOfOne = reading.entries.has('energyPerQuery') || reading.entries.has('deltaKg');
  const isCounted = !isOfOne && /total/i.test(queries?.key ?? '');
  return reading.entries.has('energyPerQuery') || isCounted ? undefined : queries;
}

/** Carbon from parts that are added up, from one run or query, or from a rate for each accelerator-hour. */
export function directCarbon(reading: RowReading, knowledge: CalcKnowledge): DirectCarbon | undefined {
  return addedUp(reading) ?? perDeviceHour(reading) ?? perRun(reading) ?? embodiedAlone(reading, knowledge);
}

function addedUp(reading: RowReading): DirectCarbon | undefined {
  const parts = numbersOf(reading, 'partsKg');
  if (parts.length === 0) return undefined;
  const embodied = numbersOf(reading, 'embodiedTotal');
  const all = [...parts, ...embodied];
  const kg = all.reduce((sum, part) => sum + part, 0) * rowRuns(reading);
  return { kg, note: `sum of ${all.length} parts given in carbon; no energy is given` };
}

function perDeviceHour(reading: RowReading): DirectCarbon | undefined {
  const rate = numberOf(reading, 'kgPerDeviceHour');
  if (rate === undefined) return undefined;
  const { hours } = rowHours(reading);
  const count = numberOf(reading, 'count') ?? 1;
  const deviceHours = acceleratorHoursOf(reading) ?? (hours === undefined ? undefined : hours * count);
  if (deviceHours === undefined) return undefined;
  return {
    kg: rate * deviceHours * rowRuns(reading),
    note: 'accelerator-hours × carbon of one; no energy is given',
  };
}

function perRun(reading: RowReading): DirectCarbon | undefined {
  const each = numberOf(reading, 'deltaKg');
  if (each === undefined) return undefined;
  return { kg: each * rowRuns(reading), note: 'carbon of one × how often; no energy is given' };
}

/**
 * Embodied carbon spread over the life of the hardware, where the row asks for nothing else. Of accelerators after Luccioni et al. 2022
 * (arXiv 2211.02001): accelerator-hours × (accelerator + server / accelerators of a server) / (life × use); of a machine after the SCI
 * specification: TE × time / life × part that is reserved.
 */
function embodiedAlone(reading: RowReading, knowledge: CalcKnowledge): DirectCarbon | undefined {
  const asksEnergy = [
    'energy',
    'energyFacility',
    'energyPart',
    'energyPerQuery',
    'powerEach',
    'powerMean',
    'powerLimit',
    'power',
    'powerTotal',
    'intensity',
    'hardware',
    'coreTdp',
    'cpu',
    'region',
  ] as const;
  if (asksEnergy.some((slot) => reading.entries.has(slot))) return undefined;
  return embodiedCarbon(reading, knowledge);
}

/** Embodied carbon of a row, whatever else it asks for. */
export function embodiedCarbon(reading: RowReading, knowledge: CalcKnowledge): DirectCarbon | undefined {
  const life = numberOf(reading, 'lifeYears');
  if (life === undefined || life <= 0) return undefined;
  const lifeHours = life * knowledge.defaults().hoursPerYear;
  const runs = rowRuns(reading);
  const { hours } = rowHours(reading);
  const device = numberOf(reading, 'embodiedDevice');
  const server = numberOf(reading, 'embodiedServer');
  const count = numberOf(reading, 'count') ?? 1;
  const deviceHours = acceleratorHoursOf(reading) ?? (hours === undefined ? undefined : hours * count);
  const use = numberOf(reading, 'utilisation') ?? 1;
  if ((device !== undefined || server !== undefined) && deviceHours !== undefined && use > 0) {
    const each = (device ?? 0) + (server ?? 0) / (numberOf(reading, 'perNode') ?? 1);
    return {
      kg: ((deviceHours * each) / (lifeHours * use)) * runs,
      note: 'embodied carbon alone: accelerator-hours × (accelerator + its part of the server) / (life × use)',
    };
  }
  const total = numberOf(reading, 'embodiedTotal');
  if (total === undefined || hours === undefined) return undefined;
  const reserved = numberOf(reading, 'reserved');
  const all = numberOf(reading, 'totalResources');
  const share =
    numberOf(reading, 'resourceShare') ?? (reserved === undefined || all === undefined ? 1 : reserved / all);
  return {
    kg: ((total * hours * share) / lifeHours) * runs,
    note: 'embodied carbon alone: total × hours / life × part reserved',
  };
}
