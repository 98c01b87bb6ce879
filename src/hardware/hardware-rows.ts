/** Where a row of a hardware table comes from. */
export interface RowSource {
  readonly source: string;
  readonly year: number;
  readonly licence: string;
  readonly url?: string;
}

/** A CPU of the tables. */
export interface CpuFacts {
  /** `cpuKey` of its name. */
  readonly key: string;
  readonly name: string;
  readonly vendor: 'intel' | 'amd' | 'arm' | 'apple' | 'other';
  /** Thermal design power of one package, W. */
  readonly tdpW: number;
  readonly coresPerSocket?: number;
  /** Year in which it could first be bought; where only its generation is known, that of the generation. */
  readonly year?: number;
  readonly segment: 'server' | 'desktop' | 'laptop' | 'board' | 'unknown';
  readonly from: RowSource;
}

/** A GPU, a TPU or another accelerator of the tables. */
export interface Accelerator {
  /** Stable, e.g. `h100-sxm-80gb`. */
  readonly key: string;
  readonly name: string;
  readonly vendor: 'nvidia' | 'amd' | 'intel' | 'google' | 'apple' | 'aws' | 'other';
  readonly kind: 'gpu' | 'tpu' | 'npu' | 'soc';
  /** Board power (TDP, TGP, TBP) that its maker states, W; null where none is published. */
  readonly tdpW: number | null;
  readonly memoryGB?: number;
  readonly year?: number;
  /** Peak dense FLOP/s by format, e.g. `{ bf16: 989e12 }`. */
  readonly peakFlops?: Readonly<Record<string, number>>;
  /** Mean power at the wall of the whole system for each accelerator in training, W, where it was measured and published. */
  readonly measuredSystemW?: {
    readonly value: number;
    readonly relativeSd: number;
    readonly from: RowSource;
  };
  /** Power of the device itself under load, W (mean, and the least and the most), where its maker measured and published it. */
  readonly measuredBoardW?: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly from: RowSource;
  };
  /**
   * Between what the board power may lie, W: a limit that can be set, or the forms that the name asked for could also mean. Without a
   * {@link tdpW}, the power under load as judged.
   */
  readonly rangeW?: { readonly low: number; readonly high: number };
  /** Cores that a cloud counts in the name of a slice, for each chip (`v3-8` is four chips of two). */
  readonly sliceCores?: number;
  /** What has to be known of the figure. */
  readonly note?: string;
  readonly from: RowSource;
}

/** A kind of virtual machine that a cloud rents out. */
export interface CloudInstance {
  readonly provider: string;
  /** As the cloud's metadata writes it, e.g. `p4d.24xlarge`. */
  readonly type: string;
  readonly vcpus: number;
  readonly memoryGB: number;
  /** The CPU of its host, as the cloud names it. */
  readonly cpu?: string;
  /** Threads of the whole host, of which the instance has {@link vcpus}. */
  readonly hostThreads?: number;
  readonly hostMemoryGB?: number;
  /** Key of {@link Accelerator}, and how many the instance has. */
  readonly accelerator?: { readonly key: string; readonly count: number };
  /** Embodied carbon of the instance's part of its host, kg CO2e. */
  readonly embodiedKg?: number;
  readonly from: RowSource;
}
