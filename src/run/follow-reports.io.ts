import { writeFileSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { ReportWatch } from './report-watch.io.ts';

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
