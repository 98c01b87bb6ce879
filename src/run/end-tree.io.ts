import { ProcessTree } from '../attribution/process-tree.io.ts';
import type { Host } from '../host/host.ts';
import { type CommandProcess, SIG } from './command-process.ts';

/** How long a command may take to end itself after SIGTERM, ms. */
export const GRACE_MS = 10_000;

/**
 * Ends a command and everything it started: SIGTERM to all, after ten seconds SIGKILL to what is left. All, because a shell that
 * is told to end leaves its child behind.
 */
export function endTree(host: Host, command: CommandProcess): void {
  signalAll(host, command, SIG.TERM);
  const timer = setTimeout(() => signalAll(host, command, SIG.KILL), GRACE_MS);
  void command.exited.then(() => {
    clearTimeout(timer);
    signalAll(host, command, SIG.TERM); // what was started in between
  });
}

function signalAll(host: Host, command: CommandProcess, signal: number): void {
  const tree = new ProcessTree({
    proc: host.roots.proc,
    rootPid: host.pid,
    countRoot: false,
    exclude: new Set(),
    sinceTicks: 0,
  });
  const pids = new Set([command.pid, ...tree.members().map((member) => member.pid)]);
  tree.close();
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // it has just ended
    }
  }
}
