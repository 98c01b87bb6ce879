import { sum } from '../units/arithmetic.ts';
import { type Estimate, estimate, Z90 } from '../units/estimate.ts';

/** W for each GB or TB, with its 5 % and 95 % quantiles. */
interface PerSize {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** `data/hardware/storage.json`. */
export interface StoragePower {
  readonly ssd: PerSize;
  readonly hdd: PerSize;
}

/** Power of drives in use, W. */
export function storagePowerFrom(
  table: StoragePower,
  size: { readonly ssdTB?: number; readonly hddTB?: number },
): Estimate {
  return sum([
    bySize(table.ssd, size.ssdTB ?? 0, 'storage:ssd'),
    bySize(table.hdd, size.hddTB ?? 0, 'storage:hdd'),
  ]);
}

/** Power of memory that is there, used or not, at the load of a working machine, W (`ram_power.json`). */
export function memoryPowerFrom(table: { readonly wPerGB: PerSize }, gigabytes: number): Estimate {
  return bySize(table.wPerGB, gigabytes, 'ram-power');
}

function bySize({ value, low, high }: PerSize, size: number, source: string): Estimate {
  return estimate(value * size, { [source]: [(1 - low / value) / Z90, (high / value - 1) / Z90] });
}
