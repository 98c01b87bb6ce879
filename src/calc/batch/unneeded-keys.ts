import type { RowReading } from './row-reading.ts';
import type { Slot } from './slots.ts';

/** Keys that are told or choose how to compute; the name of hardware is told too, where its power is given. */
const NOT_COMPUTED_WITH: ReadonlySet<Slot> = new Set<Slot>(['said', 'offset', 'method', 'scope', 'hardware']);

/**
 * Keys that were understood and without which the answer would be the same, so that nobody takes them for used: `nodes` beside the power
 * of the whole system. One of anything changes nothing, and is used.
 *
 * @param answerTo Everything that is answered to a reading, notes included: what a note explains is not named twice.
 */
export function unneededKeys(
  reading: RowReading,
  answerTo: (reading: RowReading) => unknown,
): readonly string[] {
  const whole = JSON.stringify(answerTo(reading));
  const found: string[] = [];
  for (const [slot, entries] of reading.entries) {
    if (NOT_COMPUTED_WITH.has(slot)) continue;
    for (const entry of entries) {
      if (entry.value === 1) continue;
      const rest = new Map(reading.entries);
      const others = entries.filter((other) => other !== entry);
      if (others.length === 0) rest.delete(slot);
      else rest.set(slot, others);
      if (JSON.stringify(answerTo({ ...reading, entries: rest })) === whole) found.push(entry.key);
    }
  }
  return found;
}
