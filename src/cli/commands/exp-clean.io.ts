import { removeLeftTrees } from '../../pipeline/exp/temp-tree.io.ts';
import type { CliContext } from '../context.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';

/** `joulebook exp clean`: removes what experiments left whose process is gone. */
export async function run(context: CliContext): Promise<number> {
  const site = openExperiments(context.host, 'optional');
  if (!site.ok) return context.fail(site.error);
  const count = removeLeftTrees(site.value.git, site.value.root);
  if (context.json) return context.succeed({ removed: count });
  if (!context.quiet)
    context.out(
      `Removed ${count} ${count === 1 ? 'folder' : 'folders'} of experiments whose process is gone.\nDone!\n`,
    );
  return 0;
}
