import type { Problem } from '../../errors.ts';
import { ok, type Result } from '../../result.ts';
import { commit } from '../cache/commit.io.ts';
import { type LockChange, lockOf } from '../lock/lock-files.io.ts';
import { runKey } from '../lock/run-key.io.ts';
import type { RunKey } from '../lock/run-key.ts';
import type { LockEntry } from '../model/lock-entry.ts';
import type { RepoPath, Stage } from '../model/stage.ts';
import { keepFromGit } from './keep-from-git.io.ts';
import { newEntry } from './new-entry.ts';
import { hashOuts, readInputs } from './read-inputs.io.ts';
import { isRunCached } from './restore.io.ts';
import type { Workbench } from './workbench.io.ts';

/** What a stage has come to. */
export interface Saved {
  readonly entry: LockEntry;
  readonly key: RunKey;
  readonly lock: LockChange;
  /** Files that changed and that git should know of. */
  readonly tracked: readonly RepoPath[];
  readonly warnings: readonly Problem[];
}

/**
 * Records what a stage has come to: what it read and wrote is hashed, its result goes into the run-cache and its outputs into the cache, and dvc.lock
 * last, so that a lock never speaks of what is not there.
 *
 * @param isCommitted false with `--no-commit`: only dvc.lock is written.
 */
export function saveStage(
  bench: Workbench,
  stage: Stage,
  recorded: LockEntry | undefined,
  isCommitted: boolean,
): Result<Saved> {
  const inputs = readInputs(bench, stage, recorded);
  if (!inputs.ok) return inputs;
  const outs = hashOuts(bench, stage.outs, recorded);
  if (!outs.ok) return outs;
  const entry = newEntry(stage, inputs.value, outs.value);
  const key = runKey(entry);
  const warnings: Problem[] = [];
  const ignored = keepFromGit(bench.project, stage.outs);
  if (!ignored.ok) return ignored;
  if (isCommitted) {
    const isKept = isRunCached(stage) && stage.outs.every((out) => out.cache || out.kind !== 'out');
    for (const out of stage.outs) {
      const hashed = outs.value.get(out);
      // A metric that git keeps is in the cache all the same where the run-cache speaks of it.
      if (hashed === undefined || !(out.cache || isKept)) continue;
      const committed = commit(bench.workspace, out.at, hashed, out.cache);
      if (!committed.ok) return committed;
    }
    const failed = isKept ? bench.runCache.keep(key, entry) : undefined;
    if (failed !== undefined) warnings.push(failed);
  }
  const lock = bench.locks.write(stage, entry);
  if (!lock.ok) return lock;
  const tracked = [...ignored.value, ...(lock.value === 'unchanged' ? [] : [lockOf(stage.file)])];
  return ok({ entry, key, lock: lock.value, tracked, warnings });
}
