import { openSync } from 'node:fs';

/** Opens a file to read; undefined where it is not there, or not ours to see. */
export function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}
