import { packageJson } from '../../host/package-data.io.ts';
import type { CiConstants } from './constants.ts';

/** Loads what a comparison assumes. */
export function ciConstants(): CiConstants {
  const { constants } = packageJson('data/ci/comparison.json') as {
    readonly constants: Readonly<Record<keyof CiConstants, { readonly value: number }>>;
  };
  const { runSpread, runSpreadWeight, machineSpread, sameRam } = constants;
  return {
    runSpread: runSpread.value,
    runSpreadWeight: runSpreadWeight.value,
    machineSpread: machineSpread.value,
    sameRam: sameRam.value,
  };
}
