import { chmodSync, cpSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';

const FILE_MODE = 0o666;

/**
 * Copies a file or folder from anywhere to where it is to be tracked; links are followed. What lies there is replaced when the copy is whole.
 *
 * @param umask what the process takes away from the mode of new files: a file comes as data, not as a program.
 */
export function bringIn(source: string, target: string, umask: number): Result<true> {
  const temp = join(dirname(target), `.${basename(target).slice(0, 100)}.${process.pid}.tmp`);
  try {
    mkdirSync(dirname(target), { recursive: true });
    cpSync(source, temp, { recursive: true, dereference: true });
    if (statSync(temp).isFile()) chmodSync(temp, FILE_MODE & ~umask);
    rmSync(target, { recursive: true, force: true });
    renameSync(temp, target);
    return ok(true);
  } catch (error) {
    rmSync(temp, { recursive: true, force: true });
    if (errnoName(error) === undefined) throw error;
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE', `cannot copy ${source} to ${target}`, why, fix));
  }
}
