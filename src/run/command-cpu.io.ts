import { childrenOf } from '../attribution/child-lists.io.ts';
import { ProcessTree } from '../attribution/process-tree.io.ts';
import { TICKS_PER_S } from '../attribution/proc-stat.ts';
import type { Host } from '../host/host.ts';
import type { CommandProcess } from './command-process.ts';
import type { CpuSource } from './cpu-source.ts';

/**
 * CPU time of a command that we started: by the inherited perf event where the kernel lets us, which sees everything, else from /proc plus
 * what we have waited for. The larger of both counts: each misses time in some corner (perf after a setuid exec, /proc what nobody waits for).
 *
 * @param ours children of ours that are no part of the command.
 */
export function commandCpu(
  host: Host,
  command: CommandProcess,
  startedS: number,
  ours: ReadonlySet<number>,
): CpuSource {
  const counted = command.countedCpuS() !== null;
  let tree: ProcessTree | undefined;
  // The tree costs a read for each process: it is only looked at while perf is blind, and to name what outlives the run.
  const processes = (): ProcessTree => {
    tree ??= new ProcessTree({
      proc: host.roots.proc,
      rootPid: host.pid,
      countRoot: false,
      exclude: ours,
      waitedByRootS: () => command.waitedCpuS() ?? 0,
      sinceTicks: Math.floor(startedS * TICKS_PER_S) - 2,
    });
    return tree;
  };
  let highest = 0;
  let source = counted ? 'perf' : 'proc';
  return {
    name: () => source,
    topPid: counted ? command.pid : host.pid,
    totalS: () => {
      const byPerf = command.countedCpuS();
      const byTree = byPerf === null ? processes().totalCpuS() : (command.waitedCpuS() ?? 0);
      if (byPerf !== null) source = byPerf * 1.02 + 0.02 < byTree ? 'wait4' : 'perf';
      highest = Math.max(highest, byPerf ?? 0, byTree);
      return highest;
    },
    discover: () => {
      if (!counted) processes().meetNew();
    },
    survivors: () => {
      if (childrenOf(host.roots.proc, host.pid).every((pid) => ours.has(pid))) return [];
      const left = processes();
      left.discover();
      left.totalCpuS();
      return left
        .members()
        .filter((member) => member.pid !== command.pid && member.state !== 'Z')
        .map((member) => ({ pid: member.pid, name: member.name, cpuS: left.cpuOf(member.pid) }));
    },
    close: () => tree?.close(),
  };
}
