import { readdirSync, realpathSync } from 'node:fs';

/** Names in a folder, sorted; none where it cannot be listed. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // no such driver
  }
}

/** A path with its links resolved; empty where it leads nowhere. */
export function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return '';
  }
}
