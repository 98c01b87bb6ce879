import { createHash } from 'node:crypto';
import type { LockEntry } from '../model/lock-entry.ts';
import { type RunKey, runKeyText, runValueText } from './run-key.ts';

/** The key and value of an entry in DVC's run-cache. */
export function runKey(entry: LockEntry): RunKey {
  return { key: sha256(runKeyText(entry)), value: sha256(runValueText(entry)) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
