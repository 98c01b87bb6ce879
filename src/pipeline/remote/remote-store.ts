import type { Result } from '../../result.ts';

/** A file of this machine that is to be sent. */
export interface Source {
  /** Absolute path. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** MD5 of the bytes, 32 hexadecimal digits, where it is known: the other side checks what arrives. */
  readonly md5?: string;
}

/** Where what is fetched goes, piece by piece. */
export interface Sink {
  readonly write: (bytes: Uint8Array) => void;
  /** Begins anew: the transfer broke off and is tried again. */
  readonly reset: () => void;
}

/** One thing that a store holds. */
export interface Stored {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

/** What is told while bytes travel: so many more. */
export type OnBytes = (bytes: number) => void;

/**
 * A place where objects lie under keys like `files/md5/ab/cdef…`: a folder, a bucket, a folder of another machine. Each call may run beside others.
 * A problem is for the one call; a store that cannot be reached at all says so on each.
 */
export interface RemoteStore {
  /** Its address as the user knows it, without secrets. */
  readonly shown: string;
  /** How many transfers at once are good for it where nobody says how many. */
  readonly usualJobs: number;
  /** Which of these are there. */
  readonly existing: (keys: readonly string[]) => Promise<Result<ReadonlySet<string>>>;
  /** All whose keys begin with this folder, which ends with `/`; nothing where the folder is not there. */
  readonly list: (folder: string) => Promise<Result<readonly Stored[]>>;
  /** Fetches one; false where it is not there. */
  readonly get: (key: string, sink: Sink, onBytes?: OnBytes) => Promise<Result<boolean>>;
  /** Keeps a file under a key. Others see it whole or not at all, also where this process is killed. */
  readonly put: (source: Source, key: string, onBytes?: OnBytes) => Promise<Result<true>>;
  /** Removes some; one that is not there is none. */
  readonly remove: (keys: readonly string[]) => Promise<Result<true>>;
  /** Ends connections. */
  readonly close: () => Promise<void>;
}
