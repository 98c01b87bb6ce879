import { type Problem, problem } from '../../errors.ts';
import type { RepoPath, Stage } from '../model/stage.ts';
import { pathIn } from '../resolve/repo-path.ts';
import type { AskedStage } from './stage-body.ts';

/** What a new stage contradicts itself in: a path that it reads and writes, one that it names twice, an output that the cache cannot keep. */
export function faultOf({ deps, params, outs }: Stage, root: string): Problem | undefined {
  const absolute = (at: string): string => (at.startsWith('/') || at.includes('://') ? at : `${root}/${at}`);
  const outside = outs.filter(({ at, cache }) => cache && (at.startsWith('/') || at.includes('://')));
  if (outside.length > 0)
    return problem(
      'E_PIPELINE',
      `Cached output(s) outside of DVC project: ${outside.map(({ path }) => path).join(', ')}.`,
      'the cache keeps what lies in the project',
      'write into the project, or give it as --outs-no-cache',
    );
  const written = new Set(outs.map(({ at }) => at));
  const read = [...deps, ...params];
  const both = read.find(({ at }) => written.has(at));
  if (both !== undefined)
    return problem(
      'E_PIPELINE',
      `'${absolute(both.at)}' is specified as an output and as a dependency.`,
      'the stage would wait for itself',
      'leave it out of one of them',
    );
  return undefined;
}

/** A path that a new stage names twice. */
export function namedTwice(
  { deps, params, outs }: AskedStage,
  root: string,
  wdir: RepoPath,
): Problem | undefined {
  const files = new Set(
    params.map((word) => word.slice(0, Math.max(0, word.lastIndexOf(':'))) || 'params.yaml'),
  );
  const seen = new Set<RepoPath>();
  const read = new Set([...deps, ...files].map((path) => pathIn(root, wdir, path)));
  for (const path of [...deps, ...files, ...outs.map((out) => out.path)]) {
    const at = pathIn(root, wdir, path);
    const isBoth = read.has(at) && outs.some((out) => pathIn(root, wdir, out.path) === at);
    // What is read and written is told as such.
    if (isBoth || !seen.has(at)) {
      seen.add(at);
      continue;
    }
    return problem(
      'E_PIPELINE',
      `file '${at.startsWith('/') ? at : `${root}/${at}`}' is specified more than once.`,
      undefined,
      'name each path once',
    );
  }
  return undefined;
}
