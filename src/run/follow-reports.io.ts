import { closeSync, constants, openSync, writeFileSync, writeSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import type { RunKind } from '../book/journal-event.ts';
import { errnoName } from '../host/file-failure.io.ts';
import type { Host } from '../host/host.ts';
import { ReportWatch } from './report-watch.io.ts';
import type { HearMetrics } from './told-run.ts';

/** To a file that is there: a trial makes its own, and takes it away at its end. */
const APPEND = constants.O_WRONLY | constants.O_APPEND;

/** Follows the report file of a run, which is made if need be; without one (no folder can be written) marks and metrics are lost, and that is said. */
export function followReports(
  path: string,
  onText: (text: string) => void,
  warn: (problem: Problem) => void,
): ReportWatch | undefined {
  try {
    writeFileSync(path, '', { flag: 'a', mode: 0o600 });
    return new ReportWatch(path, onText);
  } catch (failure) {
    const why = (failure as Error).message;
    const what = 'reports from inside the run cannot be read';
    warn(problem('E_BOOK_WRITE', what, why, 'make the temporary folder writable'));
    return undefined;
  }
}

/**
 * Says what a run is told to the trial of a search that it is a part of, in whose report file the study listens: a training that measures itself, or
 * stands under `joulebook run`, is heard as one that writes there.
 *
 * @param own the run's own report file.
 * @returns undefined where it is part of no trial. A trial itself says nothing to one around it, whose search is another.
 */
export function toTrial(
  { env }: Host,
  kind: RunKind,
  own: string,
  warn: (problem: Problem) => void,
): HearMetrics | undefined {
  const path = env['JOULEBOOK_REPORT_FILE'];
  const isPart = env['JOULEBOOK_TRIAL'] !== undefined && kind !== 'trial';
  if (!isPart || path === undefined || path === '' || path === own) return undefined;
  return (values, at) => {
    try {
      const fd = openSync(path, APPEND);
      writeSync(fd, `${JSON.stringify({ ...values, ...at })}\n`);
      closeSync(fd);
    } catch (failure) {
      if (errnoName(failure) === 'ENOENT') return; // the trial has ended: nobody listens any more
      const what = 'the trial around this run does not hear its metrics';
      warn(problem('E_BOOK_WRITE', what, (failure as Error).message, `make ${path} writable`));
    }
  };
}
