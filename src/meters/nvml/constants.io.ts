import { packageJson } from '../../host/package-data.io.ts';
import { type NvmlConstants, valuesOf } from './constants.ts';

/** Loads the constants of the NVIDIA meters from the package. */
export function nvmlConstants(): NvmlConstants {
  return valuesOf(packageJson('data/meters/nvml.json') as Parameters<typeof valuesOf>[0]);
}
