import { statSync } from 'node:fs';
import { newSha256 } from '../../../book/sha256.io.ts';
import type { ImportItem, ReadContext } from '../item.ts';
import { pythonJson } from '../python-json.ts';
import { textChunks } from '../text-chunks.io.ts';
import { isReport, runOfReport } from './report.ts';

/** Reads a report of BoAmps. */
export function readReport(path: string, context: ReadContext): readonly ImportItem[] {
  const text = [...textChunks(path, context.onBytes)].join('');
  const refused = (why: string): readonly ImportItem[] => [{ kind: 'refused', file: path, why }];
  try {
    const value: unknown = pythonJson(text);
    if (!isReport(value)) return refused('it has no header and measures: it is no report of BoAmps');
    const digest = newSha256().update(JSON.stringify(value)).digest('hex');
    const run = runOfReport(value, digest, statSync(path).mtimeMs);
    return run.ok ? [{ kind: 'run', file: path, run: run.value }] : refused(run.error);
  } catch (error) {
    if (error instanceof SyntaxError) return refused(`it is no JSON: ${error.message}`);
    throw error;
  }
}
