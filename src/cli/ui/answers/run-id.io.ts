import { existsSync } from 'node:fs';
import { runFolder, type RunFolder } from '../../../book/run-folder.io.ts';
import { isRunId } from '../../../book/run-id.ts';
import { ok, type Result } from '../../../result.ts';
import type { Surroundings } from './surroundings.io.ts';

/** The folder of the run that a reference names. A whole id is looked for by its path alone. */
export function folderOf({ book }: Surroundings, ref: string): Result<RunFolder> {
  const id = ref.toUpperCase();
  if (isRunId(id)) {
    const folder = runFolder(book.dir, id);
    if (existsSync(folder.dir)) return ok(folder);
  }
  const found = book.resolve(ref);
  return found.ok ? ok(runFolder(book.dir, found.value.id)) : found;
}
