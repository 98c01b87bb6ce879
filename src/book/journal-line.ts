import { type Problem, problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import type { JournalEvent, JournalLine } from './journal-event.ts';
import { isWellFormed } from './journal-shape.ts';
import { sealLine, unsealLine } from './sealed-line.ts';

const encoder = new TextEncoder();

/**
 * One line of the journal: `seq` and `t` first, then the event's members, last the checksum of the bytes before it, a newline.
 *
 * @param t seconds on the boot clock of the run's host.
 * @example
 * decode(encodeLine(3, 12.5, { k: 'mark', name: 'warm' })) // '{"seq":3,"t":12.5,"k":"mark","name":"warm","c":"…"}\n'
 */
export function encodeLine(seq: number, t: number, event: JournalEvent): Uint8Array {
  if ('c' in event) throw new Error('an event may have no member c: it is the checksum of its line');
  return sealLine(`"seq":${seq},"t":${JSON.stringify(t)},${JSON.stringify(event).slice(1, -1)}`);
}

/** Why a line is not used. */
export type BadLine = 'torn' | 'altered' | 'unknown';

/** A line's event, or what is wrong with it. `unknown`: whole, and of a kind that a later version writes. */
export type ParsedLine =
  | { readonly ok: true; readonly line: JournalLine }
  | { readonly ok: false; readonly bad: BadLine; readonly kind?: string };

/** Reads one line without its newline; `bytes` is a whole buffer of which the line is `[start, end)`. */
export function readLine(bytes: Uint8Array, start = 0, end: number = bytes.length): ParsedLine {
  const unsealed = unsealLine(bytes, start, end);
  return unsealed.ok ? understand(unsealed.text) : unsealed;
}

function understand(text: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, bad: 'altered' }; // a checksum that fits what is no JSON: written by something else
  }
  const shape = isWellFormed(value);
  if (shape === 'unknown') {
    return { ok: false, bad: 'unknown', kind: (value as { readonly k: string }).k };
  }
  return shape ? { ok: true, line: value as JournalLine } : { ok: false, bad: 'altered' };
}

/** Reads one line, with or without its newline. A torn, altered or unknown line is a problem of code E_JOURNAL. */
export function parseLine(line: Uint8Array | string): Result<JournalLine> {
  const bytes = typeof line === 'string' ? encoder.encode(line) : line;
  const end = bytes[bytes.length - 1] === 0x0a ? bytes.length - 1 : bytes.length;
  const parsed = readLine(bytes, 0, end);
  return parsed.ok ? ok(parsed.line) : err(badLine(parsed.bad));
}

const WHY: Readonly<Record<BadLine, string>> = {
  torn: 'the line is not whole: its writer was ended, or the disk was full, in the middle of it',
  altered: 'its checksum does not fit its content: it was changed after it was written',
  unknown: 'its kind is not known to this version',
};

/** The problem of a line that is skipped. */
export function badLine(bad: BadLine, at?: { readonly file: string; readonly line: number }): Problem {
  const what =
    at === undefined ? 'a line of the journal was skipped' : `line ${at.line} of the journal was skipped`;
  const fix =
    bad === 'unknown'
      ? 'read it with a newer joulebook'
      : 'nothing needs to be done: the other lines are used; what this line held is missing from the run';
  return problem('E_JOURNAL', what, WHY[bad], fix, at);
}
