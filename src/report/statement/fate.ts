import type { RunRecord } from '../../book/run-record.ts';

/**
 * What a run is to a report. `reported`: it ended well and stands for a result; `preliminary`: it ended well and does not (tag `preliminary`, or
 * not among the runs that the user says are final); `stopped`: ended for a limit or as not worth going on; `failed`: by an error, interrupted or lost.
 */
export type Fate = 'reported' | 'preliminary' | 'stopped' | 'failed' | 'running';

/** In the order in which they are told. */
export const FATES: readonly Fate[] = ['reported', 'preliminary', 'stopped', 'failed', 'running'];

/** The words for them. */
export const FATE_WORDS: Readonly<Record<Fate, string>> = {
  reported: 'reported',
  preliminary: 'preliminary',
  stopped: 'stopped early',
  failed: 'failed or interrupted',
  running: 'still running',
};

const BY_STATE: Readonly<Record<RunRecord['state'], Fate>> = {
  ok: 'reported',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'failed',
  lost: 'failed',
  running: 'running',
};

/** The tag that says that a run stands for no result. */
const PRELIMINARY = 'preliminary';

/**
 * The fate of a run.
 *
 * @param final ids of the runs that results come from, where the user has said which; else all that ended well and are not tagged.
 */
export function fateOf(
  { id, state, tags }: Pick<RunRecord, 'id' | 'state' | 'tags'>,
  final?: ReadonlySet<string>,
): Fate {
  const fate = BY_STATE[state];
  if (fate !== 'reported') return fate;
  const isFinal = final === undefined ? !tags.includes(PRELIMINARY) : final.has(id);
  return isFinal ? 'reported' : 'preliminary';
}
