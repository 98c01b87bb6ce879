import type { RowSource } from '../hardware/hardware-rows.ts';

/** Layers that a result can stand for: the accelerators' boards, all chips, a meter in the socket, or the building with its cooling. */
export const SCOPES = ['gpu', 'chips', 'wall', 'facility'] as const;
/** One of {@link SCOPES}. */
export type Scope = (typeof SCOPES)[number];

/** Published ways of computing a footprint, and ours. */
export const METHODS = [
  'joulebook',
  'strubell2019',
  'lacoste2019',
  'lannelongue2021',
  'patterson2021',
  'dodge2022',
] as const;
/** One of {@link METHODS}. */
export type MethodName = (typeof METHODS)[number];

/** What a stated power of an accelerator is. */
export type PowerKind =
  /** The maker's limit: a utilisation applies to it. */
  | 'limit'
  /** A mean that was measured or stated: a utilisation is in it already. */
  | 'mean'
  /** Not said which. */
  | 'stated';

/** One line of accelerators. */
export interface AcceleratorLine {
  /** The name as it was written, e.g. `8xH100`; empty where only a number of accelerators is known. */
  readonly text: string;
  /** How many; where it is not given the name may say it. */
  readonly count?: number;
  /** Hours of this line where they differ from the request's. */
  readonly hours?: number;
  readonly power?: { readonly watts: number; readonly kind: PowerKind };
}

/** CPUs of the machine. */
export interface CpuPart {
  readonly text?: string;
  readonly sockets?: number;
  /** Cores that are used; a part of the machine where it has more. */
  readonly cores?: number;
  /** TDP of one core, W. */
  readonly coreTdpW?: number;
  /** TDP of one package, W. */
  readonly tdpW?: number;
  /** Part of the cores' power that is used, 0 to 1. */
  readonly usage?: number;
  /** Mean power of all packages, W, where it was measured. */
  readonly meanPowerW?: number;
  /** The host of a cloud's instance: its threads, and the instance's part of it. */
  readonly host?: {
    readonly threads: number;
    readonly share: number;
    readonly name: string;
    readonly from: RowSource;
  };
}

/** Memory. */
export interface MemoryPart {
  readonly gigabytes?: number;
  readonly wPerGB?: number;
  /** Mean power of all of it, W, where it was measured. */
  readonly meanPowerW?: number;
}

/** The way from arithmetic to time. */
export interface ComputePart {
  /** Floating-point operations of the whole training. */
  readonly totalFlops: number;
  /** How {@link totalFlops} was had, e.g. `6 × 7e9 parameters × 2e12 tokens`. */
  readonly from: string;
  /** Operations per second that one accelerator really did. */
  readonly achievedFlops?: number;
  /** Its peak, where it is given beside {@link mfu}; else the table's. */
  readonly peakFlops?: number;
  /** Model FLOPs utilisation: achieved over peak, 0 to 1. */
  readonly mfu?: number;
}

/** Everything that can be said of a job. What is not said is undefined; what follows from tables is not here. */
export interface CalcRequest {
  readonly method: MethodName;
  readonly scope: Scope;
  readonly accelerators: readonly AcceleratorLine[];
  readonly instance?: { readonly text: string; readonly count: number };
  readonly cpu?: CpuPart;
  readonly memory?: MemoryPart;
  readonly storage?: { readonly terabytes: number; readonly kind: 'ssd' | 'hdd' };
  /** Mean power of the whole system, W. */
  readonly totalPowerW?: number;
  /** Energy, kWh, and whether the building's PUE is in it. */
  readonly energy?: { readonly kwh: number; readonly layer: 'it' | 'facility'; readonly said: string };
  /** Hours on the clock. */
  readonly hours?: number;
  /** Hours summed over the accelerators. */
  readonly acceleratorHours?: number;
  readonly compute?: ComputePart;
  /** Of the accelerators, and of the CPU where there is none of its own; 0 to 1. */
  readonly utilisation?: number;
  readonly pue?: number;
  /** PUE where none is given: 1 as the batch form wants, or what is known of the place. */
  readonly pueOfPlace: boolean;
  /** g CO2e/kWh, as the source of {@link said} has it. */
  readonly intensity?: { readonly gPerKwh: number; readonly said: string };
  /** After purchases of clean electricity for each hour on the same grid (Patterson's "net"), g/kWh. */
  readonly netIntensityGPerKwh?: number;
  readonly region?: string;
  readonly provider?: string;
  /** How often the job is run. */
  readonly runs: number;
  /** Year in which it runs. */
  readonly year?: number;
  readonly price?: { readonly perKwh: number; readonly currency: string };
  /** Water used at the site for each kWh of the machines, L. */
  readonly wue?: number;
  /** Also the embodied carbon of the hardware. */
  readonly embodied: boolean;
}
