import type { SourcedIntensity } from '../grid/intensity.ts';
import type { MachineInfo } from '../hardware/machine-info.ts';
import type { ComponentInfo } from '../meters/meter.ts';
import type { Spread, WrittenEstimate } from '../units/estimate.ts';
import type { Sourced } from '../units/sourced.ts';
import type { WorkDone } from './work-unit.ts';

/**
 * The lines of `journal.jsonl`, the truth of a run. On disk each is one JSON object with `seq` and `t` first and a checksum
 * `c` last (docs/reference/journal.md). Energies in joules, times in seconds on the boot clock of the run's host.
 */
export type JournalEvent =
  | StartEvent
  | MachineEvent
  | ImportedEvent
  | SampleEvent
  | GapEvent
  | StageEvent
  | EpochEvent
  | MarkEvent
  | MetricEvent
  | DoneEvent
  | CacheEvent
  | ParamsEvent
  | WarningEvent
  | GridEvent
  | EndEvent
  | TagEvent
  | NoteEvent
  | RenameEvent;

/** A line as read: its event, its number and its time. */
export type JournalLine = JournalEvent & { readonly seq: number; readonly t: number };

export type RunKind = 'command' | 'block' | 'stage' | 'trial' | 'imported';
export type RunState = 'running' | 'ok' | 'failed' | 'interrupted' | 'lost' | 'stopped';
export type Scope = 'attributed' | 'machine';
export type Scalar = string | number | boolean | null;

/** Who runs what, when and where. The first line. */
export interface StartEvent {
  readonly k: 'start';
  /** Version of the journal format. */
  readonly v: 1;
  readonly id: string;
  readonly rootId: string;
  readonly parentId?: string;
  readonly name: string;
  readonly project: string;
  readonly kind: RunKind;
  readonly command: readonly string[];
  readonly cwd: string;
  /** ISO 8601, UTC, ms. */
  readonly startedAt: string;
  readonly hostId: string;
  readonly bootId: string;
  readonly pid: number;
  readonly intervalS: number;
  readonly scope: Scope;
  readonly params: Readonly<Record<string, Scalar>>;
  readonly tags: readonly string[];
  readonly trackerVersion: string;
  /** The job that it belongs to, as its launcher tells it. */
  readonly job?: JobRecord;
  /** The root run that led the ranks of this job before, where this one took over from it. */
  readonly continues?: string;
  /** SHA-256 of what it computes from what, where a pipeline knows that: of two runs with the same one the later was not needed. */
  readonly work?: string;
}

/** A job of several processes or nodes. */
export interface JobRecord {
  readonly launcher: string;
  /** Its name on all of its nodes. */
  readonly id: string;
  readonly step?: string;
  /** Number of this process in it, and how many there are. */
  readonly rank?: number;
  readonly size?: number;
}

/** The machine, its components (whose order the samples follow) and the constants of the footprint. */
export interface MachineEvent {
  readonly k: 'machine';
  readonly machine: MachineInfo;
  readonly components: readonly ComponentInfo[];
  readonly pue: Sourced;
  readonly intensity: SourcedIntensity;
  /** Embodied carbon of the machine, g CO2e in total, and its lifetime in seconds. */
  readonly embodied?: { readonly total: Sourced; readonly lifetimeS: number };
  /** Price of electricity, per kWh. */
  readonly price?: Sourced & { readonly currency: string };
  /** Water usage effectiveness of the site, L/kWh. */
  readonly wue?: Sourced;
  /** Intensity of the electricity that was bought, g CO2e/kWh. */
  readonly market?: Sourced;
  readonly policy: Readonly<Record<string, string>>;
  readonly git?: { readonly commit: string; readonly branch?: string; readonly root?: string };
  readonly environment: Readonly<Record<string, string>>;
}

