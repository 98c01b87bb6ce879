import { printDuration } from '../../units/format-duration.ts';
import type { PrintOptions } from '../../units/format.ts';
import { byteText } from './byte-text.ts';
import { type Check, check } from './check.ts';

/** What reading this machine costs. */
export interface Overhead {
  /** How many readings were taken. */
  readonly readings: number;
  /** CPU time of all of them, s, of this process. */
  readonly cpuS: number;
  /** Time between two readings of a run, s. */
  readonly intervalS: number;
  /** Memory of this process, bytes. */
  readonly rssBytes: number;
}

/** More than this part of one CPU is worth a word. */
const MUCH = 0.01;

/** CPU time that one reading takes, s. */
export function cpuPerReading({ cpuS, readings }: Overhead): number {
  return readings > 0 ? cpuS / readings : 0;
}

/** CPU time that readings take in an hour of a run, s. */
export function cpuPerHour(overhead: Overhead): number {
  return (cpuPerReading(overhead) * 3600) / overhead.intervalS;
}

/** What the tracker itself costs here. */
export function overheadCheck(overhead: Overhead, print: PrintOptions): Check {
  const each = printDuration(cpuPerReading(overhead), print);
  const hourly = cpuPerHour(overhead);
  const every = printDuration(overhead.intervalS, print);
  const what = `a reading takes ${each} of CPU: ${printDuration(hourly, print)} an hour at one every ${every}`;
  const isMuch = hourly / 3600 > MUCH;
  return check('run.overhead', ['run', 'Overhead'], isMuch ? 'note' : 'ok', what, {
    why: isMuch ? 'that is more than 1 % of one CPU' : undefined,
    fix: isMuch ? 'read less often: joulebook config set interval 5s' : undefined,
    details: [`measured over ${overhead.readings} readings; memory ${byteText(overhead.rssBytes)}`],
  });
}
