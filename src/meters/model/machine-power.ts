import type { MachineInfo } from '../../hardware/machine-info.ts';
import { type ErrorSources, type Estimate, estimate } from '../../units/estimate.ts';
import type { Grade } from '../../units/sourced.ts';
import { riseSpread, wattsByBusy } from './busy-curve.ts';
import { cpuVendor } from './cpu-generation.ts';
import type { ModelTables } from './model-tables.ts';
import { type ModelComponent, splitComponents } from './split-components.ts';
import { type CpuRatings, LEVELS, type WallPower, wallPower } from './wall-power.ts';

/** What is told of a machine without GPUs. What is left out is assumed, and said. */
export interface MachineShape {
  /** Name of its CPUs, as a person, a kernel or a table writes it. */
  readonly cpu: string;
  readonly sockets: number;
  readonly coresPerSocket?: number;
  /** Threads of the whole machine. */
  readonly threads?: number;
  readonly ramGB?: number;
  /** Year in which it was built or could be bought. */
  readonly year?: number;
  readonly chassis?: MachineInfo['chassis'];
}

/** Power of a machine at the wall by the power model, W. */
export interface MachinePower {
  /** At a load from 0 (active idle) to 1 (as much work as it can do). */
  readonly at: (load: number) => Estimate;
  /** As {@link at}, for the busy part of the CPUs that an operating system shows: what is busy is not what is done, an error of its own. */
  readonly atBusy: (busy: number) => Estimate;
  /** What of {@link at} each component draws; the three are the wall. */
  readonly split: (load: number) => Readonly<Record<ModelComponent, Estimate>>;
  readonly grade: Grade;
  /** How it was reckoned, e.g. `model:server`. */
  readonly method: string;
  /** Thermal design power of one CPU that was reckoned with, W. */
  readonly tdpW?: number;
  /** What was assumed for want of knowing, a sentence each. */
  readonly assumed: readonly string[];
}

/** Cores of a socket where neither the caller nor a table tells. */
const USUAL_CORES = 16;
const BYTES_OF_GB = 2 ** 30;

/** Power model of a machine by its shape and what tables know of its CPU. `name` stands in the names of its error sources. */
export function powerOfShape(
  shape: MachineShape,
  cpu: CpuRatings,
  tables: ModelTables,
  name: string,
): MachinePower {
  const assumed: string[] = [];
  const machine = machineOf(shape, cpu, assumed);
  const wall = wallPower(machine, cpu, tables, shape.year);
  const busy = { ...wall, watts: wattsByBusy(wall.watts, tables.busy) };
  const parts = { machine, tables, hostId: name };
  const byLoad = splitComponents({ ...parts, wall });
  const byBusy = splitComponents({ ...parts, wall: busy, rise: (at) => riseSpread(tables.busy, at) });
  return {
    at: (load) => estimate(between(wall.watts, load), byLoad.wallErrorsAt(load)),
    atBusy: (load) => estimate(between(busy.watts, load), byBusy.wallErrorsAt(load)),
    split: (load) => {
      const of = (wanted: ModelComponent): Estimate => {
        const part = byLoad.components.find((one) => one.name === wanted);
        const errors: ErrorSources = part?.errorsAt(load) ?? {};
        return estimate(between(part?.watts ?? new Float64Array(LEVELS), load), errors);
      };
      return { cpu: of('cpu'), ram: of('ram'), other: of('other') };
    },
    grade: wall.known ? 'B' : 'C',
    method: wall.method,
    ...(wall.tdpW === undefined ? {} : { tdpW: wall.tdpW }),
    assumed: [...assumed, ...wall.assumed],
  };
}

function machineOf(shape: MachineShape, cpu: CpuRatings, assumed: string[]): MachineInfo {
  const { sockets, threads, coresPerSocket } = shape;
  const threadsPerCore = cpuVendor(shape.cpu) === 'other' ? 1 : 2;
  const told = coresPerSocket ?? cpu.coresPerSocket;
  const cores =
    (told ?? (threads === undefined ? USUAL_CORES : threads / threadsPerCore / sockets)) * sockets;
  if (told === undefined) assumed.push(`${cores / sockets} cores a socket, for want of knowing`);
  return {
    cpu: shape.cpu,
    sockets,
    cores,
    threads: threads ?? cores * threadsPerCore,
    ramBytes: (shape.ramGB ?? 0) * BYTES_OF_GB,
    gpus: [],
    chassis: shape.chassis ?? 'unknown',
    virtual: false,
    container: false,
    os: '',
  };
}

/** Power at a load between the tabulated ones, W. */
function between(watts: WallPower['watts'], load: number): number {
  const place = (load > 0 ? Math.min(1, load) : 0) * (LEVELS - 1);
  const below = Math.min(Math.floor(place), LEVELS - 2);
  const low = watts[below] ?? 0;
  return low + ((watts[below + 1] ?? low) - low) * (place - below);
}
