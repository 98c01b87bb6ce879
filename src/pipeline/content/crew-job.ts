/** What is done with each file; where something is made, in which folder it is until it is whole, and with which mode. */
export type Job =
  /** It is hashed and, where `objects` is given, put there by its hash if it is small. */
  | { readonly k: 'hash'; readonly keep?: Keep }
  /** Its content is put in place elsewhere, if it is small. */
  | { readonly k: 'place'; readonly tempFolder: string; readonly mode: number };

/** Where contents are kept. */
export interface Keep {
  readonly objects: string;
  readonly tempFolder: string;
  readonly mode: number;
}

/** Work as it is handed to a thread. */
export interface Crewed {
  readonly job: Job;
  /** Paths; one that a thread cannot take is ``. */
  readonly from: readonly string[];
  readonly to?: readonly string[];
  /** The next file that nobody has taken; how many threads have begun to take files, and how many are done. */
  readonly next: Int32Array;
  readonly begun: Int32Array;
  readonly done: Int32Array;
  /** For each file whether it was done (1). */
  readonly statuses: Uint8Array;
  /** 16 bytes for each. */
  readonly md5s: Uint8Array;
}
