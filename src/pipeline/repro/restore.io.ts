import { ok, type Result } from '../../result.ts';
import type { Problem } from '../../errors.ts';
import { checkout } from '../cache/checkout.io.ts';
import { runKey } from '../lock/run-key.io.ts';
import type { Hashed } from '../model/hashed.ts';
import type { LockEntry } from '../model/lock-entry.ts';
import type { Dep, Out, Stage } from '../model/stage.ts';
import { isCallback } from '../status/inspector.io.ts';
import { type Inputs, newEntry } from './new-entry.ts';
import type { Workbench } from './workbench.io.ts';

/** What the cache holds of a stage's work. */
export interface CacheHit {
  /** The entry whose outputs are to be put in place. */
  readonly entry: LockEntry;
}

/** How a hit is looked for. */
export interface HitOptions {
  /** The command and what it reads are those of the entry in dvc.lock. */
  readonly isSameWork: boolean;
  readonly noRunCache: boolean;
  readonly warn: (warning: Problem) => void;
}

/** Whether DVC keeps what comes of a stage in its run-cache. */
export function isRunCached(stage: Stage): boolean {
  const isLocal = ({ at }: Dep): boolean => !at.includes('://');
  const isInside = (out: Out): boolean => isLocal(out) && !out.at.startsWith('/');
  return (
    !stage.alwaysChanged &&
    !isCallback(stage) &&
    stage.deps.length + stage.params.length > 0 &&
    stage.outs.length > 0 &&
    stage.deps.every(isLocal) &&
    stage.outs.every((out) => isInside(out) && !out.persist)
  );
}

/** The hash of a stage's work, by which its results are found; of what it reads now. */
export function workKey(stage: Stage, inputs: Inputs): string {
  const unknown: Hashed = { hash: 'md5', md5: '' };
  return runKey(newEntry(stage, inputs, new Map(stage.outs.map((out) => [out, unknown])))).key;
}

/**
 * Looks for the result of a stage's work: in its own dvc.lock where only outputs differ, else in the run-cache. All objects must be in the cache.
 *
 * @param inputs what the stage reads now.
 */
export function findHit(
  { store, runCache }: Workbench,
  stage: Stage,
  recorded: LockEntry | undefined,
  inputs: Inputs,
  options: HitOptions,
): CacheHit | undefined {
  if (!isRunCached(stage)) return undefined;
  const isWhole = (entry: LockEntry): boolean =>
    stage.outs.every(({ path }) => {
      const item = entry.outs?.find((one) => one.path === path);
      return item !== undefined && store.has(item);
    });
  if (options.isSameWork)
    return recorded !== undefined && isWhole(recorded) ? { entry: recorded } : undefined;
  if (options.noRunCache) return undefined;
  const { entry, warning } = runCache.find(workKey(stage, inputs));
  if (warning !== undefined) options.warn(warning);
  return entry !== undefined && isWhole(entry) ? { entry } : undefined;
}

/** Puts the outputs of an entry in place. */
export function restore({ workspace }: Workbench, stage: Stage, { entry }: CacheHit): Result<true> {
  for (const out of stage.outs) {
    const item = entry.outs?.find(({ path }) => path === out.path);
    if (item === undefined) continue;
    // What git keeps is to be a file of its own.
    const linkTypes = out.cache ? workspace.linkTypes : (['reflink', 'copy'] as const);
    const done = checkout({ ...workspace, linkTypes }, out.at, item);
    if (!done.ok) return done;
  }
  return ok(true);
}
