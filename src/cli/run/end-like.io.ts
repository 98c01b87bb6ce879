import { constants } from 'node:os';
import { native } from '../../host/native.io.ts';
import type { CommandExit } from '../../run/command-process.ts';

/** Exit status of a command as a shell reports it: its code, or 128 + n for signal n. */
export function statusOf(exit: CommandExit): number {
  return exit.how === 'exited' ? exit.code : 128 + exit.signal;
}

/**
 * Ends this process as the command ended, so that the caller sees no difference: by `_exit`, which leaves the terminal's modes as the
 * command set them, or by the same signal (without a core of our own).
 */
export function endLike(exit: CommandExit): never {
  const c = native();
  if (exit.how === 'signalled') dieBy(exit.signal, c);
  const status = statusOf(exit);
  process.emit('exit', status); // `_exit` tells nobody
  c?.func('void _exit(int status)')(status);
  process.exit(status);
}

function dieBy(signal: number, c: ReturnType<typeof native>): void {
  const RLIMIT_CORE = 4;
  const SIG_DFL = 0;
  c?.func('int setrlimit(int resource, void *limit)')(RLIMIT_CORE, new BigUint64Array(2));
  for (const [name, number] of Object.entries(constants.signals)) {
    if (number === signal) process.removeAllListeners(name);
  }
  if (c === null) process.kill(process.pid, signal);
  else {
    c.func('size_t signal(int signal, size_t handler)')(signal, SIG_DFL);
    c.func('int kill(int pid, int signal)')(process.pid, signal);
  }
}
