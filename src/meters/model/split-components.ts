import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { ErrorSources } from '../../units/estimate.ts';
import type { ModelTables } from './model-tables.ts';
import { middle, type SplitErrors, splitErrors, splitWall } from './split-wall.ts';
import { errorsAtLevel, type Range2 } from './wall-errors.ts';
import { LEVELS, type WallPower } from './wall-power.ts';

/** The components of the power model, in the order in which it writes them. */
export type ModelComponent = 'cpu' | 'ram' | 'other';

/** One component of the model. */
export interface ComponentModel {
  readonly name: ModelComponent;
  /** W at 0, 10, … 100 % load. */
  readonly watts: Float64Array;
  /** Relative errors at half load. */
  readonly errors: ErrorSources;
  readonly idleErrors: ErrorSources;
  /** Relative errors at a load from 0 to 1. */
  readonly errorsAt: (load: number) => ErrorSources;
}

/** What a wall power is split by. */
export interface SplitParts {
  readonly machine: Pick<MachineInfo, 'chassis' | 'virtual' | 'threads'>;
  readonly wall: WallPower;
  readonly tables: ModelTables;
  readonly hostId: string;
  /** What the power above idle errs of itself at a load, where the load is what an operating system calls busy. */
  readonly rise?: (load: number) => Range2;
}

/** A wall power, split, with its errors at any load. */
export interface SplitComponents {
  readonly components: readonly ComponentModel[];
  readonly wallErrorsAt: (load: number) => ErrorSources;
}

/**
 * Splits a wall power into components. Errors at the wall: `model:<host>`, all loads alike; `idle:<host>`, what low loads err beyond it;
 * `load:<host>`, that busy CPUs may do more or less; `tdp:<host>` or `slice:<host>` where something was guessed. `split:<host>` and `ram:<host>`
 * move power between components, with opposite signs, and so leave the wall as it is.
 */
export function splitComponents({ machine, wall, tables, hostId, rise }: SplitParts): SplitComponents {
  const supply = tables.supply.classes[supplyClass(machine, wall)];
  const slice = machine.virtual ? Math.min(1, machine.threads / tables.prior.hostThreads) : 1;
  const { gigabytes } = wall;
  const parts = splitWall(wall.watts, gigabytes, middle(supply, tables, slice), tables);
  const known: SplitErrors[] = [];
  const moves = (level: number): SplitErrors =>
    (known[level] ??= splitErrors(wall.watts, gigabytes, supply, tables, slice, level));
  const guessed = Object.fromEntries(
    Object.entries(wall.more).map(([name, spread]) => [`${name}:${hostId}`, spread]),
  );
  const errorsOf = (watts: Float64Array, load: number): ErrorSources => ({
    ...errorsAtLevel(wall, load, hostId),
    ...guessed,
    ...(rise === undefined ? {} : ofRise(watts, load, rise(load), hostId)),
  });
  const components = (['cpu', 'ram', 'other'] as const).map((name): ComponentModel => {
    const watts = parts[name];
    const errorsAt = (load: number): ErrorSources => ({
      ...errorsOf(watts, load),
      ...moved(name, moves(levelOf(load)), hostId),
    });
    return { name, watts, errors: errorsAt(HALF_LOAD), idleErrors: errorsAt(0), errorsAt };
  });
  return { components, wallErrorsAt: (load) => errorsOf(wall.watts, load) };
}

/** Load at which errors are taken where the load is not known. */
const HALF_LOAD = 0.5;

/** The class of power supply of a machine. A virtual machine stands on some server, a board at an adapter as a laptop does. */
export function supplyClass(
  machine: Pick<MachineInfo, 'chassis' | 'virtual'>,
  wall: Pick<WallPower, 'class'>,
): MachineInfo['chassis'] {
  if (machine.virtual) return 'server';
  if (wall.class === 'board') return 'laptop';
  return machine.chassis === 'unknown' ? wall.class : machine.chassis;
}

/** The error of the power above idle as one of the whole: there is none of it at idle. */
function ofRise(watts: Float64Array, load: number, [down, up]: Range2, hostId: string): ErrorSources {
  const now = watts[levelOf(load)] ?? 1;
  const part = (now - (watts[0] ?? now)) / now;
  return part > 0 ? { [`load:${hostId}`]: [down * part, up * part] } : {};
}

function levelOf(load: number): number {
  return Math.round((load > 0 ? Math.min(1, load) : 0) * (LEVELS - 1));
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
