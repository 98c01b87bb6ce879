import { sealLine, unsealLine } from '../../book/sealed-line.ts';
import { isStudyEvent } from '../study/event-shape.ts';
import type { TimedEvent } from '../study/study-event.ts';

/** A line of a study's journal: its number, the study's time in seconds, the event, the checksum. */
export function encodeStudyLine(seq: number, { t, event }: TimedEvent): Uint8Array {
  return sealLine(`"seq":${seq},"t":${t},${JSON.stringify(event).slice(1, -1)}`);
}

/** A line that was read, or why it is not used. `unknown`: whole, of a kind that a later version writes. */
export type ReadStudyLine =
  | { readonly ok: true; readonly seq: number; readonly timed: TimedEvent }
  | { readonly ok: false; readonly bad: 'torn' | 'altered' | 'unknown' };

/** Reads the line `[start, end)` of a buffer, without its newline. */
export function readStudyLine(bytes: Uint8Array, start: number, end: number): ReadStudyLine {
  const unsealed = unsealLine(bytes, start, end);
  if (!unsealed.ok) return unsealed;
  let line: unknown;
  try {
    line = JSON.parse(unsealed.text);
  } catch {
    return { ok: false, bad: 'altered' }; // a checksum that fits what is no JSON: written by something else
  }
  const shape = isStudyEvent(line);
  if (shape !== true) return { ok: false, bad: shape === 'unknown' ? 'unknown' : 'altered' };
  // The line itself stands for its event: to take its number and time out of it would cost as much as to parse it.
  const event = line as TimedEvent['event'] & { readonly seq: unknown; readonly t: unknown };
  const { seq, t } = event;
  if (typeof seq !== 'number' || typeof t !== 'number') return { ok: false, bad: 'altered' };
  return { ok: true, seq, timed: { t, event } };
}
