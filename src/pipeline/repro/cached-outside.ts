import { type Problem, problem } from '../../errors.ts';
import type { Stage } from '../model/stage.ts';

/** Why a stage cannot be kept: an output outside of the repository that is to go into the cache, which DVC refuses since 3.0. It is said before anything runs. */
export function cachedOutside({ outs }: Pick<Stage, 'outs'>): Problem | undefined {
  const out = outs.find(({ at, cache }) => cache && (at.startsWith('/') || at.includes('://')));
  if (out === undefined) return undefined;
  return problem(
    'E_STAGE',
    `Saving cached external output ${out.at} is not supported since DVC 3.0`,
    'it lies outside of the repository, where the cache cannot put it back for others',
    'let the stage write inside the repository, or set `cache: false` for this output',
  );
}
