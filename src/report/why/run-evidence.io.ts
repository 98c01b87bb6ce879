import type { MachineEvent } from '../../book/journal-event.ts';
import type { RunRecord } from '../../book/run-record.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { Host } from '../../host/host.ts';
import { cpuGeneration } from '../../meters/model/cpu-generation.ts';
import { knownCpu } from '../../meters/model/known-cpu.io.ts';
import { modelTables } from '../../meters/model/model-tables.io.ts';
import { supplyClass } from '../../meters/model/split-components.ts';
import { wallPower } from '../../meters/model/wall-power.ts';
import { completeRecord } from './complete-record.ts';
import { shippedTables } from './constants.io.ts';
import { cpuRowOf } from './cpu-row.io.ts';
import type { Evidence, ModelOfMachine } from './evidence.ts';

/** All that the figures of a run are explained by; tables are read when first asked for. */
export function runEvidence(host: Host, record: RunRecord, ground: MachineEvent | undefined): Evidence {
  let known: { readonly machine: MachineInfo; readonly model: ModelOfMachine } | undefined;
  return {
    record: completeRecord(record),
    ground,
    tables: shippedTables(),
    cpuRow: cpuRowOf(host),
    model: (machine) => {
      if (known?.machine !== machine) known = { machine, model: modelOf(machine) };
      return known.model;
    },
  };
}

function modelOf(machine: MachineInfo): ModelOfMachine {
  const tables = modelTables();
  const wall = wallPower(machine, knownCpu(machine.cpu), tables);
  const generation = cpuGeneration(machine.cpu, tables.generations);
  return {
    wall,
    isSeen: generation !== undefined && tables.wall.generations.includes(generation.id),
    supply: supplyClass(machine, wall),
  };
}
