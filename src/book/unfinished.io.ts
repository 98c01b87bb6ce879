import { statSync } from 'node:fs';
import type { Problem } from '../errors.ts';
import { JournalReader } from './journal-reader.io.ts';
import { readRecord } from './record-file.io.ts';
import { readRun, recoverRun } from './recover.io.ts';
import { type RunFolder, runFolder } from './run-folder.io.ts';
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

/** A journal longer than this (bytes) is not summed; then what counts is the record that a live run writes every minute. */
const LONGEST_SUMMED = { exactly: 16 << 20, roughly: 1 << 20 } as const;

/**
 * What is known so far of a run without a final record; undefined where there is nothing yet.
 *
 * @param how `roughly`: for a listing; a figure may be a minute old.
 */
export function recordSoFar(
  book: string,
  id: string,
  state: 'alive' | 'unwritable',
  how: keyof typeof LONGEST_SUMMED = 'exactly',
): RunRecord | undefined {
  const folder = runFolder(book, id);
  const size = sizeOf(folder.journal);
  if (size === undefined) return undefined;
  const record =
    size <= LONGEST_SUMMED[how] ? summed(folder) : (lastWritten(folder) ?? withoutSums(beginning(folder)));
  return record?.state === 'running' && state === 'unwritable' ? { ...record, state: 'lost' } : record;
}

function summed(folder: RunFolder): RunRecord | undefined {
  const read = readRun(folder);
  return read.ok ? read.run.record() : undefined;
}

function lastWritten(folder: RunFolder): RunRecord | undefined {
  const record = readRecord(folder);
  return record.ok ? record.value : undefined;
}

/** The record of a journal up to its first sample. */
function beginning(folder: RunFolder): RunRecord | undefined {
  const reader = JournalReader.open(folder.journal);
  if (!reader.ok) return undefined;
  const run = new RunReducer(folder.id);
  for (const { line } of reader.value) {
    if (line.k === 'sample') break;
    run.apply(line);
  }
  return run.record();
}

/** Changes whenever the journal grows; never the state of a `run.json`. */
export function journalState(book: string, id: string, state: 'alive' | 'unwritable'): number {
  const size = sizeOf(runFolder(book, id).journal) ?? 0;
  return -(1 + 2 * size + (state === 'alive' ? 0 : 1));
}

/** Not summed is unknown, not zero. */
function withoutSums(record: RunRecord | undefined): RunRecord | undefined {
  if (record === undefined) return undefined;
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
