import { ok, type Result } from '../../result.ts';
import { unsavedFiles } from '../cache/checkout.io.ts';
import { commit } from '../cache/commit.io.ts';
import type { Hashed } from '../model/hashed.ts';
import type { RepoPath } from '../model/stage.ts';
import type { Workbench } from '../repro/workbench.io.ts';

/**
 * Takes what a checkout would overwrite and the cache does not hold into the cache.
 *
 * @returns what was taken, by path.
 */
export function keepUnsaved(bench: Workbench): Result<ReadonlyMap<RepoPath, Hashed>> {
  const { project, locks, workspace, contents } = bench;
  const kept = new Map<RepoPath, Hashed>();
  for (const node of project.nodes) {
    const entry = node.kind === 'stage' ? locks.entry(node) : ok(undefined);
    if (!entry.ok) return entry;
    const outs =
      node.kind === 'data'
        ? node.outs.map((out) => ({ out, known: out.known }))
        : node.outs.map((out) => ({ out, known: entry.value?.outs?.find(({ path }) => path === out.path) }));
    for (const { out, known } of outs) {
      if (known === undefined || !out.cache || out.at.startsWith('/') || out.at.includes('://')) continue;
      if (unsavedFiles(workspace, out.at, known)[Symbol.iterator]().next().done === true) continue;
      const now = contents.hash(out.at);
      if (!now.ok) return now;
      if (now.value === undefined) continue;
      const done = commit(workspace, out.at, now.value, false);
      if (!done.ok) return done;
      kept.set(out.at, now.value);
    }
  }
  return ok(kept);
}
