import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { parseProcessStat, TICKS_PER_S } from '../../attribution/proc-stat.ts';

/** A process that has worked since the look before. */
export interface BusyProcess {
  readonly pid: number;
  readonly name: string;
  /** CPU seconds a second. */
  readonly cpu: number;
}

interface Known {
  readonly startTicks: number;
  name: string;
  cpuS: number;
  /** When it was last read, on the boot clock, s. */
  atS: number;
  cpu: number;
  /** It did nothing between its last two readings. */
  isQuiet: boolean;
  /** The round in which the process was last listed. */
  round: number;
  command: string | undefined;
}

/** A process that did nothing is read again at every nth look only: on a machine of thousands most do nothing, */
const QUIET_EVERY = 4;
/** and at most about so many of them at one look. */
const QUIET_AT_ONCE = 200;
/** A command line is shown, not stored: its beginning is enough. */
const LONGEST_COMMAND = 400;

/** All processes of the machine by the CPU time that they take. */
export class ProcessTable {
  readonly #proc: string;
  readonly #known = new Map<number, Known>();
  readonly #buffer = Buffer.allocUnsafe(1024);
  #round = 0;

  constructor(proc: string) {
    this.#proc = proc;
  }

  /** The processes that have worked, the busiest first. The first look only sets the baseline. */
  look(nowS: number): readonly BusyProcess[] {
    const round = ++this.#round;
    const every = Math.max(QUIET_EVERY, Math.ceil(this.#known.size / QUIET_AT_ONCE));
    for (const pid of this.#pids()) {
      const known = this.#known.get(pid);
      if (known !== undefined) known.round = round;
      if (known?.isQuiet !== true || (pid + round) % every === 0) this.#read(pid, nowS);
    }
    const busy: BusyProcess[] = [];
    for (const [pid, { round: seen, name, cpu }] of this.#known) {
      if (seen !== round) this.#known.delete(pid);
      else if (cpu > 0) busy.push({ pid, name, cpu });
    }
    return busy.sort((a, b) => b.cpu - a.cpu || a.pid - b.pid);
  }

  /** The command line of a process, its name in brackets where it has none (a thread of the kernel); looked up once. */
  commandOf(pid: number): string {
    const known = this.#known.get(pid);
    if (known?.command !== undefined) return known.command;
    const command = this.#commandLine(pid) || `[${known?.name ?? '?'}]`;
    if (known !== undefined) known.command = command;
    return command;
  }

  #read(pid: number, nowS: number): void {
    const stat = this.#stat(pid);
    if (stat === undefined) return; // it has gone: the next list is without it
    const { startTicks, ownCpuS, name } = stat;
    const known = this.#known.get(pid);
    if (known === undefined || known.startTicks !== startTicks) {
      // Whoever began since the look before has used all that it has used in this time.
      const age = nowS - startTicks / TICKS_PER_S;
      const isNew = this.#round > 1 && age > 0;
      const cpu = isNew ? Math.min(ownCpuS / age, ownCpuS / LEAST_S) : 0;
      this.#known.set(pid, {
        startTicks,
        name,
        cpuS: ownCpuS,
        atS: nowS,
        cpu,
        isQuiet: false,
        round: this.#round,
        command: undefined,
      });
      return;
    }
    const dt = nowS - known.atS;
    if (dt <= 0) return;
    known.cpu = Math.max(0, ownCpuS - known.cpuS) / dt;
    known.isQuiet = known.cpu === 0;
    if (known.name !== name) known.command = undefined; // it has become another program
    known.name = name;
    known.cpuS = ownCpuS;
    known.atS = nowS;
  }

  #pids(): readonly number[] {
    try {
      const pids: number[] = [];
      for (const name of readdirSync(this.#proc)) {
        const first = name.charCodeAt(0);
        if (first >= 0x31 && first <= 0x39) pids.push(Number(name));
      }
      return pids;
    } catch {
      return []; // no /proc: not Linux
    }
  }

  #stat(pid: number): ReturnType<typeof parseProcessStat> {
    let fd: number | undefined;
    try {
      fd = openSync(`${this.#proc}/${pid}/stat`, 'r');
      const length = readSync(fd, this.#buffer, 0, this.#buffer.length, 0);
      return parseProcessStat(this.#buffer.toString('latin1', 0, length));
    } catch {
      return undefined;
    } finally {
      if (fd !== undefined) closeSync(fd);
    }
  }

  #commandLine(pid: number): string {
    try {
      const text = readFileSync(join(this.#proc, String(pid), 'cmdline'), 'utf8');
      return text.slice(0, LONGEST_COMMAND).replaceAll('\0', ' ').trimEnd();
    } catch {
      return '';
    }
  }
}

/** The kernel tells starts to a hundredth of a second: a younger process's rate would be noise. */
const LEAST_S = 1 / TICKS_PER_S;
