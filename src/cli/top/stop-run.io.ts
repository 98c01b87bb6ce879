import type { Registry } from '../../attribution/registry.io.ts';
import { type Problem, problem } from '../../errors.ts';

/**
 * Asks a run to end, as Ctrl-C or `kill` would: the tracker that started the command hands SIGTERM on and closes the record; where a
 * program is measured from outside or from within, it is the program that is asked. Undefined if it was asked, else why not.
 */
export function stopRun(registry: Registry | undefined, id: string): Problem | undefined {
  const run = registry?.find(id);
  if (run === undefined) return problem('E_NO_PROCESS', 'the run has ended already');
  const { rootPid } = run.entry;
  if (registry?.isOfThisNamespace(run) !== true) {
    return problem(
      'E_NO_PROCESS',
      'the run lives in a container: its processes have other numbers there',
      undefined,
      'stop it from inside, or stop the container',
    );
  }
  try {
    process.kill(rootPid, 'SIGTERM');
    return undefined;
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException;
    if (code === 'ESRCH') return problem('E_NO_PROCESS', 'the run has ended already');
    return problem(
      'E_NO_PROCESS',
      `the run cannot be stopped (pid ${rootPid})`,
      code === 'EPERM' ? 'it belongs to another user' : String(code),
      `sudo kill ${rootPid}`,
    );
  }
}
