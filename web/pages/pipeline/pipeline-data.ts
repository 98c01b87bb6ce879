import type { WrittenEstimate } from '../../../src/units/estimate.ts';
import type { Grade } from '../../../src/units/sourced.ts';

/** A problem and the line of a file that it is in. */
export interface LocatedTrouble {
  readonly code: string;
  readonly what: string;
  readonly why: string | null;
  readonly fix: string | null;
  readonly at: {
    readonly file: string;
    readonly line?: number;
    readonly column?: number;
    readonly text?: string;
    readonly length?: number;
  } | null;
}

/** A stage or a data source, as `/pipeline` tells of it. */
export interface NodeCard {
  readonly name: string;
  readonly kind: 'stage' | 'data';
  readonly file: string;
  readonly needs: readonly { readonly name: string; readonly bytes: number | null }[];
  readonly cmd: readonly string[];
  readonly deps: readonly string[];
  readonly params: readonly string[];
  readonly outs: readonly { readonly path: string; readonly kind: string; readonly bytes: number | null }[];
  readonly desc: string | null;
  readonly isFrozen: boolean;
  readonly isLocked: boolean;
  readonly record: {
    /** J at the wall and beside it. */
    readonly energy: { readonly wall: WrittenEstimate };
    /** g CO2e. */
    readonly carbon: WrittenEstimate;
    readonly grade: Grade;
    readonly durationS: number;
    readonly run: string;
    /** When it ended, ISO 8601. */
    readonly at: string;
  } | null;
}

/** The answer of `/pipeline`. */
export interface PipelineData {
  readonly root: string | null;
  readonly from: string;
  readonly troubles: readonly LocatedTrouble[];
  readonly nodes: readonly NodeCard[];
}

/** What a `repro` would do with a node, and how it differs from dvc.lock. */
export interface NodeState {
  readonly name: string;
  readonly outlook: 'run' | 'restore' | 'maybe' | 'unchanged' | 'source';
  readonly isStale: boolean;
  readonly why: readonly string[];
  readonly last: { readonly energy: WrittenEstimate; readonly run: string } | null;
}

/** The answer of `/pipeline/states`. */
export interface StatesData {
  readonly states: readonly NodeState[];
  /** Energy at the wall of what a `repro` would run, and of what it may have to, J. */
  readonly sure: WrittenEstimate;
  readonly maybe: WrittenEstimate;
  readonly withoutRecord: readonly string[];
}

/** The answer of `/pipeline/history`. */
export interface HistoryData {
  readonly total: number;
  readonly runs: readonly {
    readonly id: string;
    readonly state: string;
    readonly startedAt: string;
    readonly durationS: number;
    readonly energyJ: number | null;
    readonly energyLowJ: number | null;
    readonly energyHighJ: number | null;
    readonly grade: Grade;
    readonly host: string;
    readonly cwd: string;
    readonly commit: string | null;
  }[];
}
