import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VERSION } from '../host/version.ts';
import { writeError } from './write.io.ts';

/** Exit code of a bug of ours. */
export const EXIT_BUG = 70;

/** The last resort: says that joulebook itself is at fault and where the details are. Returns the exit code. */
export function reportCrash(error: unknown, command: string, loud: boolean): number {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = error instanceof Error ? error.message : String(error);
  const report = [
    `joulebook ${VERSION}, node ${process.version}, ${process.platform} ${process.arch}`,
    `command: ${command}`,
    `at: ${new Date().toISOString()}`,
    '',
    stack,
    '',
  ].join('\n');
  const path = join(tmpdir(), `joulebook-crash-${process.pid}-${Date.now().toString(36)}.txt`);
  let kept = `The details are in ${path}; please report them.`;
  try {
    writeFileSync(path, report, { mode: 0o600, flag: 'wx' });
  } catch (failure) {
    kept = `The details could not be kept (${(failure as Error).message}); run again with -vv to see them.`;
  }
  writeError(
    `error: joulebook has a bug: ${message.split('\n')[0] ?? ''}  [${EXIT_BUG}]\n  why: This should not happen, whatever you asked for.\n  fix: ${kept}\n`,
  );
  if (loud) writeError(`${stack}\n`);
  return EXIT_BUG;
}
