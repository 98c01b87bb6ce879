import type { Cause } from './cause.ts';
import type { WasteRun } from './waste-run.ts';

/** What became of a part of a root run's energy. */
export interface Share {
  /** `useful` is what no cause claims, `running` what is not over yet. */
  readonly cause: Cause | 'useful' | 'running';
  readonly run: WasteRun;
  readonly root: WasteRun;
  /** Of the root's energy, 0 to 1, and between which ends. The parts of a root add up to 1. */
  readonly part: number;
  readonly lowPart: number;
  readonly highPart: number;
  /** What it is told by, in a few words. */
  readonly evidence: string;
  /** The other run that it is told by. */
  readonly because: WasteRun | undefined;
}

/** A share that is wasted. */
export type WasteShare = Share & { readonly cause: Cause };
