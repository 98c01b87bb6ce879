import { packageJson } from '../../host/package-data.io.ts';
import type { CalibrationConstants } from './constants.ts';

let loaded: CalibrationConstants | undefined;

/** Loads the constants of calibrations from the package, once. */
export function calibrationConstants(): CalibrationConstants {
  loaded ??= packageJson('data/meters/calibration.json') as CalibrationConstants;
  return loaded;
}
