import type { Host } from '../../host/host.ts';
import { SIG } from '../../run/command-process.ts';
import { graceS } from '../../run/end-tree.io.ts';
import { leftoversOf } from '../trial/trial-processes.io.ts';

const LOOK_MS = 100;

/**
 * Ends what lives on of the trials of a study whose coordinator was killed: they would go on using energy that nobody counts, beside those that
 * take their place.
 *
 * @returns how many there were.
 */
export async function endLeftovers(host: Host, study: string): Promise<number> {
  const found = leftoversOf(host, study);
  for (const pid of found) send(pid, SIG.TERM);
  const killAtS = host.clock.bootS() + graceS(host);
  for (let left = found; left.length > 0; left = leftoversOf(host, study)) {
    const overdueS = host.clock.bootS() - killAtS;
    if (overdueS > 0) for (const pid of left) send(pid, SIG.KILL);
    if (overdueS > 1) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return found.length;
}

function send(pid: number, signal: number): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has just ended
  }
}
