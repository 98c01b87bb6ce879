import { statSync } from 'node:fs';
import type { Problem } from '../errors.ts';
import { JournalReader } from './journal-reader.io.ts';
import { recoverRun } from './recover.io.ts';
import { runFolder } from './run-folder.io.ts';
import type { RunRecord } from './run-record.ts';
import { RunReducer } from './run-reducer.ts';

/** What became of a run without a final record. */
export interface Settled {
  /** `written`: it has one now; `alive`; `unwritable`: lost, but that could not be written down; `nothing`: no run yet. */
  readonly state: 'written' | 'alive' | 'unwritable' | 'nothing';
  readonly problems: readonly Problem[];
}

/** Closes a run that has no final record, if nobody watches it any more. */
export function settleRun(book: string, id: string, nowMs: number): Settled {
  const { state, problems } = recoverRun(book, runFolder(book, id), nowMs);
  switch (state) {
    case 'closed':
    case 'derived':
      return { state: 'written', problems };
    case 'failed':
      return { state: 'unwritable', problems };
    case 'nothing':
      return { state, problems };
    default: // alive, or not ours to ask
      return { state: 'alive', problems };
  }
}

/** A journal longer than this is not summed for a listing; the run is shown without its energy so far. */
const LONGEST_SUMMED = 16 << 20;

/** What the journal of a run without a final record says so far; undefined where there is none. */
export function recordSoFar(book: string, id: string, state: 'alive' | 'unwritable'): RunRecord | undefined {
  const folder = runFolder(book, id);
  const size = sizeOf(folder.journal);
  const reader = size === undefined ? undefined : JournalReader.open(folder.journal);
  if (size === undefined || reader === undefined || !reader.ok) return undefined;
  const run = new RunReducer(id);
  const whole = size <= LONGEST_SUMMED;
  for (const { line } of reader.value) {
    if (!whole && line.k === 'sample') break;
    run.apply(line);
  }
  const record = whole ? run.record() : withoutSums(run.record());
  return record.state === 'running' && state === 'unwritable' ? { ...record, state: 'lost' } : record;
}

/** Changes whenever the journal grows; never the state of a `run.json`. */
export function journalState(book: string, id: string, state: 'alive' | 'unwritable'): number {
  const size = sizeOf(runFolder(book, id).journal) ?? 0;
  return -(1 + 2 * size + (state === 'alive' ? 0 : 1));
}

/** Not summed is unknown, not zero. */
function withoutSums(record: RunRecord): RunRecord {
  const unknown = { value: null, low: null, high: null, unit: 'J', errors: {} };
  const layer = { attributed: unknown, active: unknown, machine: unknown };
  const grams = { ...unknown, unit: 'g' };
  return {
    ...record,
    energy: { ...record.energy, chips: layer, wall: layer, facility: layer },
    carbon: { ...record.carbon, operational: grams, embodied: grams },
  };
}

function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined; // no journal
  }
}
