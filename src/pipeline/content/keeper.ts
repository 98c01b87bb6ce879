import type { Result } from '../../result.ts';
import type { Hashed } from '../model/hashed.ts';

/** How content is hashed: as DVC 3 does, or as DVC 2 did. */
export type HashKind = 'md5' | 'md5-dos2unix';

/** Keeps the content of each file that is read whole for its hash, so that it need not be read again. */
export interface Keeper {
  /** Is given what was read. */
  readonly addBytes: (bytes: Uint8Array, hashed: Hashed) => Result<true>;
  /**
   * Makes the folders for what other threads keep by themselves. @returns absolute paths of the objects, each of which is `ab/cdef…` there, and of a
   * folder in which they are made.
   */
  readonly prepare: () => Result<{ readonly objects: string; readonly tempFolder: string }>;
  /** The mode of an object. */
  readonly objectMode: number;
}
