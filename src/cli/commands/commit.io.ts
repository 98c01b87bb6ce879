import { chosenBy } from '../../pipeline/track/chosen.ts';
import { commitChosen } from '../../pipeline/track/commit-chosen.io.ts';
import { err, ok } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { confirm } from '../pipeline/confirm.io.ts';
import { aloneFor } from '../pipeline/alone-for.ts';
import { inProject } from '../pipeline/in-project.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { COMMIT } from '../spec/track-specs.ts';

type Input = InputOf<typeof COMMIT>;

/** `joulebook commit`: records tracked files and outputs as they are now. */
export async function run(context: CliContext, { options, arguments: { targets } }: Input): Promise<number> {
  return inProject(
    context,
    'caught',
    ({ bench, graph }) => {
      const chosen = chosenBy(graph, targets, { from: bench.project.from, ...options });
      if (!chosen.ok) return chosen;
      for (const one of chosen.value) {
        const done = commitChosen(bench, one, {
          force: options.force,
          isRelinked: !options.noRelink,
          confirm: (question) => confirm(context, question),
          warn: context.warn,
        });
        if (!done.ok)
          return err({ ...done.error, what: `failed to commit ${targets.join(' ')} - ${done.error.what}` });
      }
      if (context.json) context.succeed({});
      return ok(0);
    },
    aloneFor(targets, options),
  );
}
