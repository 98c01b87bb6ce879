import { multiply } from '../../units/arithmetic.ts';
import {
  type ErrorSources,
  type Estimate,
  estimate,
  exact,
  interval,
  UNKNOWN,
  written,
  type WrittenEstimate,
} from '../../units/estimate.ts';
import { type ImportAccuracy, recordedErrors } from './accuracy.ts';
import type { ForeignEnergy, ForeignRun } from './foreign-run.ts';

/** A run's energy at each layer, J, and the errors behind it. */
export interface RunLayers {
  readonly chips: Estimate;
  readonly wall: Estimate;
  readonly facility: Estimate;
  /** Of the energies of components. */
  readonly chipErrors: ErrorSources;
  /** Of the energies of stages and epochs, which are those at the wall. */
  readonly wallErrors: ErrorSources;
}

/** What a listing says of a run: its energy at the wall, J, and its carbon, g. */
export interface Headline {
  readonly energy: WrittenEstimate;
  readonly carbon: WrittenEstimate;
}

/** The headline alone: several times as cheap as all figures, for runs that are only looked at. */
export function headlineOf(run: ForeignRun, accuracy: ImportAccuracy): Headline {
  const { figures } = run;
  if (figures !== undefined)
    return { energy: figures.energy.wall.attributed, carbon: figures.carbon.operational };
  const layers = layersOf(run, accuracy);
  return { energy: written(layers.wall, 'J'), carbon: carbonOf(run, layers) };
}

/** The energy of a run at each layer: see docs/methodology/import.md. */
export function layersOf(run: ForeignRun, accuracy: ImportAccuracy): RunLayers {
  const { energy } = run;
  const errors =
    energy === undefined ? undefined : recordedErrors(accuracy, energy, run.format, machineKey(run));
  const { chips: chipErrors, wall: wallErrors } = errors ?? { chips: {}, wall: {} };
  const wall = total(energy, wallErrors);
  const pue = energy?.pue ?? null;
  return {
    chips: total(energy, chipErrors),
    wall,
    facility: pue === null ? withoutHigh(wall) : multiply(wall, exact(pue)),
    chipErrors,
    wallErrors,
  };
}

/** Carbon as the source said it, g. It shares the errors of the energy; of an energy that is not all it is not all either. */
export function carbonOf({ carbon }: ForeignRun, { wall, facility }: RunLayers): WrittenEstimate {
  if (carbon === undefined) return written(UNKNOWN, 'g');
  const { grams } = carbon;
  if (facility.value !== null) return written(estimate(grams, facility.errors), 'g');
  if (wall.value !== null) return written(estimate(grams, wall.errors), 'g');
  return written({ value: null, errors: {}, low: grams }, 'g');
}

/** What runs of one machine have in common; a run that says nothing of its machine is on one of its own. */
function machineKey({ machine, environment, identity }: ForeignRun): string {
  const said = [environment['hostname'], machine?.cpu, ...(machine?.gpus ?? [])].filter(Boolean);
  return said.length === 0 ? identity : said.join(', ');
}

/** Where what is recorded cannot be all, its lower end is all that is known. */
function total(energy: ForeignEnergy | undefined, errors: ErrorSources): Estimate {
  if (energy === undefined) return { ...UNKNOWN, low: 0 };
  if (energy.totalJ !== null) return estimate(energy.totalJ, errors);
  return withoutHigh(estimate(energy.atLeastJ, errors));
}

function withoutHigh(e: Estimate): Estimate {
  return { value: null, errors: {}, low: interval(e).low ?? 0 };
}
