import type { LiveRun, RegistryEntry } from './registry-entry.ts';

/** How deep runs may stand in each other. */
const DEPTH = 64;

/** The run that is measured here, among the others. */
export interface Measured {
  readonly id: string;
  readonly isRoot: boolean;
  /** The job that it leads, or is a rank of. */
  readonly job?: string;
}

/** Whether a run stands inside another, at any depth. */
export function isInside(id: string, ancestor: string, runs: readonly LiveRun[]): boolean {
  return upFrom(id, runs).some(({ parentId }) => parentId === ancestor);
}

/** The rank of a job that a run is, or stands in; undefined where it belongs to none. The job's leader is no rank. */
export function rankAbove(id: string, job: string, runs: readonly LiveRun[]): RegistryEntry | undefined {
  return upFrom(id, runs).find((entry) => entry.job === job && !entry.isRoot);
}

/** Whether a run counts in the one that is measured: it is it, stands in it, or is or stands in a rank of the job that it leads. */
export function countsIn(id: string, measured: Measured, runs: readonly LiveRun[]): boolean {
  if (id === measured.id || isInside(id, measured.id, runs)) return true;
  return measured.isRoot && measured.job !== undefined && rankAbove(id, measured.job, runs) !== undefined;
}

/** The root that a run counts in, among the roots alive: who leads its job now, where the one that it began under has ended. */
export function rootOf(id: string, roots: readonly LiveRun[], runs: readonly LiveRun[]): LiveRun | undefined {
  const line = upFrom(id, runs);
  const rootId = line[0]?.rootId;
  const root = roots.find(({ entry }) => entry.id === rootId);
  if (root !== undefined) return root;
  const rank = line.find(({ job }) => job !== undefined);
  return rank === undefined
    ? undefined
    : roots.find(({ entry }) => entry.job === rank.job && entry.uid === rank.uid);
}

/** A run and the live runs around it, innermost first. */
function upFrom(id: string, runs: readonly LiveRun[]): readonly RegistryEntry[] {
  const line: RegistryEntry[] = [];
  let at: string | undefined = id;
  while (at !== undefined && line.length < DEPTH) {
    const here: string = at;
    const found: RegistryEntry | undefined = runs.find((run) => run.entry.id === here)?.entry;
    if (found === undefined) break;
    line.push(found);
    at = found.parentId;
  }
  return line;
}
