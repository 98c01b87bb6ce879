import { realpathSync, statSync, writeFileSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { writeFileAtomic } from './atomic-file.io.ts';
import { whyNot } from './file-failure.io.ts';

/**
 * Writes what a user has named a place for: a file at once, where a link leads to it there; a pipe, a terminal or another device as it is (`-o /dev/stdout`, `-o
 * >(gzip)`), which a rename would put a file in place of.
 */
export function writeOutput(path: string, content: Uint8Array): Problem | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return writeFileAtomic(path, content);
    if (stat.isFile()) return writeFileAtomic(realpathSync(path), content);
    writeFileSync(path, content);
    return undefined;
  } catch (error) {
    const { why, fix } = whyNot(error);
    return problem('E_OUTPUT', `cannot write ${path}`, why, fix);
  }
}
