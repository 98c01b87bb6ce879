import { likeness } from './alike.ts';
import type { Measured } from './measured.ts';

/** How many runs of one kind of machine a baseline file holds: more say little more. */
export const MOST_KEPT = 10;

/**
 * The runs of a baseline file after new ones. Those of other jobs and machines stay. Where the level has changed, the runs that it was
 * `replaced` for go; the newest {@link MOST_KEPT} of the others stay beside the new ones.
 */
export function updatedBaseline(
  old: readonly Measured[],
  fresh: readonly Measured[],
  { replaced, sameRam }: { readonly replaced: ReadonlySet<string>; readonly sameRam: number },
): readonly Measured[] {
  const [first] = fresh;
  if (first === undefined) return old;
  const isOther = (run: Measured): boolean =>
    run.name !== first.name || likeness(run, first, sameRam).kind === 'different';
  const same = old.filter((run) => !isOther(run) && !replaced.has(run.id));
  const kept = newestFirst([...fresh, ...same]).slice(0, Math.max(MOST_KEPT, fresh.length));
  return [...kept, ...old.filter(isOther)];
}

function newestFirst(runs: readonly Measured[]): readonly Measured[] {
  return [...runs].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}
