import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readHead } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import { namesIn } from '../reading/sysfs-folder.io.ts';
import { type DrmClient, parseFdinfo } from './fdinfo.ts';
import type { DeviceHolder } from './tenants.ts';

/** Looks are at least so far apart, s: whoever asks more often gets what was found last. */
const EVERY_S = 2;
/** Descriptors looked at in one look (some 1.5 ms): the processes of the machine are gone through a part at a time. */
const BUDGET = 150;
/** A process is looked at every time until it is so old, s: programs open their device some time after they began. */
const YOUNG_S = 60;

interface Known {
  readonly fds: readonly string[];
  readonly usesKfd: boolean;
}

/** Who has graphics devices open, by /proc. One for all the devices of a machine: a look serves them all. */
export class DrmClients {
  readonly #proc: string;
  readonly #kfd: string;
  readonly #engines: readonly string[];
  readonly #known = new Map<number, Known>();
  /** When each process was first seen, s. */
  #seenS = new Map<number, number>();
  #queue: number[] = [];
  #unreadable = 0;
  #unreadableBefore = 0;
  #lookedS = Number.NEGATIVE_INFINITY;
  /** Processes that have graphics devices open, with all their clients. */
  holders: readonly DeviceHolder[] = [];
  /** Grows with every look that was made. */
  looks = 0;

  constructor(host: Host, engines: readonly string[]) {
    this.#proc = host.roots.proc;
    this.#kfd = join(host.roots.sys, 'class/kfd/kfd/proc');
    this.#engines = engines;
  }

  /** Processes whose descriptors we may not see: they may hold devices too. */
  get unreadable(): number {
    return Math.max(this.#unreadable, this.#unreadableBefore);
  }

  look(nowS: number): void {
    if (nowS - this.#lookedS < EVERY_S) return;
    this.#lookedS = nowS;
    this.looks += 1;
    for (const pid of pidsIn(this.#kfd)) this.#examine(pid);
    this.#search(nowS);
    this.holders = [...this.#known.keys()].map((pid) => this.#holder(pid)).filter((h) => h !== undefined);
  }

  /** Goes on through the processes of the machine, the young ones first, as far as the budget reaches. */
  #search(nowS: number): void {
    const pids = pidsIn(this.#proc);
    const isFirst = this.#seenS.size === 0;
    const before = this.#seenS;
    this.#seenS = new Map(
      pids.map((pid) => [pid, before.get(pid) ?? (isFirst ? Number.NEGATIVE_INFINITY : nowS)]),
    );
    let left = BUDGET;
    for (const pid of pids) {
      if (left > 0 && nowS - (this.#seenS.get(pid) as number) < YOUNG_S) left -= 1 + this.#examine(pid);
    }
    if (this.#queue.length === 0) {
      this.#queue = pids;
      this.#unreadableBefore = this.#unreadable;
      this.#unreadable = 0;
    }
    while (left > 0) {
      const pid = this.#queue.pop(); // the youngest of the old ones first
      if (pid === undefined) return;
      left -= 1 + this.#examine(pid);
    }
  }

  /** Looks at what a process has open; how many descriptors that were. */
  #examine(pid: number): number {
    const folder = join(this.#proc, String(pid), 'fd');
    let names: string[];
    try {
      names = readdirSync(folder);
    } catch (error) {
      this.#known.delete(pid);
      if ((error as NodeJS.ErrnoException).code === 'EACCES') this.#unreadable += 1;
      return 0;
    }
    const fds: string[] = [];
    let usesKfd = false;
    for (const name of names) {
      const target = targetOf(join(folder, name));
      if (target.startsWith('/dev/dri/')) fds.push(name);
      else if (target === '/dev/kfd') usesKfd = true;
    }
    if (fds.length > 0 || usesKfd) this.#known.set(pid, { fds, usesKfd });
    else this.#known.delete(pid);
    return names.length;
  }

  #holder(pid: number): DeviceHolder | undefined {
    const known = this.#known.get(pid) as Known;
    const clients = new Map<string, DrmClient>();
    for (const fd of known.fds) {
      const text = readHead(join(this.#proc, String(pid), 'fdinfo', fd), 4096);
      const client = text === undefined ? undefined : parseFdinfo(text, this.#engines);
      if (client !== undefined) clients.set(`${client.pci} ${client.client}`, client);
    }
    if (clients.size > 0 || known.usesKfd)
      return { pid, usesKfd: known.usesKfd, clients: [...clients.values()] };
    this.#known.delete(pid);
    return undefined;
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return ''; // closed meanwhile
  }
}

function pidsIn(folder: string): number[] {
  return namesIn(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}
