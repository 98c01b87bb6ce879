import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { ChildLists } from './child-lists.io.ts';
import { NewProcesses } from './new-processes.io.ts';
import { parseProcessStat, type ProcessStat } from './proc-stat.ts';

/** Where to begin, and what to leave out. */
export interface TreeOptions {
  readonly proc: string;
  readonly rootPid: number;
  /** False: the root is the tracker itself, only its descendants count and it says what it waited for. */
  readonly countRoot: boolean;
  /** Processes left out with their descendants: trackers. */
  readonly exclude: ReadonlySet<number>;
  /** CPU seconds of descendants that the root has waited for, where the root does not count. */
  readonly waitedByRootS?: () => number;
  /** CPU time before this moment (ticks since boot) is not the run's: processes that began earlier start from a baseline. */
  readonly sinceTicks: number;
}

/** A walk through a tree of more members than this costs milliseconds: it is made at every nth call. */
const MANY = 100;
const MANY_EVERY = 4;

interface Member {
  stat: ProcessStat;
  readonly fd: number;
  /** CPU seconds before the run began. */
  baseS: number;
  ownS: number;
  waitedS: number;
}

/**
 * CPU time of a process tree from /proc, live and exited processes included: what a process used moves to its parent when it is
 * waited for; what nobody waits for is kept from its last reading. Once seen, a process stays in the tree also when it is orphaned.
 */
export class ProcessTree {
  readonly #options: TreeOptions;
  readonly #members = new Map<number, Member>();
  readonly #buffer = Buffer.allocUnsafe(1024);
  readonly #new: NewProcesses;
  readonly #children: ChildLists;
  #calls = 0;
  #goneS = 0;
  #waitedByRootS = 0;

  constructor(options: TreeOptions) {
    this.#options = options;
    this.#new = new NewProcesses(options.proc);
    this.#children = new ChildLists(options.proc);
    this.#waitedByRootS = options.waitedByRootS?.() ?? 0;
    this.meetNew();
    this.#settleBases();
  }

  /** CPU seconds of the tree since it began. Call {@link meetNew} before: the time of a process not met is only seen when it is waited for. */
  totalCpuS(): number {
    const vanished = new Map<number, Member>();
    const waitedGrowthS = new Map<number, number>();
    let liveS = 0;
    // Who vanished may have been waited for since its parent was read: the survivors are read again until nobody is missing.
    for (let known = -1; known < vanished.size; ) {
      known = vanished.size;
      liveS = this.#readMembers(vanished, waitedGrowthS);
    }
    const waitedByRootS = this.#options.waitedByRootS?.() ?? 0;
    if (waitedByRootS > this.#waitedByRootS) {
      waitedGrowthS.set(this.#options.rootPid, waitedByRootS - this.#waitedByRootS);
    }
    this.#waitedByRootS = waitedByRootS;
    if (vanished.size > 0) this.#goneS += keptOf(vanished, waitedGrowthS);
    return liveS + waitedByRootS + this.#goneS;
  }

  /** One reading of every member, parents before their children; gives the CPU seconds of those that live. */
  #readMembers(vanished: Map<number, Member>, waitedGrowthS: Map<number, number>): number {
    let liveS = 0;
    for (const [pid, member] of this.#members) {
      const stat = this.#read(member.fd);
      if (stat === undefined || stat.startTicks !== member.stat.startTicks) {
        vanished.set(pid, member);
        this.#drop(pid, member);
        continue;
      }
      const growthS = stat.waitedCpuS - member.waitedS;
      if (growthS > 0) waitedGrowthS.set(pid, (waitedGrowthS.get(pid) ?? 0) + growthS);
      member.stat = stat;
      member.ownS = stat.ownCpuS;
      member.waitedS = stat.waitedCpuS;
      liveS += member.ownS + member.waitedS - member.baseS;
    }
    return liveS;
  }

