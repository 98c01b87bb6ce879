import type { CalcRequest } from '../calc-request.ts';
import { numberOf, numbersOf, type RowReading, textOf } from './row-reading.ts';
import { acceleratorHoursOf } from './row-accelerator-hours.ts';

/** Energy that a row gives. */
export interface RowEnergy {
  readonly energy?: NonNullable<CalcRequest['energy']>;
  readonly notes: readonly string[];
}

/** How far an energy may lie from power × time × PUE and still be it. */
const SAME_WITHIN = 0.01;

/** A given energy: whole, of parts, of epochs, of queries, or the difference of two named ones. */
export function rowEnergy(reading: RowReading): RowEnergy {
  const trained = trainingEnergy(reading);
  const each = numberOf(reading, 'energyPerQuery');
  if (each === undefined) return trained;
  const queries = numberOf(reading, 'queries') ?? 1;
  const { energy, notes } = trained;
  // Patterson et al. 2021: (energy of training + queries × energy of inference) × intensity.
  return {
    energy: {
      kwh: (energy?.kwh ?? 0) + queries * each,
      layer: energy?.layer ?? layerOf(reading),
      said: energy === undefined ? 'queries × energy of one' : 'training + queries × energy of one',
    },
    notes:
      energy === undefined ? notes : [...notes, 'the energy of the queries is added to that of the training'],
  };
}

/** What is counted, and the energy of one. */
const COUNTED = [
  ['epochs', 'kwhPerEpoch', 'epochs'],
  ['steps', 'kwhPerStep', 'steps'],
  ['tokens', 'kwhPerToken', 'tokens'],
] as const;

function trainingEnergy(reading: RowReading): RowEnergy {
  const notes: string[] = [];
  const facility = numberOf(reading, 'energyFacility');
  const listed = numbersOf(reading, 'energy');
  const whole =
    numberOf(reading, 'energy') ??
    (listed.length === 0 ? undefined : listed.reduce((sum, each) => sum + each, 0));
  const parts = numbersOf(reading, 'energyPart');
  if (facility !== undefined) {
    if (whole !== undefined && Math.abs(facility / whole - 1) > SAME_WITHIN)
      notes.push('the energy with the PUE in it is used');
    return { energy: { kwh: facility, layer: 'facility', said: 'with the PUE in it' }, notes };
  }
  if (whole !== undefined) {
    for (const { key, hasUnit, value } of reading.entries.get('energy') ?? [])
      if (!hasUnit)
        notes.push(`${key}${value === undefined ? '' : ` of ${value}`} has no unit and is taken as kWh`);
    if (parts.length > 0)
      notes.push('the energies of parts are taken to be in the whole and are not added to it');
    return { energy: { kwh: whole, layer: layerOf(reading), said: 'given' }, notes };
  }
  if (parts.length > 0) {
    const kwh = parts.reduce((sum, part) => sum + part, 0);
    return { energy: { kwh, layer: layerOf(reading), said: `sum of ${parts.length} parts` }, notes };
  }
  for (const [count, one, said] of COUNTED) {
    const n = numberOf(reading, count);
    const each = numberOf(reading, one);
    if (n !== undefined && each !== undefined)
      return { energy: { kwh: n * each, layer: layerOf(reading), said: `${said} × energy of one` }, notes };
  }
  const difference = namedDifference(reading);
  if (difference === undefined) return { notes };
  const { a, b } = difference;
  notes.push(`the difference of ${a.name} and ${b.name}`);
  return { energy: { kwh: Math.abs(a.kwh - b.kwh), layer: layerOf(reading), said: 'difference' }, notes };
}

type Named = RowReading['named'][number];

/** What says energy, or leads to it. */
const OF_ENERGY = [
  ...([
    'energy',
    'energyFacility',
    'energyPart',
    'energyPerQuery',
    'kwhPerEpoch',
    'kwhPerStep',
    'kwhPerToken',
    'hardware',
    'count',
    'hours',
    'cpu',
  ] as const),
  ...([
    'acceleratorHours',
    'power',
    'powerEach',
    'powerMean',
    'powerLimit',
    'powerTotal',
    'instance',
  ] as const),
] as const;

/** Two energies that are named alike, where nothing else says energy: what the one saves against the other. */
export function namedDifference(reading: RowReading): { readonly a: Named; readonly b: Named } | undefined {
  const [a, b, ...more] = reading.named;
  if (a === undefined || b === undefined || more.length > 0) return undefined;
  return OF_ENERGY.some((slot) => reading.entries.has(slot)) ? undefined : { a, b };
}

function layerOf(reading: RowReading): 'it' | 'facility' {
  const said = textOf(reading, 'pueIncluded')?.toLowerCase();
  if (said === 'true' || said === 'yes' || said === '1') return 'facility';
  return isWithPue(reading) ? 'facility' : 'it';
}

/** Power × accelerator-hours × PUE is the energy that is given: then the PUE is in it. */
function isWithPue(reading: RowReading): boolean {
  const kwh = numberOf(reading, 'energy');
  const pue = numberOf(reading, 'pue') ?? 1;
  const watts =
    numberOf(reading, 'powerMean') ?? numberOf(reading, 'powerEach') ?? numberOf(reading, 'powerLimit');
  const hours = numberOf(reading, 'hours');
  const count = numberOf(reading, 'count') ?? 1;
  const deviceHours = acceleratorHoursOf(reading) ?? (hours === undefined ? undefined : hours * count);
  if (kwh === undefined || pue <= 1 || watts === undefined || deviceHours === undefined) return false;
  const machines = (watts * deviceHours) / 1000;
  const near = (a: number): boolean => Math.abs(kwh / a - 1) <= SAME_WITHIN;
  return near(machines * pue) && !near(machines);
}
