import { resolve } from 'node:path';
import { unprotect } from '../../pipeline/track/unprotect.io.ts';
import { ok } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { inProject } from '../pipeline/in-project.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { UNPROTECT } from '../spec/track-more-specs.ts';

type Input = InputOf<typeof UNPROTECT>;

/** `joulebook unprotect`: makes files that are links into the cache files of their own. */
export async function run(context: CliContext, { arguments: { targets } }: Input): Promise<number> {
  return inProject(context, 'uncaught', ({ bench }) => {
    for (const target of targets) {
      const done = unprotect(resolve(context.host.cwd, target), bench.workspace.umask);
      if (!done.ok) return done;
    }
    if (context.json) context.succeed({});
    return ok(0);
  });
}
