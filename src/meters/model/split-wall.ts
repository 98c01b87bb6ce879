import { Z90 } from '../../units/estimate.ts';
import type { ModelTables, Supply } from './model-tables.ts';
import { LEVELS } from './wall-power.ts';

/** Wall power split into what the components draw; the three sum to the wall at every level, each positive at idle and rising. */
export interface SplitWall {
  readonly cpu: Float64Array;
  readonly ram: Float64Array;
  readonly other: Float64Array;
}

/** The values of one splitting: middle, or an end of their intervals. */
interface SplitConstants {
  readonly efficiency: number;
  readonly baseW: number;
  readonly baseAtMost: number;
  readonly wPerGB: number;
}

/**
 * Splits wall power: direct current D = η·W; base power B stays the same at all loads; RAM rises with its load; the CPU has the rest;
 * other = W − cpu − ram, i.e. base power and the supply's loss. RAM rises in proportion to D and never by all of it, so the CPU rises too.
 */
export function splitWall(
  watts: Float64Array,
  gigabytes: number,
  constants: SplitConstants,
  tables: ModelTables,
): SplitWall {
  const { ram: r } = tables;
  const idleD = constants.efficiency * at(watts, 0);
  const riseD = constants.efficiency * at(watts, LEVELS - 1) - idleD;
  const base = Math.min(constants.baseW, constants.baseAtMost * idleD);
  const ramAverage = constants.wPerGB * gigabytes;
  const ramIdle = Math.min(ramAverage * r.atIdle, r.idleAtMostOfChips * (idleD - base));
  const ramRise = Math.min(ramAverage * (r.atFullLoad - r.atIdle), r.riseAtMostOfRise * riseD);
  const out = {
    cpu: new Float64Array(LEVELS),
    ram: new Float64Array(LEVELS),
    other: new Float64Array(LEVELS),
  };
  for (let k = 0; k < LEVELS; k += 1) {
    const d = constants.efficiency * at(watts, k);
    const ram = ramIdle + (ramRise * (d - idleD)) / riseD;
    out.ram[k] = ram;
    out.cpu[k] = d - base - ram;
    out.other[k] = at(watts, k) - d + base;
  }
  return out;
}

/** The middle of all constants of a class. `slice`: the part of a machine that is ours (1 unless a slice of a host). */
export function middle(supply: Supply, tables: ModelTables, slice: number): SplitConstants {
  return {
    efficiency: supply.efficiency.value,
    baseW: supply.baseW.value * slice,
    baseAtMost: tables.supply.baseAtMostOfIdle.value,
    wPerGB: tables.ram.wPerGB.value,
  };
}

/** Relative errors of the split at one level: what moves from one component to another while the wall stays. */
export interface SplitErrors {
  /** Efficiency and base power: other against the CPU. */
  readonly split: { readonly cpu: readonly [number, number]; readonly other: readonly [number, number] };
  /** Watts per gigabyte: RAM against the CPU. */
  readonly ram: { readonly cpu: readonly [number, number]; readonly ram: readonly [number, number] };
}

/** The CPU keeps at least this part of its power whatever the other components take. */
const CPU_KEEPS = 0.2;

/** Errors of the split at a level, from the ends of the intervals of its constants. */
export function splitErrors(
  watts: Float64Array,
  gigabytes: number,
  supply: Supply,
  tables: ModelTables,
  slice: number,
  level: number,
): SplitErrors {
  const mid = middle(supply, tables, slice);
  const now = splitWall(watts, gigabytes, mid, tables);
  const at_ = (constants: SplitConstants, part: keyof SplitWall): number =>
    at(splitWall(watts, gigabytes, constants, tables)[part], level);
  const most: SplitConstants = {
    ...mid,
    efficiency: supply.efficiency.low,
    baseW: supply.baseW.high * slice,
    baseAtMost: tables.supply.baseAtMostOfIdle.high,
  };
  const least: SplitConstants = {
    ...mid,
    efficiency: supply.efficiency.high,
    baseW: supply.baseW.low * slice,
  };
  const [cpu, ram, other] = [at(now.cpu, level), at(now.ram, level), at(now.other, level)];
  const take = cpu * (1 - CPU_KEEPS);
  const otherUp = Math.min(at_(most, 'other') - other, take) / Z90;
  const otherDown = (other - at_(least, 'other')) / Z90;
  const ramUp = Math.min(at_({ ...mid, wPerGB: tables.ram.wPerGB.high }, 'ram') - ram, take) / Z90;
  const ramDown = (ram - at_({ ...mid, wPerGB: tables.ram.wPerGB.low }, 'ram')) / Z90;
  return {
    split: { cpu: [-otherDown / cpu, -otherUp / cpu], other: [otherDown / other, otherUp / other] },
    ram: { cpu: [-ramDown / cpu, -ramUp / cpu], ram: [ramDown / ram, ramUp / ram] },
  };
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}
