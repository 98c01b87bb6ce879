import { LineSplitter } from '../../../src/search/trial/line-splitter.ts';
import { OutputReports } from '../../../src/search/trial/output-reports.ts';
import type { MakeLineReader } from '../../../src/search/trial/patterns/line-reader.ts';
import { type Counting, countOn, NOTHING_SAID } from '../../../src/search/trial/resource-count.ts';
import { valueOf } from '../../../src/search/trial/said.ts';

/** What is read of a metric: where it stands, and its value. @param cut size of the pieces in which the output comes. */
export function reportsOf(
  output: string,
  metric: string,
  capture?: MakeLineReader,
  cut = 7,
): [number, number][] {
  const splitter = new LineSplitter();
  const reports = new OutputReports([metric], capture);
  const pieces = output.match(new RegExp(`[^]{1,${cut}}`, 'g')) ?? [];
  const heard = [...pieces.flatMap((piece) => splitter.take(piece)), ...splitter.end()].flatMap((line) =>
    reports.read(line),
  );
  let counting: Counting = NOTHING_SAID;
  return [...heard, ...reports.end()].map(({ said }) => {
    counting = countOn(counting, said) ?? counting;
    return [counting.last, valueOf(said, metric) ?? 0];
  });
}
