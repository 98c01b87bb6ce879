import type { SysfsPath } from './kept-file.io.ts';
import { SysfsNumber } from './sysfs-number.io.ts';

/** What one read of a file came to: nothing where it gives a number, else why not and what to do. */
export interface ProbeFailure {
  readonly why: string;
  readonly fix?: string;
}

/** Tries to read files once, before they are believed to be a meter; undefined where all can be read. */
export function probe(files: readonly SysfsPath[]): ProbeFailure | undefined {
  for (const file of files) {
    const number = new SysfsNumber(file);
    const value = number.read();
    number.close();
    if (Number.isNaN(value)) {
      return { why: number.why, ...(number.code === 'EACCES' ? { fix: readableFix(number.path) } : {}) };
    }
  }
  return undefined;
}

/** The command that lets everybody read a file of sysfs until the next boot. */
export function readableFix(path: string): string {
  return `sudo chmod a+r ${path} (until the next boot)`;
}
