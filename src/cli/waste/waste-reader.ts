import type { Result } from '../../result.ts';
import type { IndexRow } from '../../book/index-row.ts';
import type { WasteEpoch, WasteRun } from '../../report/waste/waste-run.ts';

/** Reads of runs what tells their waste. */
export interface WasteReader {
  readonly run: (row: IndexRow) => Result<WasteRun>;
  /** Stretches between its reports, in place of epochs. */
  readonly windows: (run: WasteRun) => readonly WasteEpoch[];
  /** The part of its energy that it took while it waited. */
  readonly waiting: (run: WasteRun) => number;
}
