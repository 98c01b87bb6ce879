import type { DoneEvent, EpochEvent, JournalEvent, MarkEvent, MetricEvent } from './journal-event.ts';
import { EpochClock, parseReportLine, type ReportLine } from './report-line.ts';
import type { Problem } from '../errors.ts';
import { knownWork } from './work-unit.ts';

/** What a line of the report file becomes in the journal. (A stage is a stretch of readings: without readings there is none.) */
export type ReportedEvent = MetricEvent | DoneEvent | EpochEvent | MarkEvent;

/** What a run reported and its journal does not have. */
export interface Leftover {
  readonly events: readonly ReportedEvent[];
  /** What is wrong with the first line, among those that were left over, that is no report. */
  readonly problem: Problem | undefined;
}

/** Whether an event of the journal may come from the report file. */
export function isReported(event: JournalEvent): event is ReportedEvent {
  return event.k === 'metric' || event.k === 'done' || event.k === 'epoch' || event.k === 'mark';
}

/**
 * The events of a report file that a tracker which was killed had not taken into the journal: those after the last one that is found there
 * in the same order. What is missing in between was there once, in a line of the journal that is damaged, and is not put behind what came later.
 *
 * @param lines the report file, a text for each line; the last one may be cut off.
 * @param known the journal's events, in order, of the kinds that a report makes; others may stand between them.
 */
export function leftoverOf(lines: readonly string[], known: readonly ReportedEvent[]): Leftover {
  const have = known.map(keyOf);
  const clock = new EpochClock();
  let planned: number | undefined;
  let next = 0;
  let left: ReportedEvent[] = [];
  let wrong: Problem | undefined;
  lines.forEach((text, i) => {
    if (text.trim() === '') return;
    const line = parseReportLine(text);
    if (!line.ok) {
      if (i < lines.length - 1) wrong ??= line.error; // the last one was being written
      return;
    }
    planned = line.value.epochs ?? planned;
    for (const event of eventsOf(line.value, clock, planned)) {
      const at = have.indexOf(keyOf(event), next);
      if (at < 0) {
        left.push(event);
        continue;
      }
      next = at + 1;
      left = [];
      wrong = undefined;
    }
  });
  return { events: left, problem: wrong };
}

/** In the order in which a session writes them. */
function eventsOf(line: ReportLine, clock: EpochClock, planned: number | undefined): ReportedEvent[] {
  const { step, epoch, metrics, mark, done } = line;
  const events: ReportedEvent[] = [];
  if (Object.keys(metrics).length > 0) {
    events.push({
      k: 'metric',
      values: metrics,
      ...(step === undefined ? {} : { step }),
      ...(epoch === undefined ? {} : { epoch }),
    });
  }
  const counted = knownWork(done ?? {});
  if (Object.keys(counted).length > 0) events.push({ k: 'done', values: counted });
  for (const n of clock.next(line)) {
    events.push({ k: 'epoch', n, ...(planned === undefined ? {} : { of: planned }) });
  }
  if (mark !== undefined) events.push({ k: 'mark', name: mark });
  return events;
}

function keyOf(event: ReportedEvent): string {
  switch (event.k) {
    case 'metric':
      return JSON.stringify([event.k, event.values, event.step, event.epoch]);
    case 'done':
      return JSON.stringify([event.k, event.values]);
    case 'epoch':
      return JSON.stringify([event.k, event.n]);
    default:
      return JSON.stringify([event.k, event.name]);
  }
}

/** `2 epochs, 1 mark and 5 lines of metrics`: what was left over, in words. */
export function countedOf(events: readonly ReportedEvent[]): string {
  const count = (kind: ReportedEvent['k']): number => events.filter(({ k }) => k === kind).length;
  const parts = (
    [
      [count('epoch'), 'epoch', 'epochs'],
      [count('mark'), 'mark', 'marks'],
      [count('metric'), 'line of metrics', 'lines of metrics'],
      [count('done'), 'line of work done', 'lines of work done'],
    ] as const
  ).flatMap(([n, one, many]) => (n === 0 ? [] : [`${n} ${n === 1 ? one : many}`]));
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
