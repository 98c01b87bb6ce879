import { readFileSync, statSync } from 'node:fs';
import { newSha256 } from '../../../book/sha256.io.ts';
import type { ImportItem, ReadContext } from '../item.ts';
import { isReport, runOfReport } from './report.ts';

/** Reads a report of BoAmps. */
export function readReport(path: string, context: ReadContext): readonly ImportItem[] {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  context.onBytes(text.length);
  const refused = (why: string): readonly ImportItem[] => [{ kind: 'refused', file: path, why }];
  try {
    const value: unknown = JSON.parse(text);
    if (!isReport(value)) return refused('it has no header and measures: it is no report of BoAmps');
    const digest = newSha256().update(JSON.stringify(value)).digest('hex');
    const run = runOfReport(value, digest, statSync(path).mtimeMs);
    return run.ok ? [{ kind: 'run', file: path, run: run.value }] : refused(run.error);
  } catch (error) {
    if (error instanceof SyntaxError) return refused(`it is no JSON: ${error.message}`);
    throw error;
  }
}
