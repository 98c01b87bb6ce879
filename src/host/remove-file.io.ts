import { unlinkSync } from 'node:fs';

/** Removes a file if it is there. (`rmSync` loads Node's recursive remover, which a single file does not need.) */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // gone already, or on a disk that just failed: the next one who looks removes it
  }
}