  /** {@link discover}, where any process of the machine has begun since; for the sampling path. */
  meetNew(): void {
    const mayWait = this.#members.size > MANY && this.#calls++ % MANY_EVERY !== 0;
    if (!mayWait && this.#new.haveBegun()) this.discover();
  }

  /** Looks for processes that joined the tree. */
  discover(): void {
    const { rootPid, countRoot } = this.#options;
    const queue: number[] = [...this.#members.keys()];
    if (countRoot) this.#admit(rootPid);
    if (!queue.includes(rootPid)) queue.push(rootPid);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const child of this.#children.of(next)) {
        if (this.#options.exclude.has(child)) continue;
        if (this.#admit(child)) queue.push(child);
      }
    }
  }

  /**
   * A child that was waited for after its parent was read and before the children were is nobody's that is known; what it used is in what its
   * parent waited for since, and is from before the run. Where one that is known has gone meanwhile, {@link totalCpuS} sorts it out.
   */
  #settleBases(): void {
    const now = new Map<Member, ProcessStat>();
    for (const member of this.#members.values()) {
      const stat = this.#read(member.fd);
      if (stat === undefined || stat.startTicks !== member.stat.startTicks) return;
      now.set(member, stat);
    }
    for (const [member, stat] of now) {
      const growthS = stat.waitedCpuS - member.waitedS;
      if (stat.startTicks >= this.#options.sinceTicks || growthS <= 0) continue;
      member.baseS += growthS;
      member.waitedS = stat.waitedCpuS;
    }
  }

  /** The live processes of the tree, last seen. */
  members(): readonly ProcessStat[] {
    return [...this.#members.values()].map((member) => member.stat);
  }

  /** CPU seconds of one live member since the run began. */
  cpuOf(pid: number): number {
    const member = this.#members.get(pid);
    return member === undefined ? 0 : member.ownS + member.waitedS - member.baseS;
  }

  close(): void {
    for (const [pid, member] of this.#members) this.#drop(pid, member);
    this.#new.close();
    this.#children.close();
  }

  /** True if the process is new to the tree and alive. */
  #admit(pid: number): boolean {
    if (this.#members.has(pid)) return false;
    let fd: number;
    try {
      fd = openSync(join(this.#options.proc, String(pid), 'stat'), 'r');
    } catch {
      return false; // it has gone, or is not ours to see
    }
    const stat = this.#read(fd);
    if (stat === undefined) {
      closeSync(fd);
      return false;
    }
    const before = stat.startTicks < this.#options.sinceTicks;
    const baseS = before ? stat.ownCpuS + stat.waitedCpuS : 0;
    this.#members.set(pid, { stat, fd, baseS, ownS: stat.ownCpuS, waitedS: stat.waitedCpuS });
    return true;
  }

  #read(fd: number): ProcessStat | undefined {
    try {
      const length = readSync(fd, this.#buffer, 0, this.#buffer.length, 0);
      return parseProcessStat(this.#buffer.toString('latin1', 0, length));
    } catch {
      return undefined; // ESRCH: it has exited
    }
  }

  #drop(pid: number, member: Member): void {
    closeSync(member.fd);
    this.#children.drop(pid);
    this.#members.delete(pid);
  }
}

/**
 * What to keep of processes that vanished, CPU seconds. Whoever was waited for left all its time with its nearest ancestor that
 * lives, also what it used before the run began, which is taken off again (so the sum may be negative); whoever vanished without
 * being waited for is kept from its last reading.
 */
function keptOf(vanished: ReadonlyMap<number, Member>, waitedGrowthS: ReadonlyMap<number, number>): number {
  const lastS = new Map<number, number>();
  let baseS = 0;
  for (const member of vanished.values()) {
    let heir = member.stat.ppid;
    for (
      let above = vanished.get(heir);
      above !== undefined && above !== member;
      above = vanished.get(heir)
    ) {
      heir = above.stat.ppid;
    }
    lastS.set(heir, (lastS.get(heir) ?? 0) + member.ownS + member.waitedS);
    baseS += member.baseS;
  }
  let keptS = -baseS;
  for (const [heir, seconds] of lastS) keptS += Math.max(0, seconds - (waitedGrowthS.get(heir) ?? 0));
  return keptS;
}
