import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';

/** stdin's descriptor. */
const STDIN = 0;

/** Text of a file that an option names; - is stdin. */
export function readTextFile(context: CliContext, file: string): Result<string> {
  try {
    return ok(readFileSync(file === '-' ? STDIN : resolve(context.host.cwd, file), 'utf8'));
  } catch (error) {
    return err(unreadable(file, error as NodeJS.ErrnoException));
  }
}

function unreadable(file: string, { code, message }: NodeJS.ErrnoException): Problem {
  if (code === 'ENOENT')
    return problem(
      'E_NOT_FOUND',
      `${file}: there is no such file`,
      undefined,
      'Name a file, or - for stdin.',
    );
  return problem('E_PARAMS', `${file}: it cannot be read`, message, 'Name a file, or - for stdin.');
}
