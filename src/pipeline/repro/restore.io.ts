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
 * The result of a stage's work, as its own dvc.lock has it where only outputs differ, else as the run-cache does. Whether the cache holds it is another
 * question.
 *
 * @param inputs what the stage reads now.
 */
export function resultOf(
  { runCache }: Workbench,
  stage: Stage,
  recorded: LockEntry | undefined,
  inputs: Inputs,
  options: HitOptions,
): LockEntry | undefined {
  if (!isRunCached(stage)) return undefined;
  if (options.isSameWork && recorded !== undefined && hasAllOuts(stage, recorded)) return recorded;
  if (options.noRunCache) return undefined;
  const { entry, warning } = runCache.find(workKey(stage, inputs));
  if (warning !== undefined) options.warn(warning);
  return entry !== undefined && hasAllOuts(stage, entry) ? entry : undefined;
}

/**
 * A result of which the cache holds all objects.
 *
 * @param isPulled what the cache lacks was looked for in a remote, which has nothing of what git keeps: that may be in place instead.
 */
export function wholeHit(
  bench: Workbench,
  stage: Stage,
  result: LockEntry | undefined,
  isPulled: boolean,
): CacheHit | undefined {
  const isWhole = stage.outs.every((out) => {
    const item = result?.outs?.find((one) => one.path === out.path);
    return item !== undefined && (bench.store.has(item) || (isPulled && isInPlace(bench, out, item)));
  });
  return result !== undefined && isWhole ? { entry: result } : undefined;
}

/** Whether an output that git keeps is already what it is to be; a clone has it so, and no remote. */
export function isInPlace(
  { contents }: Pick<Workbench, 'contents'>,
  { at, cache }: Out,
  item: Hashed,
): boolean {
  if (cache) return false;
  const there = contents.hash(at, item.hash ?? 'md5-dos2unix');
  return there.ok && there.value?.md5 === item.md5;
}

function hasAllOuts({ outs }: Stage, entry: LockEntry): boolean {
  return outs.every(({ path }) => entry.outs?.some((item) => item.path === path) === true);
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
