import { type Problem, problem } from '../../../errors.ts';
import { relativePath } from '../../../pipeline/graph/address.ts';
import { compareObjects, type Difference } from '../../../pipeline/remote/transfer/compare.io.ts';
import { eachRemote } from '../../../pipeline/remote/transfer/each-remote.io.ts';
import { err, ok } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import { inProject } from '../in-project.io.ts';
import { collectCargo } from './collect-cargo.io.ts';
import type { STATUS } from '../../spec/pipeline-specs.ts';
import type { InputOf } from '../../spec/spec.ts';
import { transferInput } from './transfer-input.ts';
import { TransferProgress } from './transfer-progress.ts';

const EXIT_DIFFERENT = 1;
const EXIT_FAILED = 1;
/** DVC sets the names behind the states. */
const STATE_WIDTH = 20;

type CloudInput = InputOf<typeof STATUS>;

/** `joulebook status -c`: what differs between the cache and a remote. */
export async function cloudStatus(context: CliContext, given: CloudInput): Promise<number> {
  if (!given.options.cloud && given.options.remote === undefined) {
    context.fail(meaningless(given.options));
    return EXIT_FAILED;
  }
  const input = transferInput({ ...given, options: { ...given.options, runCache: false } }, 'fetch');
  return inProject(context, 'caught', async (opened) => {
    const collected = collectCargo(context, opened, input);
    if (!collected.ok) return collected;
    const { roots, warnings } = collected.value.cargo;
    for (const warning of warnings) context.warn(warning);
    const { from, config, nodes } = opened.bench.project;
    const watch = new TransferProgress(context, 'Comparing');
    const found: Record<string, Difference> = {};
    const compared = await eachRemote(opened.bench, roots, input, async (remote, its) => {
      const setting = { store: opened.bench.store, remote: remote.store, jobs: remote.jobs, watch };
      const differences = await compareObjects(setting, its);
      if (!differences.ok) return differences;
      for (const [at, difference] of differences.value) found[relativePath(from, at)] = difference;
      return ok(true);
    });
    watch.clear();
    if (!compared.ok) return err(compared.error);
    const isDifferent = Object.keys(found).length > 0;
    if (context.json) context.out(`${JSON.stringify(found)}\n`);
    else if (context.quiet) return ok(isDifferent ? EXIT_DIFFERENT : 0);
    else if (isDifferent)
      for (const [path, state] of Object.entries(found))
        context.out(`\t${`${state}:`.padEnd(STATE_WIDTH)}${path}\n`);
    else if (nodes.length === 0) context.out('There are no data or pipelines tracked in this project yet.\n');
    else context.out(`Cache and remote '${input.remote ?? config.defaultRemote ?? ''}' are in sync.\n`);
    return ok(0);
  });
}

function meaningless({ allBranches, allTags, allCommits, jobs }: CloudInput['options']): Problem {
  const given = [
    ...(allBranches ? ['--all-branches'] : []),
    ...(allTags ? ['--all-tags'] : []),
    ...(allCommits ? ['--all-commits'] : []),
    ...(jobs === undefined ? [] : ['--jobs']),
  ];
  return problem(
    'E_PIPELINE_USAGE',
    `The following options are meaningless for local status: ${given.join(', ')}`,
    'they are about a remote',
    'add -c to compare the cache with a remote, or leave them out',
  );
}
