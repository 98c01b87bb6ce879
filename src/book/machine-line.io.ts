import type { MachineEvent } from './journal-event.ts';
import { JournalReader } from './journal-reader.io.ts';
import type { RunFolder } from './run-folder.io.ts';

/** Lines after which a journal without a machine line has none: it is among the first. */
const MOST_LINES = 100;

/** The line that says on what a run stands: its machine, meters and constants. undefined where the journal is gone, or the run was not measured here. */
export function machineLine(folder: RunFolder): MachineEvent | undefined {
  const reader = JournalReader.open(folder.journal);
  if (!reader.ok) return undefined;
  let read = 0;
  for (const { line } of reader.value) {
    if (line.k === 'machine') return line;
    if (++read >= MOST_LINES) break;
  }
  return undefined;
}
