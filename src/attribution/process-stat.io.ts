import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseProcessStat, type ProcessStat } from './proc-stat.ts';

/** One process, or undefined if it is not alive. */
export function statOf(proc: string, pid: number): ProcessStat | undefined {
  try {
    return parseProcessStat(readFileSync(join(proc, String(pid), 'stat'), 'latin1'));
  } catch {
    return undefined;
  }
}
