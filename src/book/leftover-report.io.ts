import { readFileSync } from 'node:fs';
import { problem, type Problem } from '../errors.ts';
import { errnoName, whyNot } from '../host/file-failure.io.ts';
import { err, ok, type Result } from '../result.ts';
import type { JournalEvent } from './journal-event.ts';
import type { JournalWriter } from './journal-writer.io.ts';
import { countedOf, leftoverOf, type ReportedEvent } from './leftover-report.ts';
import type { RunReducer } from './run-reducer.ts';

/** The lines of a run's report file; none where nothing was reported, or the run was ended by its own tracker, which removes the file. */
export function reportLines(path: string): Result<readonly string[]> {
  try {
    const text = readFileSync(path, 'utf8');
    return ok(text === '' ? [] : text.split('\n'));
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return ok([]);
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_READ', `cannot read ${path}`, why, fix));
  }
}

/**
 * Takes into the journal of a lost run what it reported and its tracker did not live to read. There is no reading of that moment, so it all stands
 * at the journal's last one, and a warning in the record says so.
 *
 * @param known the journal's events that may have come from the report.
 */
export function foldReport(
  lines: readonly string[],
  known: readonly ReportedEvent[],
  run: RunReducer,
  writer: JournalWriter,
): Problem | undefined {
  const { events, problem: wrong } = leftoverOf(lines, known);
  const all: readonly JournalEvent[] = [
    ...(wrong === undefined ? [] : [warning(wrong)]),
    ...events,
    ...(events.length === 0 ? [] : [warning(unmeasured(events))]),
  ];
  for (const event of all) {
    const { seq } = writer;
    const failed = writer.append(run.lastT, event);
    if (failed !== undefined) return failed;
    run.apply({ ...event, seq, t: run.lastT });
  }
  return undefined;
}

function unmeasured(events: readonly ReportedEvent[]): Problem {
  return problem(
    'E_PROTOCOL',
    `${countedOf(events)} came when nobody measured any more`,
    'the tracker had been killed; they stand at its last reading, and what they cost beyond it is not known',
  );
}

function warning({ code, what, why, fix }: Problem): JournalEvent {
  return {
    k: 'warning',
    code,
    what,
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix }),
  };
}
