import { packageJson } from '../host/package-data.io.ts';
import type { Estimate } from '../units/estimate.ts';
import { memoryPowerFrom, type StoragePower, storagePowerFrom } from './part-power.ts';

/** Power of drives in use, W, by the shipped table. */
export function storagePower(size: { readonly ssdTB?: number; readonly hddTB?: number }): Estimate {
  return storagePowerFrom(packageJson('data/hardware/storage.json') as StoragePower, size);
}

/** Power of memory, W, by the shipped table. */
export function memoryPower(gigabytes: number): Estimate {
  return memoryPowerFrom(
    packageJson('data/hardware/ram_power.json') as Parameters<typeof memoryPowerFrom>[0],
    gigabytes,
  );
}
