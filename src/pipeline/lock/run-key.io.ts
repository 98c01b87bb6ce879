import { createHash } from 'node:crypto';
import type { LockEntry } from '../model/lock-entry.ts';
import { runKeyText, runValueText } from './run-key.ts';

/** Where a result stands in the run-cache: 64 hexadecimal digits each. */
export interface RunKey {
  /** Of the work: the folder. */
  readonly key: string;
  /** Of the work with its result: the file in it. */
  readonly value: string;
}

/** The key and value of an entry in DVC's run-cache. */
export function runKey(entry: LockEntry): RunKey {
  return { key: sha256(runKeyText(entry)), value: sha256(runValueText(entry)) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
