import type { WrittenEstimate } from '../units/estimate.ts';
import type { SourcedIntensity } from '../grid/intensity.ts';
import type { MachineInfo } from '../hardware/machine-info.ts';
import type { Grade, Sourced } from '../units/sourced.ts';
import type { JobRecord, RunKind, RunState, Scalar, Scope } from './journal-event.ts';
import type { WorkDone } from './work-unit.ts';

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
  /** SHA-256 of what it computes from what (command, dependencies, parameters, outputs), where a pipeline knows that. */
  readonly work?: string;
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
  /** Electricity of the facility × price, in the price's currency. */
  readonly cost?: { readonly total: WrittenEstimate; readonly price: Sourced };
  /** Energy at the wall × water usage effectiveness of the site, L; left out where that is not known. */
  readonly water?: { readonly total: WrittenEstimate; readonly wue: Sourced };
  readonly grade: Grade;
  readonly machine: MachineInfo | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly git: { readonly commit: string; readonly branch?: string; readonly root?: string } | null;
  readonly params: Readonly<Record<string, Scalar>>;
  /** The last value of each metric. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly marks: readonly MarkRecord[];
  /** How much work it has told of having done, by unit: samples, tokens, requests, steps. Left out where it told of none. */
  readonly done?: WorkDone;
  /** Of a pipeline: what came from its cache instead of being computed again. It was not spent, so it is in no total. */
  readonly cache?: CacheRecord;
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

/** Results that came from a cache. */
export interface CacheRecord {
  readonly hits: number;
  /** What they once took to compute, as far as that is known; at the wall, J. */
  readonly saved: WrittenEstimate;
}

export interface CarbonRecord {
  readonly operational: WrittenEstimate;
  readonly embodied: WrittenEstimate;
  /** What {@link embodied} is a part of: making the machine, g CO2e, over its life. */
  readonly embodiedBasis?: { readonly total: Sourced; readonly lifetimeS: number };
  /** By which the operational carbon is counted; with a live source the mean over the run's hours, weighted by its energy. */
  readonly intensity: SourcedIntensity | null;
  readonly pue: Sourced | null;
  /** What came of a live source that was asked. */
  readonly live?: LiveRecord;
  /** The run hour by hour, where a live source was asked: Σ energyWh × gPerKwh is the operational carbon. */
  readonly hourly?: readonly HourRecord[];
  /** The yearly intensity that would stand without the live source. */
  readonly offline?: SourcedIntensity;
  /** Marginal emissions, where a source of them was asked: another figure than the operational carbon, never a part of it. */
  readonly marginal?: {
    readonly intensity: SourcedIntensity;
    /** g; only a lower bound where the source has not told all of the run's hours. */
    readonly emissions: WrittenEstimate;
    readonly live: LiveRecord;
    readonly hourly: readonly HourRecord[];
  };
  /** By the electricity that was bought, where that was said: beside {@link operational}, which is location-based, never in its place. */
  readonly market?: MarketRecord;
}

/** Market-based carbon, g CO2e, and the intensity of the contract, g/kWh. */
export interface MarketRecord {
  readonly operational: WrittenEstimate;
  readonly intensity: Sourced;
}

/** A live source of carbon intensity, as a run used it. */
export interface LiveRecord {
  readonly source: string;
  readonly name: string;
  /** As the source calls it. */
  readonly zone: string;
  readonly basis: 'average' | 'marginal';
  readonly boundary: 'direct' | 'life-cycle';
  /** Part of the run's energy whose hours it has told, 0 to 1. */
  readonly fraction: number;
  /** When it was asked for the newest of its figures, ISO 8601, UTC. */
  readonly askedAt?: string;
  /** Why it told nothing, or nothing new. */
  readonly failure?: string;
}

/** An hour of a run. */
export interface HourRecord {
  /** Its beginning, UTC, e.g. `2026-11-25T20:00Z`. */
  readonly hour: string;
  /** Attributed energy of the facility in that hour, Wh. */
  readonly energyWh: number;
  readonly gPerKwh: number | null;
  /** Who told the intensity; null where nobody did. */
  readonly source: string | null;
  /** `measured`, `estimated`, `forecast`, `carried` (the newest figure before, of a source that is late or silent), `yearly`. */
  readonly how: string;
  /** Whether it is anything but measured. */
  readonly estimated: boolean;
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
