import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { BusyCurve } from './busy-curve.ts';
import type { GenerationTable } from './cpu-generation.ts';
import type { ModelClass } from './machine-class.ts';
import type { Range2 } from './wall-errors.ts';
import type { WallFit } from './wall-fit.ts';

/** A constant with its 5 % and 95 % quantiles. */
export interface Range {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** From the chips of a class of machines to the socket: wall = (chips + base) / efficiency. */
export interface Supply {
  readonly efficiency: Range;
  readonly baseW: Range;
}

/** Power as base + perTdp × TDP, W. */
interface ByTdp {
  readonly baseW: number;
  readonly perTdp: number;
}

/** What a class of machines outside the fit's domain draws for each CPU, with relative standard deviations `[down, up]`. */
interface ClassPrior {
  readonly idle: ByTdp;
  readonly full: ByTdp;
  readonly spread: Range2;
  /** What idle errs beyond `spread`. */
  readonly idleSpread: Range2;
}

/** `data/hardware/class_prior.json`. */
export interface ClassPriors {
  /** CPUs of less TDP than this are in none of the servers that were fitted, W. */
  readonly underTdpW: number;
  readonly classes: Readonly<Record<Exclude<ModelClass, 'server'>, ClassPrior>>;
}

/** `data/hardware/ram_power.json`. */
export interface RamPower {
  readonly wPerGB: Range;
  readonly atIdle: number;
  readonly atFullLoad: number;
  readonly idleAtMostOfChips: number;
  readonly riseAtMostOfRise: number;
}

/** `data/hardware/thread_prior.json`. */
export interface ThreadPrior {
  readonly idleWPerThread: number;
  readonly fullWPerThread: number;
  /** Memory that is in these figures. */
  readonly gbPerThread: number;
  readonly factor: number;
  readonly idleSpread: readonly [number, number];
  readonly hostThreads: number;
  /** A slice of a host whose CPU is known. */
  readonly slice: { readonly sockets: number; readonly threadsPerCore: number; readonly spread: Range2 };
  /** TDP of a CPU that is in no table. */
  readonly tdp: {
    readonly wPerThread: Readonly<Record<Exclude<ModelClass, 'server'>, number>>;
    readonly factor: number;
  };
}

/** `data/hardware/wall_model.json`: the fit, and the median part of the rise from idle at 0, 10, … 100 % load. */
export interface WallModelFile extends WallFit {
  readonly rise: readonly number[];
  /** SHA-256 of the coefficients, by which their report knows them. */
  readonly hash: string;
}

/** The tables of the power model. */
export interface ModelTables {
  readonly wall: WallModelFile;
  readonly generations: GenerationTable;
  readonly busy: BusyCurve;
  readonly byClass: ClassPriors;
  readonly supply: {
    readonly classes: Readonly<Record<MachineInfo['chassis'], Supply>>;
    readonly baseAtMostOfIdle: { readonly value: number; readonly high: number };
  };
  readonly ram: RamPower;
  readonly prior: ThreadPrior;
}
