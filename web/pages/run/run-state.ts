import type { RunRecord } from '../../../src/book/run-record.ts';

/** How a run ended, in words. */
export function endedText({ state, exitCode, signal, limit }: RunRecord): string {
  if (state === 'running') return 'running';
  const how =
    limit !== undefined
      ? `ended for its limit: ${limit}`
      : signal !== null
        ? signal
        : exitCode !== null
          ? `exit ${exitCode}`
          : undefined;
  return how === undefined ? state : `${state} (${how})`;
}

/** A sign for the state, so that it is told by more than its colour. */
export const STATE_SIGNS: Readonly<Record<RunRecord['state'], string>> = {
  running: '▶',
  ok: '✓',
  failed: '✕',
  interrupted: '◼',
  lost: '?',
  stopped: '■',
};

/** What a grade says. */
export const GRADES: Readonly<Record<RunRecord['grade'], string>> = {
  A: 'measured by counters or a meter',
  B: 'modelled from utilisation',
  C: 'assumed from constants',
  D: 'imported, not measured here',
};
