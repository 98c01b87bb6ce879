/** What is remembered of one file of a tracked folder. */
export interface ListedFile {
  readonly relpath: string;
  readonly ino: number;
  /** Milliseconds since 1970. */
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  /** Bytes. */
  readonly size: number;
  /** 32 hexadecimal digits. */
  readonly md5: string;
  readonly trust: Trust;
}

/**
 * How far a file that looks as it did may be taken for what it was. `settled`: it could not have been changed again unseen within the same tick of
 * the clock. `placed`: it was just put there from the cache, and only the time of the renaming is not known. `none`: it is hashed again.
 */
export type Trust = 'none' | 'settled' | 'placed';

/** What is remembered of the folder as a whole. */
export interface ListingHead {
  /** 32 hexadecimal digits, without `.dir`. */
  readonly md5: string;
  readonly nfiles: number;
  /** Bytes. */
  readonly size: number;
}
