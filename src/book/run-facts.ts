import type { Amendable } from './amendment.ts';
import type { EnergySums } from './energy-sums.ts';
import type { EndedEpoch } from './epoch-sums.ts';
import type { HourEnergy } from './hour-energy.ts';
import type { ImportedFigures } from './imported.ts';
import type { EndEvent, MachineEvent, Scalar, StartEvent } from './journal-event.ts';
import type { LiveGrids } from './live-grid.ts';
import type { CacheRecord, MarkRecord, RunRecord } from './run-record.ts';
import type { WindowSums } from './window-sums.ts';
import type { WorkDone } from './work-unit.ts';

export type Gap = RunRecord['gaps'][number];
export type WarningRecord = RunRecord['warnings'][number];

/** Use of the machine, summed. */
export interface UsageSums {
  runS: number;
  busyS: number;
  trackerS: number;
  /** Taken by the machine's host. */
  stolenS: number;
  /** Length of all intervals, s. */
  coveredS: number;
  peakRssBytes: number | null;
  mostRoots: number;
}

/** All that a journal says of a run so far, from which its record is derived. */
export interface RunFacts {
  /** The id by which the run is known where its first line is lost. */
  readonly id: string;
  readonly start: StartEvent | undefined;
  readonly machine: MachineEvent | undefined;
  readonly end: EndEvent | undefined;
  /** Figures that stand in place of samples. */
  readonly imported: ImportedFigures | undefined;
  readonly durationS: number;
  readonly sums: EnergySums;
  readonly windows: WindowSums;
  readonly epochs: readonly EndedEpoch[];
  readonly usage: UsageSums;
  /** Energy that nobody owns and energy of the trackers, at the wall, J. */
  readonly unattributedJ: number;
  readonly trackerJ: number;
  /** Time-weighted mean of the run's part of the machine's idle energy. */
  readonly idleShare: readonly [low: number, high: number];
  /** Energy by hour, and what live sources have told of these hours. */
  readonly hours: HourEnergy;
  readonly grids: LiveGrids;
  readonly samples: number;
  readonly lastT: number;
  readonly params: ReadonlyMap<string, Scalar>;
  readonly metrics: ReadonlyMap<string, number>;
  readonly marks: readonly MarkRecord[];
  readonly done: WorkDone;
  readonly cache: CacheRecord | undefined;
  readonly gaps: readonly Gap[];
  readonly warnings: readonly WarningRecord[];
  readonly amendable: Amendable;
}

/** CPU time that the host of a virtual machine took while a run lasted. */
export interface StolenTime {
  /** Of the machine's CPU time, 0 to 1. */
  readonly part: number;
  /** CPU seconds. */
  readonly cpuS: number;
}
