import type { Problem } from '../errors.ts';
import type { GridPlace } from '../grid/grid-place.ts';
import type { SourcedIntensity } from '../grid/intensity.ts';
import type { Derivation } from '../units/derivation.ts';
import type { CalcRequest } from './calc-request.ts';
import type { Figure } from './figure.ts';
import type { ResolvedLine } from './resolve-line.ts';

/** What the calculator found. Energies in kWh, masses in g CO2e, water in L. */
export interface CalcResult {
  readonly request: CalcRequest;
  readonly lines: readonly ResolvedLine[];
  /** Energy at the scope that was asked for, of all runs. */
  readonly energy: Figure;
  /** Energy of the machines, before the building, of all runs. */
  readonly machines: Figure;
  /** Its summands for one run. */
  readonly terms: readonly Figure[];
  readonly clock: Figure | undefined;
  readonly pue: Figure | undefined;
  readonly intensity: Figure | undefined;
  readonly sourcedIntensity?: SourcedIntensity;
  readonly place?: GridPlace;
  /** Operational carbon; a figure without a value where only bounds are known. */
  readonly carbon: Figure | undefined;
  /** Why {@link carbon} has no value. */
  readonly carbonMissing?: Problem;
  /** With purchases of clean electricity counted hour by hour (market-based). */
  readonly netCarbon?: Figure;
  /** Its own line: never a part of {@link carbon}. */
  readonly embodied?: Figure;
  readonly embodiedMissing?: string;
  readonly water?: Figure;
  readonly cost?: Figure;
  readonly currency?: string;
  readonly notes: readonly string[];
}

/**
 * The tree from a result down to its constants, as `why --calc` prints it: carbon (with the energy in it), embodied carbon, water and cost.
 */
export function calcDerivation(result: CalcResult): Derivation {
  const parts = [
    result.carbon ?? result.energy,
    result.netCarbon,
    result.embodied,
    result.water,
    result.cost,
  ].filter((figure) => figure !== undefined);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only.derivation;
  return {
    id: 'footprint',
    label: 'footprint of the job',
    value: null,
    low: null,
    high: null,
    unit: '',
    from: parts.map(({ derivation }) => derivation),
    note: 'lines that are not added to each other',
  };
}
