import type { Problem } from '../errors.ts';
import type { Result } from '../result.ts';
import type { IndexRow } from './index-row.ts';
import { type Fact, factsOf, runValues } from './index-schema.ts';
import type { SqlValue } from './sql-value.ts';

/** What the index keeps of a run that was read: ready to be inserted, once its number and the state of its file are known. */
export type LoadedRun =
  | {
      readonly is: 'run';
      /** Of `runs`, behind the state of the file. */
      readonly values: readonly SqlValue[];
      /** Of `flat`. */
      readonly row: string;
      readonly facts: readonly Fact[];
    }
  | { readonly is: 'bad'; readonly problem: Problem }
  | { readonly is: 'gone' };

/** Makes ready what was read of a run. */
export function loadedRun(read: Result<IndexRow> | undefined): LoadedRun {
  if (read === undefined) return { is: 'gone' };
  if (!read.ok) return { is: 'bad', problem: read.error };
  const row = read.value;
  return {
    is: 'run',
    values: runValues(row),
    row: JSON.stringify(row),
    facts: factsOf(row),
  };
}
