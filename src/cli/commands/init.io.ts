import { spawnSync } from 'node:child_process';
import { relative, resolve } from 'node:path';
import { initProject } from '../../pipeline/project/init-project.io.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { INIT } from '../spec/track-more-specs.ts';

type Input = InputOf<typeof INIT>;

/** `joulebook init`: makes a folder a DVC project. */
export async function run(context: CliContext, { options, arguments: { folder } }: Input): Promise<number> {
  const root = resolve(context.host.cwd, folder ?? '.');
  const made = initProject(root, options);
  if (!made.ok) {
    context.fail({ ...made.error, what: `failed to initiate DVC - ${made.error.what}` });
    return 1;
  }
  if (made.value.length > 0) spawnSync('git', ['-C', root, 'add', '--', ...made.value]);
  if (context.json) return context.succeed({ root, files: made.value });
  if (context.quiet) return 0;
  context.out('Initialized DVC repository.\n');
  if (!options.noScm) context.out('\nYou can now commit the changes to git.\n');
  const where = relative(context.host.cwd, root);
  context.out(
    `\nNext: ${where === '' ? '' : `cd ${where}, then `}\`joulebook add\` data, describe stages in dvc.yaml, \`joulebook repro\`.\n`,
  );
  return 0;
}
