import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { type CheckedOut, checkout, kindOf } from '../cache/checkout.io.ts';
import { placerOf } from '../cache/placer-of.io.ts';
import type { Hashed } from '../model/hashed.ts';
import type { Out, RepoPath } from '../model/stage.ts';
import type { Workbench } from '../repro/workbench.io.ts';

/**
 * Puts what lies at a path inside a tracked folder in place, and nothing beside it. Files that are there and do not belong are left.
 *
 * @param at a file or folder in the output.
 */
export function checkoutPart(bench: Workbench, out: Out, hashed: Hashed, at: RepoPath): Result<CheckedOut> {
  const { workspace, store, contents } = bench;
  if (at === out.at) return checkout(workspace, at, hashed);
  if (!store.hasOne(hashed))
    return err(problem('E_CACHE', `cannot check out '${at}'`, `the cache does not hold ${hashed.md5}`));
  const inner = at.slice(out.at.length + 1);
  const placer = placerOf(workspace);
  let [added, modified, found] = [0, 0, 0];
  const wasThere = existsSync(join(workspace.root, out.at));
  for (const { relpath, md5 } of store.files(hashed)) {
    if (relpath !== inner && !relpath.startsWith(`${inner}/`)) continue;
    found += 1;
    const file = `${out.at}/${relpath}`;
    const before = contents.hash(file, kindOf(hashed));
    if (!before.ok) return before;
    if (before.value?.md5 === md5) continue;
    if (!store.hasOne({ ...hashed, md5 }))
      return err(problem('E_CACHE', `cannot check out '${file}'`, `the cache does not hold ${md5}`));
    const placed = placer.place(store.pathOf({ ...hashed, md5 }), join(workspace.root, file));
    if (!placed.ok) return placed;
    if (before.value === undefined) added += 1;
    else modified += 1;
  }
  if (found === 0)
    return err(problem('E_PIPELINE', `'${at}' does not exist as an output or a stage name in 'dvc.yaml'`));
  const how = added + modified === 0 ? 'unchanged' : wasThere ? 'modified' : 'added';
  return ok({ how, added, modified, deleted: 0 });
}
