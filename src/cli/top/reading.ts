import type { SourcedIntensity } from '../../grid/intensity.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { Estimate } from '../../units/estimate.ts';
import type { Grade, Sourced } from '../../units/sourced.ts';

/** Who uses a GPU, as its driver tells. */
export interface GpuUse {
  /** Mean utilisation, 0 to 1; null where it is not told. */
  readonly busy: number | null;
  readonly tenants: number;
  /** True where it also works for processes that are not shown. */
  readonly isHidden: boolean;
  /** The slice of it that can be seen at all (MIG). */
  readonly slice?: string;
}

/** One component in one interval. */
export interface ComponentReading {
  readonly name: string;
  readonly method: string;
  readonly grade: Grade;
  readonly uuid?: string;
  /** Mean power, W, with its interval; unknown where it cannot be read. */
  readonly power: Estimate;
  /** The middle of it, W; null where it cannot be read. */
  readonly watts: number | null;
  readonly gpu?: GpuUse;
  /** Why it is unavailable or graded low. */
  readonly reason?: string;
}

/** What the book of a live run tells of it. */
export interface KnownRun {
  readonly name: string;
  readonly project: string;
  readonly book: string;
  readonly command: readonly string[];
  /** On the boot clock, s. */
  readonly startedS: number;
  /** Attributed energy at the wall so far, J. */
  readonly energy: Estimate;
  /** Operational carbon so far, g CO2e. */
  readonly carbon: Estimate;
  /** What stands beside it and is never in it; what is not known is left out. */
  readonly besides: Besides;
  readonly epoch?: { readonly n: number; readonly of?: number };
}

/** Other footprints: g CO2e, L, and money with its currency. */
export interface Besides {
  /** The run's part of making the machine. */
  readonly embodied?: Estimate;
  /** Market-based. */
  readonly market?: Estimate;
  readonly water?: Estimate;
  readonly cost?: { readonly amount: Estimate; readonly currency: string };
}

/** A live run in one interval. */
export interface RunReading {
  readonly id: string;
  readonly rootId: string;
  /** 0 for a root run; a nested one is an inclusive part of its root. */
  readonly depth: number;
  /** The tracker's process. */
  readonly pid: number;
  /** The process whose end is the run's: the tracker where it started the command, else the program that is measured. */
  readonly workPid: number;
  readonly uid: number;
  /** CPU seconds a second. */
  readonly cpu: number;
  /** Attributed power at the wall, of a nested run the active power, W. */
  readonly power: Estimate;
  /** The middle of it, W. */
  readonly watts: number;
  readonly known?: KnownRun;
}

/** A part of the machine that belongs to no run. */
export interface RestReading {
  readonly watts: number;
  readonly cpu: number;
}

/** A process that works. */
export interface ProcessReading {
  readonly pid: number;
  readonly name: string;
  readonly command: string;
  /** CPU seconds a second. */
  readonly cpu: number;
  /** Part of the GPUs' SM time, summed over GPUs; null where it holds none, or where the driver does not tell. */
  readonly gpu: number | null;
  /** Names of the GPUs that it holds. */
  readonly gpus: readonly string[];
  /** Its part of the energy above idle, by the rule of runs, W. */
  readonly watts: number;
  /** The run that it works for. */
  readonly runId?: string;
  /** It is a tracker of ours. */
  readonly isTracker: boolean;
}

/** Runs of the book that have begun today. */
export interface TodayReading {
  readonly runs: number;
  readonly energy: Estimate;
  readonly carbon: Estimate;
}

/** The electricity of the next hours, as a live source foretells it. */
export interface AheadReading {
  readonly source: string;
  readonly zone: string;
  readonly basis: 'average' | 'marginal';
  readonly boundary: 'direct' | 'life-cycle';
  /** Whole hours in order, by their beginning, ms since 1970, with their mean, g CO2e/kWh. */
  readonly hours: readonly { readonly atMs: number; readonly gPerKwh: number }[];
}

/** One interval of this machine: where its watts went. */
export interface TopReading {
  /** End of the interval, ms since 1970, and on the boot clock, s. */
  readonly atMs: number;
  readonly atS: number;
  readonly dtS: number;
  readonly host: { readonly id: string; readonly name: string };
  readonly machine: MachineInfo;
  readonly cpuCapacity: number;
  /** Mean busy part of the CPU capacity, 0 to 1. */
  readonly cpuBusy: number;
  readonly components: readonly ComponentReading[];
  /** The whole machine at the wall. */
  readonly wall: { readonly power: Estimate; readonly watts: number };
  /** Root runs, each followed by the runs inside it. */
  readonly runs: readonly RunReading[];
  /** Work that no run and no tracker owns, with its part of the idle power where runs share that. */
  readonly untracked: RestReading;
  /** Idle power that nobody owns. */
  readonly idle: RestReading;
  /** Trackers, this program included. */
  readonly trackers: RestReading;
  readonly processes: readonly ProcessReading[];
  /** Of the whole machine. */
  readonly sinceStart: {
    readonly durationS: number;
    readonly energy: Estimate;
    readonly carbon: Estimate;
    readonly besides: Besides;
  };
  readonly today?: TodayReading;
  /** Where a live source is asked and has answered. */
  readonly ahead?: AheadReading;
  readonly intensity: SourcedIntensity;
  readonly pue: Sourced;
  /** CPU seconds a second of this program. */
  readonly ownCpu: number;
}
