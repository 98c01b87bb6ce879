import { readFileSync } from 'node:fs';
import { problem } from '../../errors.ts';
import { checkIgnore } from '../../pipeline/ignore/check-ignore.io.ts';
import { findRoot } from '../../pipeline/project/find-root.io.ts';
import type { CliContext } from '../context.ts';
import { repoPathOf } from '../pipeline/in-project.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { CHECK_IGNORE } from '../spec/track-more-specs.ts';

type Input = InputOf<typeof CHECK_IGNORE>;

/** `joulebook check-ignore`: says which files .dvcignore leaves out. Exit code 1 where it leaves out none. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { options, arguments: given } = input;
  const wrong = misuse(input, context.quiet);
  if (wrong !== undefined) return context.fail(problem('E_PIPELINE', wrong));
  const standpoint = findRoot(context.host.cwd);
  if (!standpoint.ok) return context.fail(standpoint.error);
  const { root } = standpoint.value;
  const targets = options.stdin ? linesOfStdin() : given.targets;
  const found: { path: string; isIgnored: boolean; pattern: string | null }[] = [];
  let code = 1;
  for (const path of targets) {
    const { isIgnored, rules } = checkIgnore(root, repoPathOf(context, root, path));
    const rule = rules.at(-1);
    const pattern =
      rule === undefined ? null : rule.at === undefined ? `:${rule.text}` : `${rule.at}:${rule.text}`;
    if (options.details ? pattern !== null : isIgnored) code = 0;
    found.push({ path, isIgnored, pattern });
    if (context.json || context.quiet) continue;
    if (!options.details) context.out(isIgnored ? `${path}\n` : '');
    else if (pattern !== null || options.nonMatching) context.out(`${pattern ?? '::'}\t${path}\n`);
  }
  if (context.json) context.succeed({ paths: found });
  return code;
}

function misuse({ options, arguments: { targets } }: Input, quiet: boolean): string | undefined {
  if (!options.stdin && targets.length === 0) return '`targets` or `--stdin` needed';
  if (options.stdin && targets.length > 0) return 'cannot have both `targets` and `--stdin`';
  if (options.nonMatching && !options.details) return '`--non-matching` is only valid with `--details`';
  if (options.all && !options.details) return '`--all` is only valid with `--details`';
  return quiet && options.details ? 'cannot use both `--details` and `--quiet`' : undefined;
}

/** As DVC reads them, an empty line ends the list. */
function linesOfStdin(): readonly string[] {
  const lines = readFileSync(0, 'utf8').split('\n');
  const end = lines.indexOf('');
  return end < 0 ? lines : lines.slice(0, end);
}
