import type { CliContext } from '../context.ts';
import { reportCrash } from '../crash.io.ts';

/** More files about faults are not written in one start. */
const MOST_FAULTS = 10;

/** Says on the terminal what went wrong within an answer: each fault once, with the file that has the details. */
export function faultReporter({ verbose }: CliContext): (error: unknown) => void {
  const told = new Set<string>();
  return (error) => {
    const what = String(error);
    if (told.has(what) || told.size >= MOST_FAULTS) return;
    told.add(what);
    reportCrash(error, 'ui', verbose > 1);
  };
}
