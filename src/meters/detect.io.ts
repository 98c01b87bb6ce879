import { problem, type Warning } from '../errors.ts';
import { cpuTdp } from '../hardware/cpu-table.io.ts';
import type { MachineDescription } from '../hardware/describe-machine.io.ts';
import type { Host } from '../host/host.ts';
import type { ComponentInfo, Meter } from './meter.ts';
import { machineModel } from './model/machine-model.ts';
import { ModelMeter } from './model/model-meter.ts';
import { modelTables } from './model/model-tables.io.ts';

/** What reads this machine. */
export interface DetectedMeters {
  readonly meter: Meter;
  readonly warnings: readonly Warning[];
}

/** Chooses the meters of a machine: for now the power model, with its GPUs named as unavailable. */
export function detectMeters(_host: Host, machine: MachineDescription, hostId: string): DetectedMeters {
  const tdp = machine.info.virtual ? undefined : cpuTdp(machine.info.cpu);
  const model = new ModelMeter(machineModel(machine.info, tdp?.tdpW, hostId, modelTables()));
  if (machine.gpus.length === 0) return { meter: model, warnings: [] };
  return { meter: withUnavailable(model, machine.gpus.map(unavailableGpu)), warnings: [gpuWarning(machine)] };
}

function withUnavailable(meter: Meter, unavailable: readonly ComponentInfo[]): Meter {
  return {
    components: [...meter.components, ...unavailable],
    start: () => meter.start(),
    read: (input, output, offset) => meter.read(input, output, offset),
    close: () => meter.close(),
  };
}

function unavailableGpu(gpu: MachineDescription['gpus'][number], index: number): ComponentInfo {
  return {
    name: `gpu:${index}`,
    method: 'none',
    grade: 'C',
    errors: {},
    idleErrors: {},
    shareMethod: 'none',
    available: false,
    reason: `${gpu.name}: this version reads no GPU counters; its energy is not in the totals`,
    ...(gpu.uuid === undefined ? {} : { uuid: gpu.uuid }),
  };
}

function gpuWarning(machine: MachineDescription): Warning {
  const count = machine.gpus.length;
  const some = count === 1 ? 'a GPU is' : `${count} GPUs are`;
  return problem(
    'E_METER',
    `${some} present and cannot be measured: ${[...new Set(machine.gpus.map((gpu) => gpu.name))].join(', ')}`,
    'This version reads no GPU counters; their energy is not in the totals.',
    "Take the totals as those of the rest of the machine, and add the GPU's energy from the vendor's tool (`nvidia-smi`, `amd-smi`).",
  );
}
