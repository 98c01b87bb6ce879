import type { CommandExit } from './command-process.ts';

/** How often to ask for ended children without being told, ms: should a signal be lost, this finds its child. */
const REAP_MS = 5000;
const WNOHANG = 1;
const WUNTRACED = 2;

/** `wait4` of the C library. */
export type Wait4 = (pid: number, status: Int32Array, options: number, usage: BigInt64Array) => number;

/** A command whose end is waited for. */
export interface Awaited {
  readonly pid: number;
  /** Children of ours that are no part of the command. */
  readonly ours: ReadonlySet<number>;
  /** The command, or an orphan that can only be its, has ended and used so much. */
  readonly onReaped: (cpuS: number, peakRssBytes: number) => void;
  readonly onExit: (exit: CommandExit) => void;
  readonly onStopped: (signal: number) => void;
}

/** Waits for the children of this process, of which the kernel tells in one stream, and tells each command of its own. */
class Reaper {
  readonly #wait4: Wait4;
  readonly #awaited = new Map<number, Awaited>();
  readonly #status = new Int32Array(1);
  readonly #usage = new BigInt64Array(18); // struct rusage
  readonly #reap = (): void => this.#reapAll();
  #timer: NodeJS.Timeout | undefined;

  constructor(wait4: Wait4) {
    this.#wait4 = wait4;
  }

  add(command: Awaited): void {
    this.#awaited.set(command.pid, command);
    if (this.#timer === undefined) {
      process.on('SIGCHLD', this.#reap);
      this.#timer = setInterval(this.#reap, REAP_MS);
    }
    this.#reapAll();
  }

  remove(pid: number): void {
    if (!this.#awaited.delete(pid) || this.#awaited.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    process.off('SIGCHLD', this.#reap);
  }

  #reapAll(): void {
    for (;;) {
      const who = this.#wait4(-1, this.#status, WNOHANG | WUNTRACED, this.#usage);
      if (who <= 0) return;
      const word = this.#status[0] as number;
      const command = this.#awaited.get(who);
      if ((word & 0xff) === 0x7f) {
        command?.onStopped((word >> 8) & 0xff);
        continue;
      }
      const usage = this.#usage;
      const cpuS = Number(usage[0]) + Number(usage[1]) / 1e6 + Number(usage[2]) + Number(usage[3]) / 1e6;
      (command ?? this.#ownerOfOrphan(who))?.onReaped(cpuS, Number(usage[4]) * 1024);
      command?.onExit(exitOf(word));
    }
  }

  /** Among several commands nobody can tell whose an orphan was. */
  #ownerOfOrphan(pid: number): Awaited | undefined {
    const [only, ...others] = this.#awaited.values();
    return only === undefined || others.length > 0 || only.ours.has(pid) ? undefined : only;
  }
}

let reaper: Reaper | undefined;

/** The reaper of this process. */
export function reaperOf(wait4: Wait4): Pick<Reaper, 'add' | 'remove'> {
  reaper ??= new Reaper(wait4);
  return reaper;
}

function exitOf(word: number): CommandExit {
  const signal = word & 0x7f;
  return signal === 0
    ? { how: 'exited', code: (word >> 8) & 0xff }
    : { how: 'signalled', signal, core: (word & 0x80) !== 0 };
}
