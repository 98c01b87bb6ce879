import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../result.ts';
import type { LockEntry } from '../model/lock-entry.ts';
import type { RepoPath } from '../model/stage.ts';
import { entryValue } from '../lock/entry-value.ts';
import { jsonText } from '../values/json-text.ts';
import { type Experiment, type ExpName, refOf } from './exp-ref.ts';
import { taken } from './experiments.io.ts';
import type { GitPlumbing } from './plumbing.io.ts';
import { commitTree, treeOfWorkspace } from './tree-of-workspace.io.ts';

/** An experiment to be kept. */
export interface NewExperiment extends ExpName {
  /** What is kept beside the files that git knows. */
  readonly paths: readonly RepoPath[];
  /** Files that are kept even if git ignores them. */
  readonly forced?: readonly RepoPath[];
  /** What the stages came to that were run, restored or saved, by name. */
  readonly entries: ReadonlyMap<string, LockEntry>;
  readonly message?: string;
  /** Whether one of the same name gives way. */
  readonly isReplaced: boolean;
}

/**
 * Keeps the workspace as an experiment, as DVC does: a commit derived from the baseline, under a name of its own.
 *
 * @param root absolute path of the project.
 */
export function keepExperiment(
  git: GitPlumbing,
  root: string,
  experiment: NewExperiment,
): Result<Experiment> {
  const { baseline, name, isReplaced } = experiment;
  const tree = treeOfWorkspace(git, root, experiment);
  if (!tree.ok) return tree;
  const message = experiment.message ?? `dvc: commit experiment ${hashOf(experiment.entries)}`;
  const commit = commitTree(git, tree.value, [baseline], message);
  if (!commit.ok) return commit;
  const ref = refOf(experiment);
  const known = git.ask(['rev-parse', '--verify', '--quiet', ref]);
  if (known !== undefined && !isReplaced) {
    // Another process was faster; the same result is no conflict.
    const isSame = git.ask(['rev-parse', `${known}^{tree}`]) === tree.value;
    return isSame ? ok({ baseline, name, rev: known }) : err(taken(name));
  }
  const none = '0'.repeat(commit.value.length);
  const set = git.run(['update-ref', ref, commit.value, known ?? none]);
  return set.ok ? ok({ baseline, name, rev: commit.value }) : set;
}

/** SHA-256 of what these stages came to, by which DVC names an experiment in its message. */
function hashOf(entries: ReadonlyMap<string, LockEntry>): string {
  const values = new Map([...entries].map(([name, entry]) => [name, entryValue(entry)]));
  return createHash('sha256').update(jsonText(values)).digest('hex');
}
