import { statOf } from '../attribution/process-stat.io.ts';
import { ProcessTree } from '../attribution/process-tree.io.ts';
import type { ProcessStat } from '../attribution/proc-stat.ts';
import { TICKS_PER_S } from '../attribution/proc-stat.ts';
import { problem } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { err, ok, type Result } from '../result.ts';
import type { CpuSource } from './cpu-source.ts';

/** A process that already runs, and the CPU time of its tree from now on. */
export interface WatchedProcess {
  readonly stat: ProcessStat;
  readonly cpu: CpuSource;
  readonly isAlive: () => boolean;
}

/** Attaches to a process that already runs: its CPU time until now is not the run's. */
export function watchProcess(host: Host, pid: number, exclude: ReadonlySet<number>): Result<WatchedProcess> {
  const { proc } = host.roots;
  const stat = statOf(proc, pid);
  if (stat === undefined) {
    return err(
      problem(
        'E_NO_PROCESS',
        `no process ${pid} is alive`,
        'it has ended, or the number is another machine’s',
        'look it up with `ps`',
      ),
    );
  }
  const tree = new ProcessTree({
    proc,
    rootPid: pid,
    countRoot: true,
    exclude,
    sinceTicks: Math.ceil(host.clock.bootS() * TICKS_PER_S),
  });
  let highest = 0;
  const cpu: CpuSource = {
    name: () => 'proc',
    topPid: pid,
    totalS: () => {
      highest = Math.max(highest, tree.totalCpuS());
      return highest;
    },
    discover: () => tree.meetNew(),
    survivors: () => {
      tree.totalCpuS();
      return tree
        .members()
        .filter((member) => member.pid !== pid)
        .map((member) => ({ pid: member.pid, name: member.name, cpuS: tree.cpuOf(member.pid) }));
    },
    close: () => tree.close(),
  };
  const isAlive = (): boolean => {
    const now = statOf(proc, pid);
    return now !== undefined && now.startTicks === stat.startTicks && now.state !== 'Z';
  };
  return ok({ stat, cpu, isAlive });
}
