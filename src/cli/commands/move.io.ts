import { move } from '../../pipeline/track/move.io.ts';
import { err, ok } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { inProject, repoPathOf } from '../pipeline/in-project.io.ts';
import { tellGit } from '../pipeline/tell-git.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { MOVE } from '../spec/track-more-specs.ts';

type Input = InputOf<typeof MOVE>;

/** `joulebook move`: moves a tracked file or folder, with its .dvc file. */
export async function run(context: CliContext, { arguments: { source, target } }: Input): Promise<number> {
  return inProject(context, 'caught', ({ bench }) => {
    const { root } = bench.project;
    const moved = move(bench, repoPathOf(context, root, source), repoPathOf(context, root, target));
    if (!moved.ok)
      return err({ ...moved.error, what: `failed to move '${source}' -> '${target}' - ${moved.error.what}` });
    for (const warning of moved.value.warnings) context.warn(warning);
    tellGit(context, bench.project, moved.value.changed);
    if (context.json) context.succeed({ changed: moved.value.changed });
    return ok(0);
  });
}
