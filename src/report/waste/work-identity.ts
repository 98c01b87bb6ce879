import type { RunRecord } from '../../book/run-record.ts';

type Identified = Pick<
  RunRecord,
  'project' | 'kind' | 'command' | 'cwd' | 'git' | 'params' | 'name' | 'tags' | 'work'
>;

/** Runs with this tag are repeated on purpose. */
const REPEATED = 'ci';

/**
 * What a run was to do, as its record tells: project, folder within the repository, command and parameters; of a stage its name as well. null where two
 * runs that look alike need not be: trials of a search (their seeds differ), the run around the stages or trials of our own commands, runs of
 * `joulebook ci`, imported ones without a command.
 */
export function workOf({ project, kind, command, cwd, git, params, name, tags }: Identified): string | null {
  const isOurs = command[0] === 'joulebook';
  if (kind === 'trial' || command.length === 0 || isOurs || tags.includes(REPEATED)) return null;
  const root = git?.root;
  const folder = root !== undefined && cwd.startsWith(root) ? cwd.slice(root.length) : cwd;
  const sorted = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([project, folder, command, sorted, ...(kind === 'stage' ? [name] : [])]);
}

/**
 * From what it did it: the hash of a stage's command, dependencies and parameters, else the commit. Empty where there is no repository; null for a stage
 * whose dependencies are not known, for they may have changed without a commit, and for an imported run without one.
 */
export function versionOf({ kind, work, git }: Identified): string | null {
  if (work !== undefined) return work;
  if (kind === 'stage') return null;
  return git?.commit ?? (kind === 'imported' ? null : '');
}
