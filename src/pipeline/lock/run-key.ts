import type { LockEntry } from '../model/lock-entry.ts';
import { jsonText } from '../values/json-text.ts';
import { entryValue } from './entry-value.ts';

/** Where a result stands in the run-cache: 64 hexadecimal digits each. */
export interface RunKey {
  /** Of the work: the folder. */
  readonly key: string;
  /** Of the work with its result: the file in it. */
  readonly value: string;
}

/** Left out wherever they stand, in the values of parameters as well: DVC does so, and the hashes must be its own. */
const LEFT_OUT: ReadonlySet<string> = new Set(['size', 'nfiles']);

/** The text whose SHA-256 is the key of a stage in the run-cache: its command, dependencies and parameters, and the paths of its outputs. */
export function runKeyText(entry: LockEntry): string {
  const paths = (entry.outs ?? []).map(({ path }) => path);
  return jsonText(new Map([...entryValue(entry), ['outs', paths] as const]), LEFT_OUT);
}

/** The text whose SHA-256 names the file of a result under the key: the whole entry. */
export function runValueText(entry: LockEntry): string {
  return jsonText(entryValue(entry), LEFT_OUT);
}
