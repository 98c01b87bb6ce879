import type { Accelerator } from '../../hardware/hardware-rows.ts';
import { packageJson } from '../../host/package-data.io.ts';
import type { Derivation } from '../../units/derivation.ts';
import type { Estimate } from '../../units/estimate.ts';
import {
  type AcceleratorPowerTable,
  type AcceleratorUse,
  acceleratorPowerFrom,
} from './accelerator-power.ts';
import { acceleratorPowerSource } from './accelerator-power-source.ts';

let loaded: AcceleratorPowerTable | undefined;

function table(): AcceleratorPowerTable {
  loaded ??= packageJson('data/hardware/accelerator_power.json') as AcceleratorPowerTable;
  return loaded;
}

/** Mean power of one accelerator in W, by the shipped table. */
export function acceleratorPower(accelerator: Accelerator, use: AcceleratorUse): Estimate {
  return acceleratorPowerFrom(table(), accelerator, use);
}

/** Where that power comes from, down to each constant. */
export function acceleratorPowerDerivation(accelerator: Accelerator, use: AcceleratorUse): Derivation {
  return acceleratorPowerSource(table(), accelerator, use);
}

/** Stands for an accelerator that no table knows, so that its power has a wide interval rather than a made-up figure. */
export function unknownAccelerator(name: string): Accelerator {
  const { unknownAccelerator: range, year, licence } = table();
  return {
    key: 'unknown',
    name,
    vendor: 'other',
    kind: 'gpu',
    tdpW: null,
    rangeW: { low: range.low, high: range.high },
    note: range.note,
    from: { source: 'judged: the tables do not know this accelerator', year, licence },
  };
}