/** What is known of a run that was not measured here: it stands in place of samples. */
export interface ImportedEvent {
  readonly k: 'imported';
  /** The figures of the record (`imported.ts`), as they stand in `run.json`. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/**
 * One interval. Arrays follow the available components of the latest machine line. `s` is the run's share of the dynamic energy, `x`
 * its share of the idle energy; they and the energy itself may be `[low, high]` where only bounds are known.
 */
export interface SampleEvent {
  readonly k: 'sample';
  /** Length of the interval that ends at `t`. */
  readonly dt: number;
  /** Energy of the whole machine by component, J. */
  readonly e: readonly (number | readonly [number, number])[];
  /** The part of it that is idle, J; null without a usable idle power. */
  readonly i: readonly (number | null)[];
  readonly s: readonly (number | readonly [number, number])[];
  readonly x: readonly (number | readonly [number, number])[];
  /** Energy of the interval that no run and no tracker owns, at the wall, J. */
  readonly ua: number;
  /** Energy of the tracker's own processes, at the wall, J. */
  readonly tr: number;
  /** CPU seconds of the run's tree, of all busy work and of this tracker, in the interval. (`c` is every line's checksum.) */
  readonly u: number;
  readonly b: number;
  readonly o: number;
  /** Root runs alive, this one included. */
  readonly n: number;
  /** Resident memory of the run's tree, bytes, where known. */
  readonly m?: number;
  /** CPU seconds that the machine's own host took from it in the interval (steal), where it did. */
  readonly st?: number;
}

/** A stretch without readings (suspend, stopped, clock jump). The energy across it, if counted, is in the next sample. */
export interface GapEvent {
  readonly k: 'gap';
  readonly dt: number;
  readonly why: string;
}

/** A named window opens or closes. `w` is its id within the run, `p` the window it stands in. */
export interface StageEvent {
  readonly k: 'stage';
  readonly op: 'begin' | 'end';
  readonly name: string;
  readonly w: string;
  readonly p?: string;
}

/** Epoch `n` has ended. `of`: how many are planned. */
export interface EpochEvent {
  readonly k: 'epoch';
  readonly n: number;
  readonly of?: number;
}

/** A named moment. */
export interface MarkEvent {
  readonly k: 'mark';
  readonly name: string;
}

/** Metrics reported from inside. */
export interface MetricEvent {
  readonly k: 'metric';
  readonly values: Readonly<Record<string, number>>;
  readonly step?: number;
  readonly epoch?: number;
}

/** Work that was done since the line before of its kind: so many samples, tokens. */
export interface DoneEvent {
  readonly k: 'done';
  readonly values: WorkDone;
}

/** What did not have to be computed by the time the run ended, for it was in a cache. */
export interface CacheEvent {
  readonly k: 'cache';
  readonly hits: number;
  /** What it once took to compute, at the wall, J. */
  readonly saved: WrittenEstimate;
}

/** Parameters reported from inside. */
export interface ParamsEvent {
  readonly k: 'params';
  readonly values: Readonly<Record<string, Scalar>>;
}

/** Tracker trouble that did not stop the measurement. */
export interface WarningEvent {
  readonly k: 'warning';
  readonly code: string;
  readonly what: string;
  readonly why?: string;
  readonly fix?: string;
}

/**
 * What a live source has told of the carbon intensity, hour by hour; of two lines of one source the later holds for its hours. A line without hours says that it
 * was asked in vain.
 */
export interface GridEvent {
  readonly k: 'grid';
  /** Id of the source (`data/grid/live.json`) and its name. */
  readonly source: string;
  readonly name: string;
  /** The zone as the source calls it. */
  readonly zone: string;
  readonly basis: 'average' | 'marginal';
  readonly boundary: 'direct' | 'life-cycle';
  readonly accounting?: 'production' | 'consumption';
  readonly licence: string;
  readonly url: string;
  readonly hours: readonly GridHour[];
  /** When the source was asked for the newest of these, ISO 8601, UTC. */
  readonly askedAt?: string;
  /** Why it told nothing, or nothing new. */
  readonly failure?: string;
}

/** Carbon intensity of one hour, g/kWh. */
export interface GridHour {
  /** Its beginning, e.g. `2026-11-25T20:00Z`. */
  readonly hour: string;
  readonly g: number;
  /** `carried`: the newest figure before, of a source that is late or silent. */
  readonly how: 'measured' | 'estimated' | 'forecast' | 'carried';
  /** Relative standard deviation. */
  readonly sd: Spread;
}

/** The run is over. Its checksum line covers everything before it. */
export interface EndEvent {
  readonly k: 'end';
  readonly state: Exclude<RunState, 'running'>;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** ISO 8601, UTC, ms. */
  readonly endedAt: string;
  readonly durationS: number;
  /** Which limit ended it. */
  readonly limit?: string;
  /** Processes of the run that outlive it, with their CPU seconds until then. */
  readonly survivors?: readonly { readonly pid: number; readonly name: string; readonly cpuS: number }[];
  /** CPU seconds of the run's tree and where that total comes from. */
  readonly cpuS?: number;
  readonly cpuSource?: string;
  /** SHA-256 of all bytes before this line, hex. */
  readonly sha256: string;
}

/** Tags added and removed after the end. */
export interface TagEvent {
  readonly k: 'tag';
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** A note written after the end, or during the run. */
export interface NoteEvent {
  readonly k: 'note';
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A new name. */
export interface RenameEvent {
  readonly k: 'rename';
  readonly name: string;
}
