import { isRunId } from '../../book/run-id.ts';
import type { ImportedFigures } from '../../book/imported.ts';
import type { RunState, Scalar } from '../../book/journal-event.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { LeftOut, Method } from './accuracy.ts';

/** The formats that are read. */
export const FORMATS = [
  'codecarbon',
  'impact-tracker',
  'carbontracker',
  'boamps',
  'mlflow',
  'wandb',
  'tensorboard',
  'dvclive',
  'joulebook',
] as const;

/** Name of a format, as `--format` takes it. */
export type ForeignFormat = (typeof FORMATS)[number];

/** One run of another program as it was recorded, in joulebook's units. */
export interface ForeignRun {
  readonly format: ForeignFormat;
  /** The same text for the same run in whatever copy of its record, and for no other: the fingerprint is made from it. */
  readonly identity: string;
  readonly name?: string;
  readonly project?: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The time that goes into the id, ms since 1970; must not depend on this machine's time zone. */
  readonly idMs: number;
  /** ISO 8601, UTC. */
  readonly endedAt?: string;
  readonly durationS: number;
  readonly state: Exclude<RunState, 'running'>;
  readonly exitCode: number | null;
  /** Undefined where the source records none. */
  readonly energy?: ForeignEnergy;
  readonly carbon?: ForeignCarbon;
  /** All figures at once, where the source is an export of joulebook. */
  readonly figures?: ImportedFigures;
  /** What only a run of joulebook has. */
  readonly own?: OwnFacts;
  readonly params: Readonly<Record<string, Scalar>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: readonly string[];
  readonly notes: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly git?: { readonly commit: string; readonly branch?: string };
  readonly machine?: Partial<MachineInfo>;
  readonly command?: readonly string[];
  readonly stages?: readonly ForeignStage[];
  readonly epochs?: readonly ForeignEpoch[];
  readonly gaps?: readonly { readonly atS: number; readonly durationS: number; readonly why: string }[];
  /** The run that it is a part of, and the outermost one: it is not summed beside them. */
  readonly nested?: { readonly parent: Ancestor; readonly root: Ancestor };
  /** What is odd about it, for the record's warnings. */
  readonly oddities: readonly string[];
}

/** Energy as the source recorded it: before PUE, without what its counters do not see. */
export interface ForeignEnergy {
  /** J; null where what is recorded cannot be all: then it is a lower bound. */
  readonly totalJ: number | null;
  /** J at the least; counts where `totalJ` is null. */
  readonly atLeastJ: number;
  readonly components: Readonly<Record<string, ForeignComponent>>;
  readonly method: Method;
  readonly leftOut: LeftOut;
  /** Whether the source counted the whole machine or the run's part. */
  readonly scope: 'machine' | 'process';
  /** As the source said it; null where it said none. */
  readonly pue: number | null;
  /** How it was measured, in a few words. */
  readonly how: string;
}

/** One component; `joules` is null where the source could not read it. */
export interface ForeignComponent {
  readonly joules: number | null;
  readonly reason?: string;
}

/** Carbon as the source said it. */
export interface ForeignCarbon {
  readonly grams: number;
  /** g/kWh, where the source said it or its figures tell. */
  readonly gPerKwh: number | null;
  readonly zone: string;
  readonly zoneName: string;
}

/** A named part of a run. */
export interface ForeignStage {
  readonly name: string;
  readonly joules: number | null;
  readonly durationS: number;
}

/** An epoch of a run. */
export interface ForeignEpoch {
  readonly n: number;
  readonly joules: number | null;
  readonly durationS: number;
}

/** A run that joulebook measured, or took in, elsewhere: it keeps its id, and its place in its family. */
export interface OwnFacts {
  readonly id: string;
  readonly rootId: string;
  readonly parentId?: string;
  readonly hostId: string;
  readonly cwd: string;
  readonly intervalS: number;
  readonly signal: string | null;
  readonly limit?: string;
}

/**
 * What a run is known by that an export of joulebook names by its id: where the book has that run, it is not taken in a second time.
 *
 * @param id what stands where such an export writes it; anything else is no id.
 */
export function ownRun(id: unknown): { readonly identity: string; readonly own: OwnFacts } | undefined {
  if (typeof id !== 'string' || !isRunId(id)) return undefined;
  const own = { id, rootId: id, hostId: '', cwd: '', intervalS: 0, signal: null };
  return { identity: `joulebook run ${id}`, own };
}

/** What another run's id follows from. */
export type Ancestor = Pick<ForeignRun, 'identity' | 'idMs'>;
