import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { ErrorSources } from '../../units/estimate.ts';
import type { Grade } from '../../units/sourced.ts';
import { riseSpread, wattsByBusy } from './busy-curve.ts';
import type { ModelTables } from './model-tables.ts';
import { type ComponentModel, splitComponents } from './split-components.ts';
import { type CpuRatings, type WallPower, wallPower } from './wall-power.ts';

export type { ComponentModel } from './split-components.ts';

/** A machine's power by the busy part of its CPUs. */
export interface MachineModel {
  readonly components: readonly ComponentModel[];
  /** Its watts are by the busy part, not by the load of the fit. */
  readonly wall: WallPower;
  /** Relative errors of the wall at a busy part from 0 to 1. */
  readonly wallErrorsAt: (busy: number) => ErrorSources;
  readonly grade: Grade;
  /** Why it is graded C, and what would help. */
  readonly reason?: string;
}

/** The power model of a machine that is here: by what its operating system says of it and of its load. */
export function machineModel(
  machine: MachineInfo,
  cpu: CpuRatings,
  hostId: string,
  tables: ModelTables,
): MachineModel {
  const byLoad = wallPower(machine, cpu, tables);
  const wall = { ...byLoad, watts: wattsByBusy(byLoad.watts, tables.busy) };
  const rise = (busy: number): readonly [number, number] => riseSpread(tables.busy, busy);
  const split = splitComponents({ machine, wall, tables, hostId, rise });
  const isKnown = wall.known && !machine.virtual;
  return {
    ...split,
    wall,
    grade: isKnown ? 'B' : 'C',
    ...(isKnown ? {} : { reason: reasonFor(machine, wall) }),
  };
}

function reasonFor(machine: MachineInfo, { assumed }: WallPower): string {
  const help = machine.virtual
    ? 'a virtual machine sees neither its host nor a meter; measure on bare metal for better'
    : 'a table that knows the CPU, or a calibration, makes it better';
  return [...assumed, help].join('; ');
}
