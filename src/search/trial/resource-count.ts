import { RESOURCE_KEYS, type Said, valueOf } from './said.ts';

/** How a trial counts, kept between the attempts of a trial that is paused and goes on. */
export interface Counting {
  /** What is added to what it says, since resources begin above 0: 1 where its first report was of epoch 0. */
  readonly shift?: number;
  /** The key that it counts by; absent while it says none. */
  readonly key?: string;
  /** The resource of its last report. */
  readonly last: number;
  /** What it said while it was being paused, and what the study is to hear when it goes on. */
  readonly unheard?: readonly Place[];
  /** It had come to its end before it could be paused: nothing is left to be done. */
  readonly isDone?: true;
}

/** A report and where it stands. */
export interface Place {
  readonly resource: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** A trial that has said nothing. */
export const NOTHING_SAID: Counting = { last: 0 };

/**
 * Where a report stands: by the key that the study names, else by the first of the usual ones that the trial uses, else it is one more than the last.
 * A report without the trial's own key stands where the last one does.
 *
 * @param named the key that the study counts by, if it says so.
 * @returns the counting after the report, whose `last` is its resource; undefined where it says no number.
 */
export function countOn(before: Counting, said: Said, named?: string): Counting | undefined {
  const key = named ?? before.key ?? RESOURCE_KEYS.find((one) => valueOf(said, one) !== undefined);
  const value = key === undefined ? undefined : valueOf(said, key);
  if (key === undefined || value === undefined) {
    const isCounted = before.key === undefined || before.last === 0;
    return { ...before, last: isCounted ? before.last + 1 : before.last };
  }
  if (!Number.isFinite(value)) return undefined;
  const shift = before.shift ?? (value === 0 ? 1 : 0);
  const last = value + shift;
  return last > 0 ? { ...before, shift, key, last } : undefined;
}
