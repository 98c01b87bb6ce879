import { nodesNamed } from '../../pipeline/graph/targets.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import { freeze } from '../../pipeline/track/freeze.io.ts';
import { err, ok } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { aloneFor } from './alone-for.ts';
import { inProject } from './in-project.io.ts';
import { tellGit } from './tell-git.io.ts';

/** Freezes what is named, or unfreezes it; one that cannot be does not keep the others from it. */
export async function freezeAll(
  context: CliContext,
  targets: readonly string[],
  frozen: boolean,
): Promise<number> {
  const changed: RepoPath[] = [];
  let last = 0;
  for (const target of targets) {
    const code = await inProject(
      context,
      'caught',
      ({ bench, graph }) => {
        const named = nodesNamed(graph.nodes, [target], { from: bench.project.from });
        if (!named.ok) return named;
        for (const node of named.value) {
          const done = freeze(bench, node, frozen);
          if (!done.ok)
            return err({
              ...done.error,
              what: `failed to ${frozen ? 'freeze' : 'unfreeze'} '${target}' - ${done.error.what}`,
            });
          changed.push(done.value);
          if (node.kind === 'stage' && !context.quiet && !context.json)
            context.out(`Modifying stage '${node.name}' in '${node.file}'\n`);
        }
        if (bench.project.config.isAutostaged) tellGit(context, bench.project, changed);
        return ok(0);
      },
      aloneFor([target]),
    );
    last ||= code;
  }
  return last === 0 && context.json ? context.succeed({ changed }) : last;
}
