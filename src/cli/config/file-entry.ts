import type { Place } from '../../errors.ts';

/** An entry of a file, before it is checked. */
export interface FileEntry {
  readonly key: string;
  readonly value: unknown;
  /** The project that it is for, where not for all. */
  readonly project?: string;
  readonly keyAt: Place;
  readonly valueAt: Place;
}
