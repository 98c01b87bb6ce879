import { ProcessTree } from '../attribution/process-tree.io.ts';
import type { Host } from '../host/host.ts';
import { type CommandProcess, SIG } from './command-process.ts';

/** How long a command may take to end itself after SIGTERM, s. */
const GRACE_S = 10;
/** After SIGKILL, how long we wait for what the kernel cannot end at once (a process in a broken file system), s. */
const GIVE_UP_S = 5;
/** How often we look whether all of it has ended, ms. */
const LOOK_EVERY_MS = 50;

/**
 * Ends a command and everything it started: SIGTERM to all, after ten seconds (JOULEBOOK_GRACE_S) SIGKILL to what is left. All, because a shell
 * that is told to end leaves its child behind.
 *
 * @returns when nothing of it lives any more, or nothing more can be done.
 */
export async function endTree(host: Host, command: CommandProcess): Promise<void> {
  // One tree from beginning to end: whoever is orphaned by the first signal is still known.
  const tree = new ProcessTree({
    proc: host.roots.proc,
    rootPid: host.pid,
    countRoot: false,
    exclude: new Set(),
    sinceTicks: 0,
  });
  await endProcesses(host, command, () => livePids(tree));
  tree.close();
}

/**
 * Ends a command and those that belong to it, as {@link endTree} does.
 *
 * @param pids who lives of them now; asked again and again.
 * @param isHurried SIGKILL at once.
 */
export async function endProcesses(
  host: Host,
  command: Pick<CommandProcess, 'pid' | 'exited'>,
  pids: () => ReadonlySet<number>,
  isHurried: () => boolean = () => false,
): Promise<void> {
  let commandLives = true;
  void command.exited.then(() => {
    commandLives = false;
  });
  const told = new Set<number>();
  const killAtS = host.clock.bootS() + graceS(host);
  for (;;) {
    const left = new Set(pids());
    if (commandLives) left.add(command.pid);
    if (left.size === 0) break;
    const overdueS = host.clock.bootS() - killAtS;
    if (overdueS > GIVE_UP_S) break;
    const signal = overdueS < 0 && !isHurried() ? SIG.TERM : SIG.KILL;
    for (const pid of left) {
      if (signal === SIG.TERM && told.has(pid)) continue;
      told.add(pid);
      send(pid, signal);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** The live processes of a tree, those that have just joined it among them. */
export function livePids(tree: ProcessTree): Set<number> {
  tree.totalCpuS(); // forgets who has gone
  tree.discover();
  return new Set(
    tree
      .members()
      .filter((member) => member.state !== 'Z')
      .map((member) => member.pid),
  );
}

/** How long a command may take to end itself after SIGTERM, s. */
export function graceS(host: Host): number {
  const asked = Number(host.env['JOULEBOOK_GRACE_S'] ?? GRACE_S);
  return Number.isFinite(asked) && asked >= 0 ? asked : GRACE_S;
}

function send(pid: number, signal: number): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has just ended
  }
}
