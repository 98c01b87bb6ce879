import { unreachable } from '../result.ts';
import type { NoteEvent, RenameEvent, TagEvent } from './journal-event.ts';
import type { RunRecord } from './run-record.ts';

/** What may change after the run is over. */
export interface Amendable {
  readonly name: string | undefined;
  readonly tags: readonly string[];
  readonly notes: RunRecord['notes'];
}

/** An event that may follow the end. */
export type Amendment = TagEvent | NoteEvent | RenameEvent;

/** Applies one amendment. A tag is there once, in the order of adding. */
export function amended(before: Amendable, event: Amendment): Amendable {
  switch (event.k) {
    case 'tag': {
      const kept = before.tags.filter((tag) => !event.remove.includes(tag));
      return { ...before, tags: [...new Set([...kept, ...event.add])] };
    }
    case 'note':
      return { ...before, notes: [...before.notes, { text: event.text, at: event.at }] };
    case 'rename':
      return { ...before, name: event.name };
    default:
      return unreachable(event);
  }
}

/** Applies amendments to a record that is derived already: the same as deriving it again from its longer journal. */
export function amendRecord(record: RunRecord, events: readonly Amendment[]): RunRecord {
  let state: Amendable = { name: record.name, tags: record.tags, notes: record.notes };
  for (const event of events) state = amended(state, event);
  return { ...record, name: state.name ?? record.name, tags: state.tags, notes: state.notes };
}
