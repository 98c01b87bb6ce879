import type { RunRecord } from '../../book/run-record.ts';
import { type Problem, problem } from '../../errors.ts';
import { overlapOf } from './overlap.ts';

/** Why some runs are not added; undefined where they may be. */
export function refusal(runs: readonly RunRecord[]): Problem | undefined {
  const overlap = overlapOf(runs);
  if (overlap !== undefined) return overlap;
  for (const run of runs) {
    const one = `${run.name} (${run.id.slice(-6)})`;
    if (run.state === 'running')
      return problem(
        'E_USAGE',
        `${one} is still running`,
        'its energy is not final',
        'merge it when it has ended',
      );
    if (run.parentId !== undefined) {
      const why = 'its energy is in that run, and only root runs are added';
      return problem(
        'E_USAGE',
        `${one} is a part of another run`,
        why,
        `name its root instead: ${run.rootId}`,
      );
    }
    if (run.parts !== undefined) {
      const why = 'from a sum it cannot be told what overlaps';
      return problem(
        'E_USAGE',
        `${one} is a sum itself`,
        why,
        `name its parts: ${run.parts.map(({ id }) => id).join(' ')}`,
      );
    }
  }
  if (runs.length > 1) return undefined;
  return problem(
    'E_USAGE',
    'there is nothing to add: only one run is named',
    runs[0] === undefined ? undefined : `It is ${runs[0].name} on ${runs[0].hostId}.`,
    'Name the runs of other nodes too, or their books with --from.',
  );
}
