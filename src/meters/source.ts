import type { ErrorSources } from '../units/estimate.ts';
import type { Grade } from '../units/sourced.ts';
import type { GpuTenancy } from './gpu-tenancy.ts';

/**
 * What a channel measures. `cpu`, `ram` and `gpu:<i>` are chips, and several channels may belong to one of them (two packages). `wall` is the
 * whole machine at its socket, `dc` the whole machine behind its power supply (psys, a battery): these are no components, they set `other`.
 */
export type Target = 'cpu' | 'ram' | `gpu:${number}` | 'wall' | 'dc';

/** One thing that a source measures. */
export interface Channel {
  readonly target: Target;
  /** How, e.g. `rapl`, `nvml:counter`, `nvml:power`, `hwmon:energy`, `plug:shelly`. */
  readonly method: string;
  /** Its name as the machine writes it, e.g. `package-0`, `NVIDIA H100 80GB HBM3`. */
  readonly label: string;
  readonly grade: Grade;
  /** Sources of its error, e.g. `rapl:<host>`, `nvml:<uuid>`. */
  readonly errors: ErrorSources;
  readonly uuid?: string;
  /** Other chips whose energy is inside this channel's, e.g. the memory of a chip that is measured whole: they are not counted beside it. */
  readonly contains?: readonly Target[];
  /** Its own knowledge of its idle power, W, where the maker or the driver tells; else left out. */
  readonly idleW?: number;
  /** What it can draw at most, W, where known: more is no energy but a fault of the counter. */
  readonly maxW?: number;
}

/** A channel that cannot be read any more, or again. */
export interface ChannelTrouble {
  /** Index into the source's channels. */
  readonly channel: number;
  /** On the boot clock. */
  readonly atS: number;
  readonly state: 'failed' | 'back';
  readonly why: string;
  readonly fix?: string;
}

/**
 * One way of reading energy: a counter, or a power that is integrated. On the sampling path: synchronous, kept descriptors, no allocation
 * where nothing changes, and no throwing: what cannot be read becomes bounds and a trouble. Each channel stands for itself: one that fails
 * leaves the others alone.
 */
export interface EnergySource {
  readonly channels: readonly Channel[];
  /** The longest time between two polls in which no counter can wrap unseen, s (less than half its wrap time); Infinity where none wraps. */
  readonly pollWithinS: number;
  /** Sets the baselines: energy counts from here. */
  start(nowS: number): void;
  /** Reads, and keeps what was used since the poll before. */
  poll(nowS: number): void;
  /**
   * Polls, then hands over what was used since the last `take` (or `start`), J, one place for each channel from `offset` on: `low` and `high`
   * are equal where it is known, and bounds that contain the truth where not (a gap that may hide a wrap, a reset). A channel that failed in
   * this time has what was counted until then as `low`. NaN in both: nothing is known, not even bounds.
   */
  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void;
  /** What failed or came back since it was last asked; usually the same empty list. */
  troubles(): readonly ChannelTrouble[];
  close(): void;
}

/** What looking for a meter came to: for `joulebook doctor`, and for what a run says of a component that it cannot read. */
export interface Finding {
  /** The meter, e.g. `rapl`, `nvml`, `ipmi`. */
  readonly meter: string;
  /** `found`: it is read. `unusable`: it is there and cannot be read. `absent`: there is none. */
  readonly state: 'found' | 'unusable' | 'absent';
  /** What was found, or looked for, in one line. */
  readonly what: string;
  readonly why?: string;
  /** What to do about it, as exactly as it can be said. */
  readonly fix?: string;
  /** Components that it measures, or would. */
  readonly targets: readonly Target[];
  /** Files or commands that were looked at. */
  readonly looked?: readonly string[];
}

/** A family of meters looked for on a machine. */
export interface Found {
  readonly sources: readonly EnergySource[];
  readonly findings: readonly Finding[];
  /** Who uses the GPUs among them, where the driver tells. */
  readonly tenancies?: readonly GpuTenancy[];
}
