import { createHash } from 'node:crypto';
import { statOf } from '../../attribution/process-stat.io.ts';
import type { Host } from '../../host/host.ts';
import type { RankIdentity } from './job-of.ts';

/** No process stands deeper. */
const DEPTH = 64;

/** What names the ranks of one job of one user on this machine, in characters of a file's name; undefined where nothing tells it. */
export function rankKey(host: Host, { key, proxies }: RankIdentity): string | undefined {
  if (key === undefined) return undefined;
  const launcher = proxies === undefined ? '' : launcherOf(host, proxies);
  if (launcher === undefined) return undefined;
  return createHash('sha256').update(`${host.uid} ${key} ${launcher}`).digest('hex').slice(0, 16);
}

/** The nearest launcher above us, by pid and start time: it starts all ranks of this machine. */
function launcherOf(host: Host, names: readonly string[]): string | undefined {
  let at = statOf(host.roots.proc, host.pid)?.ppid ?? 0;
  for (let depth = 0; at > 1 && depth < DEPTH; depth++) {
    const stat = statOf(host.roots.proc, at);
    if (stat === undefined) return undefined;
    if (names.includes(stat.name)) return `${stat.pid}.${stat.startTicks}`;
    at = stat.ppid;
  }
  return undefined;
}
