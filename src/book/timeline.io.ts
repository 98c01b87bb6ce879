import { ok, type Result } from '../result.ts';
import { lineEnd, lineStart, readChunks } from './journal-chunks.io.ts';
import { readLine } from './journal-line.ts';
import { type Timeline, TimelineReducer } from './timeline.ts';

/** How the lines begin that are wanted, after their number and time; inside a text the quotes would be escaped. */
const WANTED = ['"k":"stage"', '"k":"epoch"', '"k":"metric"'].map((text) => Buffer.from(text));

/**
 * When stages, epochs and metrics of a run were. Samples, which are nearly all of a journal, are passed over as bytes and never read as JSON: a gigabyte takes
 * about a second, in between which others are answered.
 */
export async function readTimeline(path: string): Promise<Result<Timeline>> {
  const reducer = new TimelineReducer();
  const read = await readChunks(path, (lines, isFirst) => {
    if (isFirst) take(lines, 0, reducer); // the start, from which times are counted
    for (const at of placesOf(lines)) take(lines, lineStart(lines, at), reducer);
  });
  return read.ok ? ok(reducer.timeline()) : read;
}

function take(lines: Buffer, start: number, reducer: TimelineReducer): void {
  const parsed = readLine(lines, start, lineEnd(lines, start));
  if (parsed.ok) reducer.apply(parsed.line);
}

/** Where wanted lines have their kind, in order. */
function placesOf(bytes: Buffer): readonly number[] {
  const places: number[] = [];
  for (const wanted of WANTED)
    for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + wanted.length))
      places.push(at);
  return places.sort((a, b) => a - b);
}
