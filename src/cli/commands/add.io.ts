import type { DataSource, RepoPath } from '../../pipeline/model/stage.ts';
import { add, checkTogether, sourceFor } from '../../pipeline/track/add.io.ts';
import { expandGlobs } from '../../pipeline/track/expand-globs.io.ts';
import { problem } from '../../errors.ts';
import type { Workbench } from '../../pipeline/repro/workbench.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { addFromElsewhere, misuseOfAdd } from '../pipeline/add-from-elsewhere.io.ts';
import { inProject, repoPathOf } from '../pipeline/in-project.io.ts';
import { tellGit } from '../pipeline/tell-git.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { ADD } from '../spec/track-specs.ts';

type Input = InputOf<typeof ADD>;

/** `joulebook add`: takes files and folders into the cache, each described by a .dvc file beside it. */
export async function run(context: CliContext, { options, arguments: { targets } }: Input): Promise<number> {
  const wrong = misuseOfAdd(options, targets);
  return inProject(context, 'caught', async ({ bench }) => {
    if (wrong !== undefined) return err(problem('E_PIPELINE', wrong));
    const [first] = targets;
    if (first !== undefined && (options.out !== undefined || options.toRemote)) {
      const brought = await addFromElsewhere(context, bench, first, options);
      return brought.ok ? told(context, bench, brought.value) : brought;
    }
    const { root } = bench.project;
    const wanted = new Map<RepoPath, DataSource>();
    const known = new Map<RepoPath, DataSource>();
    for (const word of options.glob ? expandGlobs(context.host.cwd, targets) : targets) {
      const at = repoPathOf(context, root, word);
      const source = sourceFor(bench, at);
      if (!source.ok) return source;
      wanted.set(at, source.value);
    }
    const together = checkTogether(bench, [...new Set(wanted.values())]);
    if (!together.ok) return together;
    const changed: RepoPath[] = [];
    for (const [at, source] of wanted) {
      const done = add(bench, known.get(source.file) ?? source, at, {
        noCommit: options.noCommit,
        isRelinked: !options.noRelink,
      });
      if (!done.ok) return done;
      known.set(source.file, done.value.source);
      changed.push(...done.value.changed);
      for (const warning of done.value.warnings) context.warn(warning);
    }
    return told(context, bench, changed);
  });
}

function told(context: CliContext, { project }: Workbench, changed: readonly RepoPath[]): Result<number> {
  tellGit(context, project, changed);
  if (context.json) context.succeed({ changed: [...new Set(changed)] });
  return ok(0);
}
