import type { WorkDone, WorkUnit } from '../../book/work-unit.ts';
import type { Grade } from '../../units/sourced.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { Configuration } from '../statement/configuration.ts';
import type { Mean, MeanEstimate } from '../statement/mean.ts';

/** The gzipped journal of a run, beside the entry. */
export interface JournalFile {
  /** Its name in the folder of the entry: `<id>.jsonl.gz`. */
  readonly file: string;
  /** SHA-256 of the file as it lies there, hex. */
  readonly sha256: string;
  /** Length of the journal in it, bytes. */
  readonly bytes: number;
}

/** One run of an entry, as its journal says. */
export interface EntryRun {
  readonly id: string;
  /** The seed that it names. */
  readonly seed: string | null;
  readonly startedAt: string;
  readonly durationS: number;
  readonly metric: number;
  /** Attributed, at the wall, J; operational, g. */
  readonly energy: WrittenEstimate;
  readonly carbon: WrittenEstimate;
  /** What the carbon is counted by: zone, basis and boundary of the intensity; null where none is known. */
  readonly grid: string | null;
  readonly grade: Grade;
  /** How much work it has told of, by unit; left out where it told of none. */
  readonly done?: WorkDone;
  readonly trackerVersion: string;
  readonly journal: JournalFile;
}

/** The machine of an entry. */
export interface EntryMachine {
  readonly cpu: string;
  readonly sockets: number;
  readonly gpus: readonly string[];
  readonly instanceType?: string;
}

/** An entry of a leaderboard, `joulebook.leaderboard-entry/1`: one configuration over its seeds. All but `name`, `by` and `note` follows from the journals. */
export interface LeaderboardEntry {
  readonly schema: 'joulebook.leaderboard-entry/1';
  /** Also the name of its folder. */
  readonly name: string;
  /** Whose it is, as they call themselves. */
  readonly by: string;
  readonly note?: string;
  readonly metricName: string;
  readonly configuration: Configuration;
  readonly machine: EntryMachine | null;
  readonly commits: readonly string[];
  readonly runs: readonly EntryRun[];
  /** Means over seeds. */
  readonly metric: Mean;
  readonly energy: MeanEstimate;
  /** Null where the runs' carbon is of different grids or kinds, which make no mean. */
  readonly carbon: MeanEstimate | null;
  readonly durationS: Mean;
  /** Energy for each 1,000 units of work, J, in every unit that all of its runs have told of; left out where there is none. */
  readonly perWork?: Readonly<Partial<Record<WorkUnit, MeanEstimate>>>;
  readonly grade: Grade;
}

/** A name that an entry may have: a folder on every system, and nothing else. */
export function isEntryName(name: string): boolean {
  return /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/.test(name) && !name.includes('..');
}

/** A text as the name of an entry; empty where nothing of it may stand in one. */
export function entryName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replaceAll(/^-+|-+$/g, '');
}
