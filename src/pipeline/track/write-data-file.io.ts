import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { errnoName } from '../../host/file-failure.io.ts';
import { dataFileText } from '../data-file/data-file-text.ts';
import type { DataSource } from '../model/stage.ts';

/** Writes a .dvc file; comments and what else it says are kept. A file that says so already is left alone. */
export function writeDataFile(root: string, source: DataSource): Problem | undefined {
  const path = join(root, source.file);
  const before = textOf(path);
  const text = dataFileText(source, before);
  if (text === before) return undefined;
  const failed = writeFileAtomic(path, text);
  return failed === undefined ? undefined : problem('E_PIPELINE', failed.what, failed.why, failed.fix);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoName(error) ?? '')) return undefined;
    throw error;
  }
}
