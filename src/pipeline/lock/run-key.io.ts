import { sha256Of } from '../../book/sha256.io.ts';
import type { LockEntry } from '../model/lock-entry.ts';
import { type RunKey, runKeyText, runValueText } from './run-key.ts';

/** The key and value of an entry in DVC's run-cache. */
export function runKey(entry: LockEntry): RunKey {
  return { key: sha256Of(runKeyText(entry)), value: sha256Of(runValueText(entry)) };
}
