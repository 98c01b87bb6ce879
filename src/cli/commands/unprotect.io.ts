import { resolve } from 'node:path';
import { findRoot } from '../../pipeline/project/find-root.io.ts';
import { loadConfig } from '../../pipeline/project/load-config.io.ts';
import { takeRepoLock } from '../../pipeline/project/repo-lock.io.ts';
import { unprotect } from '../../pipeline/track/unprotect.io.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { UNPROTECT } from '../spec/track-more-specs.ts';

type Input = InputOf<typeof UNPROTECT>;

/** `joulebook unprotect`: makes files that are links into the cache files of their own. Paths say all that it needs: no stage is read. */
export async function run(context: CliContext, { arguments: { targets } }: Input): Promise<number> {
  const standpoint = findRoot(context.host.cwd);
  if (!standpoint.ok) return context.fail(standpoint.error);
  const { root } = standpoint.value;
  const config = loadConfig(context.host, root);
  if (!config.ok) return context.fail(config.error);
  const lock = await takeRepoLock(context.host, root, config.value.hasHardlinkLock);
  if (!lock.ok) return context.fail(lock.error);
  try {
    for (const target of targets) {
      const done = unprotect(resolve(context.host.cwd, target), process.umask());
      if (!done.ok) return context.fail(done.error);
    }
    return context.json ? context.succeed({}) : 0;
  } finally {
    lock.value.release();
  }
}
