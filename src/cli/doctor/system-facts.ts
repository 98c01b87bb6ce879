import type { Reservation } from '../../attribution/reservation.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';

/** What joulebook stands on, as found. */
export interface SystemFacts {
  readonly version: string;
  readonly node: string;
  readonly machine: MachineInfo;
  /** CPUs of which /proc/stat tells. */
  readonly cpuCapacity: number;
  /** CPUs that the quotas of our cgroups allow, and the CPUs on which they let us run, where these are not all. */
  readonly cpuQuota?: number;
  readonly cpuList?: string;
  readonly reservation?: Reservation;
  /** `JOULEBOOK_RESERVED_CPUS`, as it was written. */
  readonly declaredCpus?: string;
  /** A run that we are in ourselves. */
  readonly insideRun?: string;
  /** The fake machine of a test, where one is set. */
  readonly fakeRoot?: string;
  readonly native: 'loaded' | 'missing' | 'switched off';
  /** Whether the clock is set by a time server; undefined where nothing tells. */
  readonly isClockSynced?: boolean;
  readonly suspendedS: number;
  readonly registry: {
    readonly folder?: string;
    readonly tried: readonly string[];
    readonly live: readonly string[];
  };
  /** kernel.perf_event_paranoid; empty where there is none. */
  readonly perfParanoid: string;
  readonly isRoot: boolean;
  readonly sqlite: readonly string[];
  readonly python:
    | { readonly state: 'no-python' }
    | { readonly state: 'without'; readonly program: string }
    | { readonly state: 'found'; readonly program: string; readonly path: string; readonly version?: string };
}
