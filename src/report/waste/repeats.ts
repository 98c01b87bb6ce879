import type { WasteRun } from './waste-run.ts';

/** Which run makes another one needless. */
export interface Repeats {
  /** By the id of a good run: the earlier success with the same inputs. */
  readonly duplicateOf: ReadonlyMap<string, WasteRun>;
  /** By the id of a good run: the later success of the same work with other code. */
  readonly supersededBy: ReadonlyMap<string, WasteRun>;
}

/**
 * Looks for work that was done twice. A run is a duplicate if a run with the same work and version had ended well before it began, so that its result was there;
 * runs beside each other (the nodes of a job, a sweep's seeds) are none. It is superseded if the next success of the same work that began after its end
 * had another version, both known, unless its own version came back later.
 */
export function findRepeats(runs: readonly WasteRun[]): Repeats {
  const duplicateOf = new Map<string, WasteRun>();
  const supersededBy = new Map<string, WasteRun>();
  for (const same of byWork(runs.filter(({ state }) => state === 'ok')).values()) {
    const firstOf = new Map<string, WasteRun>();
    for (const run of same) {
      const { version } = run;
      if (version === null) continue;
      const first = firstOf.get(version);
      if (first === undefined) firstOf.set(version, run);
      else if (hasEndedBefore(first, run)) duplicateOf.set(run.id, first);
    }
    same.forEach((run, i) => {
      // Code that came back later was not replaced.
      if (same.slice(i + 1).some(({ version }) => version === run.version)) return;
      const next = same.slice(i + 1).find((later) => hasEndedBefore(run, later));
      const isOther = next !== undefined && isKnown(run.version) && isKnown(next.version);
      if (isOther && next.version !== run.version) supersededBy.set(run.id, next);
    });
  }
  return { duplicateOf, supersededBy };
}

/** In the order in which they began. */
function byWork(runs: readonly WasteRun[]): ReadonlyMap<string, readonly WasteRun[]> {
  const groups = new Map<string, WasteRun[]>();
  const inOrder = [...runs].sort((a, b) => (a.startedMs ?? 0) - (b.startedMs ?? 0) || (a.id < b.id ? -1 : 1));
  for (const run of inOrder) {
    if (run.work === null || run.startedMs === null) continue;
    const group = groups.get(run.work);
    if (group === undefined) groups.set(run.work, [run]);
    else group.push(run);
  }
  return groups;
}

function hasEndedBefore({ startedMs, endedMs, durationS }: WasteRun, later: WasteRun): boolean {
  const end = endedMs ?? (startedMs ?? 0) + durationS * 1000;
  return later.startedMs !== null && end <= later.startedMs;
}

function isKnown(version: string | null): boolean {
  return version !== null && version !== '';
}
