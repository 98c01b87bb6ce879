import type { WrittenEstimate } from '../units/estimate.ts';
import type { SourcedIntensity } from '../grid/intensity.ts';
import type { MachineInfo } from '../hardware/machine-info.ts';
import type { Grade, Sourced } from '../units/sourced.ts';
import type { JobRecord, RunKind, RunState, Scalar, Scope } from './journal-event.ts';

/** `run.json`, schema `joulebook.run/1`. The names are a contract: add, never rename. Energies in J, carbon in g. */
export interface RunRecord {
  readonly schema: 'joulebook.run/1';
  readonly id: string;
  readonly rootId: string;
  readonly parentId?: string;
  /** The root run that led the ranks of this job before this one took over. */
  readonly continues?: string;
  /** The job that it belongs to, as its launcher tells it. */
  readonly job?: JobRecord;
  /** Where it is the sum of other runs: which. It is never summed beside them. */
  readonly parts?: readonly PartRecord[];
  readonly name: string;
  readonly project: string;
  readonly kind: RunKind;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly state: RunState;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Which limit ended the run. */
  readonly limit?: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationS: number;
  readonly hostId: string;
  readonly bootId: string;
  /** The scope that the user asked to see first. */
  readonly scope?: Scope;
  readonly energy: EnergyRecord;
  readonly carbon: CarbonRecord;
  readonly cost?: { readonly total: WrittenEstimate; readonly price: Sourced };
  readonly grade: Grade;
  readonly machine: MachineInfo | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly git: { readonly commit: string; readonly branch?: string; readonly root?: string } | null;
  readonly params: Readonly<Record<string, Scalar>>;
  /** The last value of each metric. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly marks: readonly MarkRecord[];
  readonly tags: readonly string[];
  readonly notes: readonly { readonly text: string; readonly at: string }[];
  readonly gaps: readonly { readonly atS: number; readonly durationS: number; readonly why: string }[];
  readonly warnings: readonly {
    readonly code: string;
    readonly what: string;
    readonly why?: string;
    readonly fix?: string;
  }[];
  readonly survivors?: readonly { readonly pid: number; readonly name: string; readonly cpuS: number }[];
  readonly usage: UsageRecord;
  readonly trackerVersion: string;
  readonly intervalS: number;
  readonly samples: number;
}

/** A run that is part of a sum. */
export interface PartRecord {
  readonly id: string;
  readonly name: string;
  readonly hostId: string;
  readonly startedAt: string;
  readonly durationS: number;
  /** At the wall. */
  readonly attributed: WrittenEstimate;
}

/** One layer (chips, wall or facility) in the three scopes. */
export interface LayerRecord {
  readonly attributed: WrittenEstimate;
  readonly active: WrittenEstimate;
  readonly machine: WrittenEstimate;
}

export interface EnergyRecord {
  readonly chips: LayerRecord;
  readonly wall: LayerRecord;
  readonly facility: LayerRecord;
  /** Idle energy of the machine while the run lasted that nobody owns, and untracked work, at the wall. */
  readonly unattributed: WrittenEstimate;
  readonly components: Readonly<Record<string, ComponentRecord>>;
  readonly stages: Readonly<Record<string, WindowRecord>>;
  readonly epochs: readonly EpochRecord[];
  /** Part of the attributed chips energy that comes from counters. */
  readonly measuredFraction: number;
  readonly policy: Readonly<Record<string, string>>;
  /** Largest number of other root runs alive beside this one. */
  readonly coTenants: number;
  readonly calibrationId?: string;
  /** Energy of the tracker's own processes, at the wall; in no run. */
  readonly tracker: WrittenEstimate;
}

export interface ComponentRecord {
  readonly attributed: WrittenEstimate;
  readonly active: WrittenEstimate;
  readonly idle: WrittenEstimate;
  readonly machine: WrittenEstimate;
  readonly share: { readonly method: string; readonly value: number | null };
  readonly method: string;
  readonly grade: Grade;
  readonly uuid?: string;
  readonly reason?: string;
}

/** A stage or named window: an inclusive part of its run, at the wall. */
export interface WindowRecord {
  readonly attributed: WrittenEstimate;
  readonly active: WrittenEstimate;
  /** The attributed part of it that stands in no window inside it. */
  readonly self: WrittenEstimate;
  readonly durationS: number;
  readonly count: number;
  /** Name of the window it stands in. */
  readonly parent?: string;
}

export interface EpochRecord {
  readonly n: number;
  readonly attributed: WrittenEstimate;
  readonly active: WrittenEstimate;
  readonly durationS: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** A named moment, with what the run had cost until then. */
export interface MarkRecord {
  readonly name: string;
  readonly atS: number;
  readonly attributedJ: number;
}

export interface CarbonRecord {
  readonly operational: WrittenEstimate;
  readonly embodied: WrittenEstimate;
  readonly intensity: SourcedIntensity | null;
  readonly pue: Sourced | null;
}

/** Use of the machine by the run's processes. */
export interface UsageRecord {
  /** CPU seconds of the run's tree. */
  readonly cpuS: number;
  readonly cpuSource: string;
  /** Mean part of the machine's CPU capacity that was busy, and that the run used. */
  readonly machineCpu: number;
  readonly runCpu: number;
  /** Mean part of the capacity that a host took from this virtual machine (steal): nobody's work, and in no share. Left out where it is none. */
  readonly stolenCpu?: number;
  readonly peakRssBytes: number | null;
  readonly trackerCpuS: number;
}
