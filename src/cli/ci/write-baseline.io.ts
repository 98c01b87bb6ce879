import { readFileSync } from 'node:fs';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { lockFile } from '../../host/lock.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { baselineText, readBaseline } from './baseline-file.ts';
import type { Measured } from './measured.ts';

const LOCK_MS = 10_000;

/** Rewrites a baseline file as it is now, not as it was before the command ran: jobs side by side shall not lose each other's runs. */
export function rewriteBaseline(
  path: string,
  update: (old: readonly Measured[]) => readonly Measured[],
): Result<readonly Measured[]> {
  const file = lockFile(path, { timeoutMs: LOCK_MS });
  if (!file.ok) return file;
  try {
    const old = readBaseline(readFileSync(path, 'utf8'), path);
    if (!old.ok) return old;
    const runs = update(old.value.runs);
    const failed = writeFileAtomic(path, baselineText(runs));
    return failed === undefined ? ok(runs) : err(failed);
  } finally {
    file.value.release();
  }
}
