import type { SmiRow } from './smi-csv.ts';

/** A running nvidia-smi whose lines are read as they come. */
export interface SmiFeed {
  /** Path of the tool. */
  readonly program: string;
  /** Its process, a child of ours that is no part of the run; undefined where it could not be started. */
  readonly pid: number | undefined;
  /** Settles, never rejecting, when every GPU has been heard of, the tool has ended, or it took too long. */
  readonly ready: Promise<void>;
  /** The latest line of each GPU, in order of index. */
  readonly rows: () => readonly SmiRow[];
  /** Why there will be no more lines; undefined while there may be. */
  readonly ended: () => string | undefined;
  /** Who is told of each line, with the time of its arrival on the boot clock. */
  readonly listen: (listener: (row: SmiRow, atS: number) => void) => void;
  readonly close: () => void;
}
