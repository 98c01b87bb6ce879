/** A file of the page, as it goes out. */
export interface Asset {
  readonly type: string;
  readonly bytes: Uint8Array;
  /** The same, packed. */
  readonly gzip?: Uint8Array;
  /** Its name carries a hash of what it holds, so it never changes. */
  readonly isFixed: boolean;
}

/** The files of the page. */
export interface Assets {
  /** The page itself, with a `<base>` for the path under which it is reached. */
  readonly page: (basePath: string) => string;
  /** `sha256-…` of the script within the page. */
  readonly scriptHash: string;
  readonly find: (path: string) => Asset | undefined;
}
