import { existsSync } from 'node:fs';
import type { ImportItem, ReadContext } from '../item.ts';
import { textChunks } from '../text-chunks.io.ts';
import { runOfLogs } from './log.ts';

const OUTPUT = '_carbontracker_output.log';
const STANDARD = '_carbontracker.log';

/** The two logs of one run, whichever of them is named; undefined where it is no log of carbontracker's. */
export function logPair(path: string): { readonly standard: string; readonly output: string } | undefined {
  const stem = [OUTPUT, STANDARD].flatMap((end) =>
    path.endsWith(end) ? [path.slice(0, -end.length)] : [],
  )[0];
  return stem === undefined ? undefined : { standard: `${stem}${STANDARD}`, output: `${stem}${OUTPUT}` };
}

/** Reads a run of carbontracker. */
export function readLogs(path: string, context: ReadContext): readonly ImportItem[] {
  const pair = logPair(path);
  const textOf = (file: string | undefined): string => {
    if (file === undefined || !existsSync(file)) return '';
    return [...textChunks(file, context.onBytes)].join('');
  };
  const run = runOfLogs({ standard: textOf(pair?.standard ?? path), output: textOf(pair?.output) });
  if (!run.ok) return [{ kind: 'refused', file: path, why: run.error }];
  return [{ kind: 'run', file: path, run: run.value }];
}
