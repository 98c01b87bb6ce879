import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { problem } from '../../errors.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import type { Workbench } from '../../pipeline/repro/workbench.io.ts';
import { add, checkTogether, sourceFor } from '../../pipeline/track/add.io.ts';
import { bringIn } from '../../pipeline/track/bring-in.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { statsAt } from '../../pipeline/content/stats-at.io.ts';
import type { CliContext } from '../context.ts';
import type { ADD } from '../spec/track-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { repoPathOf } from './in-project.io.ts';

type Options = InputOf<typeof ADD>['options'];

/** Why the options of `add` do not go together; in DVC's words. */
export function misuseOfAdd(options: Options, targets: readonly string[]): string | undefined {
  const { out, toRemote, remote, remoteJobs } = options;
  if (out === undefined && !toRemote)
    return remote !== undefined
      ? "--remote can't be used without --to-remote"
      : remoteJobs !== undefined
        ? "--remote-jobs can't be used without --to-remote"
        : undefined;
  const wrong =
    targets.length !== 1
      ? 'multiple targets'
      : options.glob
        ? '--glob option'
        : options.noCommit
          ? '--no-commit option'
          : undefined;
  return wrong === undefined
    ? undefined
    : `${wrong} can't be used with ${toRemote ? '--to-remote' : '--out'}`;
}

/**
 * Tracks data that lie elsewhere: copied to where they are wanted (`-o`), or sent to a remote and left where they are (`--to-remote`).
 *
 * @returns files that git is to know of.
 */
export async function addFromElsewhere(
  context: CliContext,
  bench: Workbench,
  word: string,
  options: Options,
): Promise<Result<readonly RepoPath[]>> {
  const { root, from } = bench.project;
  if (/^\w+:\/\//u.test(word)) return err(isAddress(word));
  const elsewhere = resolve(context.host.cwd, word);
  if (statsAt(elsewhere) === undefined)
    return err(problem('E_PIPELINE', `'${word}' does not exist`, 'nothing lies there', 'correct the path'));
  const at = placeFor(context, root, word, options.out);
  if (options.out !== undefined && !options.force && existsSync(join(root, at)))
    return err(
      problem(
        'E_PIPELINE',
        `The file '${relativePath(from, at)}' already exists locally.`,
        'it would be replaced',
        "To override it, re-run with '--force'.",
      ),
    );
  const source = sourceFor(bench, at);
  if (!source.ok) return source;
  const together = checkTogether(bench, [source.value]);
  if (!together.ok) return together;
  if (options.toRemote) {
    // Loaded only here: remotes bring Node's networking along.
    const { addToRemote } = await import('./remote/add-to-remote.io.ts');
    return addToRemote(context, bench, { source: source.value, at, elsewhere }, options);
  }
  const brought = bringIn(elsewhere, join(root, at), bench.workspace.umask);
  if (!brought.ok) return brought;
  const done = add(bench, source.value, at, { noCommit: false, isRelinked: !options.noRelink });
  if (!done.ok) return done;
  for (const warning of done.value.warnings) context.warn(warning);
  return ok(done.value.changed);
}

/** Where data are to lie: as named, in a folder that is there, or under their own name here. */
function placeFor(context: CliContext, root: string, word: string, out: string | undefined): RepoPath {
  const name = basename(word);
  if (out === undefined) return repoPathOf(context, root, name);
  const isInto = statsAt(resolve(context.host.cwd, out))?.isDirectory() === true;
  return repoPathOf(context, root, isInto ? join(out, name) : out);
}

function isAddress(word: string): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    `cannot add '${word}'`,
    'only what lies on this machine is taken in',
    `fetch it first, or leave it to DVC: dvc add --out NAME ${word}`,
  );
}
