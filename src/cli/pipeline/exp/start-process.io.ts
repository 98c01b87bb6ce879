import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { CliContext } from '../../context.ts';

/**
 * Starts this program once more, in a session of its own, so that it outlives the terminal and can be ended with all that it started.
 *
 * @param log where it writes; undefined: nowhere.
 */
export function startProcess(
  context: CliContext,
  words: readonly string[],
  log: string | undefined,
): ChildProcess {
  const fd = log === undefined ? undefined : openSync(log, 'a');
  const script = process.argv[1];
  if (script === undefined) throw new Error('started without a script');
  const child = spawn(process.execPath, [script, ...words], {
    cwd: context.host.cwd,
    env: context.host.env,
    detached: true,
    stdio: ['ignore', fd ?? 'ignore', fd ?? 'ignore'],
  });
  if (fd !== undefined) closeSync(fd);
  return child;
}
