import { existsSync } from 'node:fs';
import { problem } from '../../errors.ts';
import { nodesNamed } from '../../pipeline/graph/targets.ts';
import type { Node } from '../../pipeline/model/stage.ts';
import { remove } from '../../pipeline/track/remove.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { aloneFor } from '../pipeline/alone-for.ts';
import { inProject } from '../pipeline/in-project.io.ts';
import type { OpenProject } from '../pipeline/open-project.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { REMOVE } from '../spec/track-more-specs.ts';

type Input = InputOf<typeof REMOVE>;

/** `joulebook remove`: takes stages out of dvc.yaml, or stops tracking files. */
export async function run(context: CliContext, { options, arguments: { targets } }: Input): Promise<number> {
  for (const target of targets) {
    // Each from the files as they are by then: what one target takes out may be what the next one names.
    const code = await inProject(
      context,
      'caught',
      (open) => {
        const nodes = named(open, target);
        if (!nodes.ok) return nodes;
        for (const node of nodes.value) {
          const done = remove(open.bench, node, options.outs);
          if (!done.ok) return done;
        }
        return ok(0);
      },
      aloneFor([target]),
    );
    if (code !== 0) return code;
  }
  return context.json ? context.succeed({ removed: targets }) : 0;
}

/** Here an output is no name of what makes it. */
function named({ bench, graph }: OpenProject, target: string): Result<readonly Node[]> {
  const { from } = bench.project;
  const nodes = nodesNamed(graph.nodes, [target], { from });
  if (!nodes.ok) return nodes;
  const isName = nodes.value.every((node) =>
    node.kind === 'data'
      ? target.endsWith('.dvc')
      : target.split(':').pop() === node.name || target.endsWith('dvc.yaml'),
  );
  if (isName) return nodes;
  const isBeside = existsSync(`${bench.host.cwd}/${target}.dvc`);
  return err(
    problem(
      'E_PIPELINE',
      isBeside
        ? `'${target}' is not a .dvc file. Do you mean '${target}.dvc'?`
        : `'${target}' is not a stage or a .dvc file`,
      'an output is removed with its stage',
      'name the stage or the .dvc file',
    ),
  );
}
