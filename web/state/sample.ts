import { signal } from '@preact/signals';
import { ask } from './ask.ts';

/** Sample data in the book: how many runs are, how many are not, and the command that removes them. */
export interface Sample {
  readonly runs: number;
  readonly others: number;
  readonly remove: string;
}

/** As it was last told; undefined until then. */
export const sample = signal<Sample | undefined>(undefined);

/** Asks anew. A book that cannot be asked is said by the page itself. */
export async function lookForSample(): Promise<void> {
  try {
    sample.value = (await ask<Sample>('/sample')).data;
  } catch {
    // the page that is shown tells what is wrong
  }
}
