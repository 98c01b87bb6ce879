import type { MachineInfo } from '../../hardware/machine-info.ts';

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

/** What a curve says of its errors: relative standard deviations `[down, up]`. */
interface CurveErrors {
  readonly spread: readonly [number, number];
  readonly idleSpread: readonly [number, number];
}

/** `data/hardware/wall_curve.json`: wall power of a server per watt of TDP at 0, 10, … 100 % load. */
export interface WallCurve extends CurveErrors {
  readonly coresPerSocket: readonly [number, number | null];
  readonly curve: readonly number[];
  readonly perGB: number;
}

/** `data/hardware/class_curve.json`: wall power of a class per watt of TDP at idle and at full load. */
export interface ClassCurve extends CurveErrors {
  readonly idle: number;
  readonly full: number;
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
  readonly factor: number;
  readonly idleSpread: readonly [number, number];
  readonly hostThreads: number;
}

/** The tables of the power model. */
export interface ModelTables {
  readonly wall: { readonly classes: readonly WallCurve[] };
  readonly byClass: { readonly classes: Readonly<Record<'laptop' | 'desktop', ClassCurve>> };
  readonly supply: {
    readonly classes: Readonly<Record<MachineInfo['chassis'], Supply>>;
    readonly baseAtMostOfIdle: { readonly value: number; readonly high: number };
  };
  readonly ram: RamPower;
  readonly prior: ThreadPrior;
}
