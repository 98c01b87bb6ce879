import type { CommandExit } from '../../run/command-process.ts';
import type { Outcome, Usage } from '../study/outcome.ts';
import type { Failure } from '../study/study-event.ts';

/** How an attempt counts whose process ended by itself. @param signalNameOf name of a signal, e.g. SIGKILL. */
export function exitOutcome(
  exit: CommandExit,
  lastLines: readonly string[],
  usage: Usage,
  signalNameOf: (signal: number) => string,
): Outcome {
  if (exit.how === 'exited' && exit.code === 0) return { state: 'complete', usage };
  const failure = failureOf(exit, lastLines, signalNameOf);
  return { state: 'failed', failure, usage };
}

function failureOf(
  exit: CommandExit,
  lastLines: readonly string[],
  signalNameOf: (signal: number) => string,
): Failure {
  const code = exit.how === 'exited' ? { exitCode: exit.code } : {};
  if (lastLines.some((line) => FULL.test(line)))
    return { kind: 'disk-full', text: 'it could not write, since the disk is full', ...code };
  if (
    lastLines.some((line) => TOO_LARGE.test(line)) ||
    (exit.how !== 'exited' && signalNameOf(exit.signal) === 'SIGXFSZ')
  )
    return {
      kind: 'disk-full',
      text: 'a file that it wrote came to the limit of its size (ulimit -f)',
      ...code,
    };
  if (exit.how === 'exited') {
    const text = SHELL[exit.code] ?? `it ended with exit code ${exit.code}`;
    return { kind: 'exit', text, exitCode: exit.code };
  }
  const signal = signalNameOf(exit.signal);
  const text = `it was ended by ${signal}${signal === 'SIGKILL' ? ', as the kernel does where memory is short' : ''}`;
  return { kind: 'signal', text, signal };
}

/** Lines of programs whose disk was full, or whose part of it was used up. */
const FULL =
  /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT|There is not enough space on the disk/;

/** Lines of programs that have come to the limit of a file's size. */
const TOO_LARGE = /File too large|EFBIG|File size limit exceeded/;

/** What a shell means by these. */
const SHELL: Readonly<Record<number, string>> = {
  126: 'its command cannot be executed (exit code 126)',
  127: 'its command was not found (exit code 127)',
};
