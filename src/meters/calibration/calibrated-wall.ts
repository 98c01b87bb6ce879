import type { WallConstants } from '../machine/wall-from-chips.ts';
import { type ErrorSources, Z90 } from '../../units/estimate.ts';
import type { Calibration, ChipsFit, Fitted } from './calibration.ts';
import type { CalibrationConstants } from './constants.ts';
import { type ErrorNames, sourcesOf, wallAtChips } from './errors-of-wall.ts';

/** Base power and efficiency of a machine as they were calibrated. */
export function calibratedWall(
  calibration: Calibration,
  byChips: ChipsFit,
  constants: CalibrationConstants,
  names: ErrorNames,
): WallConstants {
  const { baseW, efficiency } = byChips;
  return {
    baseW: { ...range(baseW), low: Math.max(0, range(baseW).low) },
    efficiency: { ...range(efficiency), high: Math.min(1, range(efficiency).high) },
    baseSource: `calibration:${calibration.id}:fit`,
    efficiencySource: `calibration:${calibration.id}:fit`,
    wallErrors: (chipsW): ErrorSources =>
      sourcesOf(calibration, wallAtChips(byChips, chipsW, calibration.gain, constants), names),
  };
}

function range({ value, sd }: Fitted): {
  readonly value: number;
  readonly low: number;
  readonly high: number;
} {
  return { value, low: value - Z90 * sd, high: value + Z90 * sd };
}
