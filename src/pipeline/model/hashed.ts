/** What is known of the content of a file or folder: the fields of an entry in dvc.lock and .dvc files, without its path. */
export interface Hashed {
  /** Absent in entries of DVC 2.x, which hashed text with its line ends made alike (`md5-dos2unix`). */
  readonly hash?: 'md5';
  /** 32 hexadecimal digits; `.dir` behind them for a folder. */
  readonly md5: string;
  /** Bytes; of a folder the sum of its files. Absent where the entry does not say. */
  readonly size?: number;
  /** How many files a folder holds, at any depth. */
  readonly nfiles?: number;
  /** Of a file only, and only where it is executable by anyone. */
  readonly isexec?: true;
}

/** Whether what was hashed is a folder. */
export function isFolder({ md5 }: Hashed): boolean {
  return md5.endsWith('.dir');
}
