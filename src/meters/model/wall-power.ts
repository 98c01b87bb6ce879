import type { MachineInfo } from '../../hardware/machine-info.ts';
import { Z90 } from '../../units/estimate.ts';
import type { ModelTables, WallCurve } from './model-tables.ts';

/** Loads at which the model is tabulated: 0, 0.1, … 1. */
export const LEVELS = 11;

/** Bytes of a gigabyte as memory is sold. */
const GIB = 2 ** 30;

/** Wall power of a machine at each level of load, with its errors. */
export interface WallPower {
  /** W at 0, 10, … 100 % load, strictly rising. */
  readonly watts: Float64Array;
  /** Relative standard deviation `[down, up]` of the power at any load. */
  readonly spread: readonly [number, number];
  /** What the idle power errs beyond that. */
  readonly idleSpread: readonly [number, number];
  readonly method: string;
}

/** Memory in GB, as the tables count it. */
export function ramGB(machine: MachineInfo): number {
  return machine.ramBytes / GIB;
}

/**
 * Wall power of a physical machine whose CPU is known: TDP × sockets × curve(u) + perGB × GB
 * (docs/methodology/power-model.md). Laptops and desktops take their own idle and full load, and the shape of the newest server curve.
 */
export function wallOfKnownCpu(machine: MachineInfo, tdpW: number, tables: ModelTables): WallPower {
  const totalW = tdpW * machine.sockets;
  if (machine.chassis === 'laptop' || machine.chassis === 'desktop') {
    const own = tables.byClass.classes[machine.chassis];
    const shape = newestCurve(tables).curve;
    const [first, last] = [shape[0] ?? 0, shape[LEVELS - 1] ?? 1];
    const watts = Float64Array.from(
      { length: LEVELS },
      (_, k) => totalW * (own.idle + ((own.full - own.idle) * ((shape[k] ?? 0) - first)) / (last - first)),
    );
    return { watts, spread: own.spread, idleSpread: own.idleSpread, method: `model:tdp-${machine.chassis}` };
  }
  const curve = curveFor(machine.cores / machine.sockets, tables);
  const watts = Float64Array.from(
    { length: LEVELS },
    (_, k) => totalW * (curve.curve[k] ?? 0) + curve.perGB * ramGB(machine),
  );
  return { watts, spread: curve.spread, idleSpread: curve.idleSpread, method: 'model:tdp-server' };
}

/**
 * Wall power of a slice of an unknown host, or of a machine with an unknown CPU: a mean power for each thread, plus the memory, through
 * the supply's efficiency.
 */
export function wallOfThreads(machine: MachineInfo, efficiency: number, tables: ModelTables): WallPower {
  const { prior, ram } = tables;
  const watts = Float64Array.from({ length: LEVELS }, (_, k) => {
    const u = k / (LEVELS - 1);
    const cpuW = machine.threads * (prior.idleWPerThread + (prior.fullWPerThread - prior.idleWPerThread) * u);
    const ramW = ramGB(machine) * ram.wPerGB.value * (ram.atIdle + (ram.atFullLoad - ram.atIdle) * u);
    return (cpuW + ramW) / efficiency;
  });
  const spread = spreadOfFactor(prior.factor);
  return { watts, spread, idleSpread: prior.idleSpread, method: 'model:per-thread' };
}

/** Spread whose 5 % and 95 % quantiles are a factor below and above the value. */
export function spreadOfFactor(factor: number): readonly [number, number] {
  return [(1 - 1 / factor) / Z90, (factor - 1) / Z90];
}

function curveFor(coresPerSocket: number, tables: ModelTables): WallCurve {
  const fits = tables.wall.classes.find(({ coresPerSocket: [from, to] }) => {
    return coresPerSocket >= from && (to === null || coresPerSocket < to + 1);
  });
  return fits ?? newestCurve(tables);
}

function newestCurve(tables: ModelTables): WallCurve {
  const newest = tables.wall.classes.at(-1);
  if (newest === undefined) throw new Error('data/hardware/wall_curve.json has no classes');
  return newest;
}
