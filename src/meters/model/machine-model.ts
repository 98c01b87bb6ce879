import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { ErrorSources } from '../../units/estimate.ts';
import type { Grade } from '../../units/sourced.ts';
import type { ModelTables } from './model-tables.ts';
import { middle, type SplitErrors, splitErrors, splitWall } from './split-wall.ts';
import { ramGB, type WallPower, wallOfKnownCpu, wallOfThreads } from './wall-power.ts';

/** The components of the power model, in the order in which it writes them. */
export type ModelComponent = 'cpu' | 'ram' | 'other';

/** One component of the model. */
export interface ComponentModel {
  readonly name: ModelComponent;
  /** W at 0, 10, … 100 % load. */
  readonly watts: Float64Array;
  readonly errors: ErrorSources;
  readonly idleErrors: ErrorSources;
}

/** A machine's power by load. */
export interface MachineModel {
  readonly components: readonly ComponentModel[];
  readonly wall: WallPower;
  readonly grade: Grade;
  /** Why it is graded C, and what would help. */
  readonly reason?: string;
}

/** Level of load at which the errors of the split are taken: half load, and idle for the idle power. */
const HALF_LOAD = 5;

/**
 * The power model of a machine. Errors have four sources: `model:<host>`, the curve; `idle:<host>`, what idle errs beyond it;
 * `split:<host>` and `ram:<host>`, which move power between components, with opposite signs, and so leave the wall as it is.
 */
export function machineModel(
  machine: MachineInfo,
  tdpW: number | undefined,
  hostId: string,
  tables: ModelTables,
): MachineModel {
  const known = tdpW !== undefined && !machine.virtual;
  // A virtual machine of unknown chassis stands on some server.
  const supply = tables.supply.classes[machine.virtual ? 'server' : machine.chassis];
  const slice = machine.virtual ? Math.min(1, machine.threads / tables.prior.hostThreads) : 1;
  const wall = known
    ? wallOfKnownCpu(machine, tdpW, tables)
    : wallOfThreads(machine, supply.efficiency.value, tables);
  const parts = splitWall(wall.watts, ramGB(machine), middle(supply, tables, slice), tables);
  const errorsAt = (level: number): SplitErrors =>
    splitErrors(wall.watts, ramGB(machine), supply, tables, slice, level);
  const [atHalf, atIdle] = [errorsAt(HALF_LOAD), errorsAt(0)];
  const components = (['cpu', 'ram', 'other'] as const).map((name): ComponentModel => {
    const model = { [`model:${hostId}`]: wall.spread };
    return {
      name,
      watts: parts[name],
      errors: { ...model, ...moved(name, atHalf, hostId) },
      idleErrors: { ...model, [`idle:${hostId}`]: wall.idleSpread, ...moved(name, atIdle, hostId) },
    };
  });
  const reason = known ? undefined : reasonFor(machine);
  return { components, wall, grade: known ? 'B' : 'C', ...(reason === undefined ? {} : { reason }) };
}

function moved(name: ModelComponent, errors: SplitErrors, hostId: string): ErrorSources {
  const split = name === 'ram' ? undefined : errors.split[name];
  const ram = name === 'other' ? undefined : errors.ram[name];
  return {
    ...(split === undefined || isZero(split) ? {} : { [`split:${hostId}`]: split }),
    ...(ram === undefined || isZero(ram) ? {} : { [`ram:${hostId}`]: ram }),
  };
}

function isZero([down, up]: readonly [number, number]): boolean {
  return down === 0 && up === 0;
}

function reasonFor(machine: MachineInfo): string {
  return machine.virtual
    ? 'a virtual machine sees neither its host nor a meter: a mean power for each of its CPUs, within a factor of two; measure on bare metal for better'
    : `the CPU "${machine.cpu}" is not in the table of thermal design powers: a mean power for each thread, within a factor of two`;
}
