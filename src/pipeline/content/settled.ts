/** What `stat` tells of a file that changes when its content does. */
export interface StatMark {
  readonly ino: number;
  /** Milliseconds since 1970. */
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  /** Bytes. */
  readonly size: number;
}

/** File times tick no finer than this on file systems that keep parts of a second (the kernel's tick is 1 to 10 ms). */
const TICK_MS = 20;
/** And no finer than this on those that do not (FAT counts in two seconds). */
const COARSE_TICK_MS = 2000;

/**
 * Whether a file that is looked at now has been left alone long enough that a later change must show in its times: one written within the
 * same tick would not.
 */
export function isSettled({ mtimeMs, ctimeMs }: StatMark, nowMs: number): boolean {
  const latest = Math.max(mtimeMs, ctimeMs);
  const isCoarse = Number.isInteger(mtimeMs / 1000) && Number.isInteger(ctimeMs / 1000);
  return nowMs - latest > (isCoarse ? COARSE_TICK_MS : TICK_MS);
}

/** Whether a file is still as it was remembered. */
export function isSameMark(a: StatMark, b: StatMark): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}

/** Whether a file still holds what it did, whatever became of its name and rights. */
export function isSameFile(a: StatMark, b: StatMark): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ino === b.ino;
}
