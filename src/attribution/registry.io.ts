import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  type FSWatcher,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  statSync,
  unlinkSync,
  watch,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../host/make-folder.io.ts';
import type { Host } from '../host/host.ts';
import { statOf } from './process-stat.io.ts';
import {
  entryText,
  type LiveRun,
  parseEntry,
  type RegistryEntry,
  type RegistryUse,
  useText,
} from './registry-entry.ts';

/** Where the kernel tells of changes, look without being told at every nth reading. */
const LOOK_EVERY = 5;
/** A folder changed more recently than this may change again without a new time, ms. */
const FRESH_MS = 2000;

/**
 * The folder in which the live runs of one machine and boot know each other, across books and users: sticky and writable for all, like
 * /tmp. An entry counts only while its process lives (pid, start time) and belongs to the owner of the file.
 */
export class Registry {
  readonly folder: string;
  readonly #host: Host;
  readonly #namespace: string;
  readonly #text = Buffer.allocUnsafe(2048);
  #listed: readonly string[] = [];
  /** Counts up whenever the folder has changed: runs have come or gone. */
  changes = 0;
  #listedMs = Number.NaN;
  #watcher: FSWatcher | undefined;
  #looks = 0;
  #own:
    | { readonly path: string; readonly file: string; readonly fd: number; readonly useAt: number }
    | undefined;
  #ownUse: RegistryUse = { atS: 0, cpuS: 0, trackerCpuS: 0, beforeS: 0, cpuBeforeS: 0, trackerBeforeS: 0 };

  private constructor(host: Host, folder: string) {
    this.#host = host;
    this.folder = folder;
    this.#namespace = pidNamespace(host);
  }

  /** Opens the registry of this boot in the first place that lets us; undefined where none does. */
  static open(host: Host, bootId: string): Registry | undefined {
    for (const base of host.roots.registry) {
      const folder = join(base, `joulebook-${bootId.slice(0, 8)}`);
      if (makeShared(folder)) return new Registry(host, folder);
    }
    return undefined;
  }

  /**
   * Makes this process's run known.
   *
   * @param trackerCpuS CPU seconds that its tracker has used until now.
   */
  enter(run: Omit<RegistryEntry, 'pid' | 'startTicks' | 'uid' | 'pidNamespace'>, trackerCpuS = 0): void {
    const startTicks = statOf(this.#host.roots.proc, this.#host.pid)?.startTicks ?? 0;
    const { pid, uid } = this.#host;
    const entry: RegistryEntry = { ...run, pid, startTicks, uid, pidNamespace: this.#namespace };
    const nowS = this.#host.clock.bootS();
    this.#ownUse = { ...this.#ownUse, atS: nowS, beforeS: nowS, trackerCpuS, trackerBeforeS: trackerCpuS };
    const text = entryText(entry, this.#ownUse);
    const file = `${run.id}.run`;
    const path = join(this.folder, file);
    try {
      const fd = openSync(
        path,
        constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | constants.O_NOFOLLOW,
        0o644,
      );
      writeSync(fd, text);
      this.#own = { path, file, fd, useAt: text.indexOf('\n') + 1 };
    } catch {
      this.#own = undefined; // a full /tmp: we then count the others, and they do not count us
    }
  }

  /** Publishes what the run has used until now. */
  publish(atS: number, cpuS: number, trackerCpuS: number): void {
    const last = this.#ownUse;
    this.#ownUse = {
      atS,
      cpuS,
      trackerCpuS,
      beforeS: last.atS,
      cpuBeforeS: last.cpuS,
      trackerBeforeS: last.trackerCpuS,
    };
    if (this.#own !== undefined) writeSync(this.#own.fd, useText(this.#ownUse), this.#own.useAt);
  }

  /** The other runs alive now. Entries of the dead are removed where we may. */
  others(): readonly LiveRun[] {
    const runs: LiveRun[] = [];
    for (const file of this.#files()) {
      if (file === this.#own?.file) continue;
      const path = join(this.folder, file);
      const found = this.#readEntry(path);
      if (found === undefined) continue;
      if (this.#isAlive(found)) runs.push(found);
      else this.#remove(path, found);
    }
    if (runs.length > 0) this.#unwatch();
    return runs;
  }

  /** A live run by its id. */
  find(id: string): LiveRun | undefined {
    const found = /^[0-9A-Z]{26}$/.test(id) ? this.#readEntry(join(this.folder, `${id}.run`)) : undefined;
    return found !== undefined && this.#isAlive(found) ? found : undefined;
  }

  /** Whether the pids of a run are pids here: in a container of its own they name other processes. */
  isOfThisNamespace({ entry }: Pick<LiveRun, 'entry'>): boolean {
    return entry.pidNamespace === this.#namespace;
  }

  /**
   * Lets the kernel tell of the first run that joins, so that a reading need not look each time; until {@link leave}. Beside other runs every
   * reading looks anyway, and the kernel would tell of each of their readings.
   */
  watchWhileAlone(): void {
    try {
      this.#watcher = watch(this.folder, { persistent: false }, (_, file) => {
        if (file !== this.#own?.file) this.#looks = 0;
      });
      this.#watcher.on('error', () => this.#unwatch());
    } catch {
      this.#watcher = undefined; // inotify's limits are spent: every reading looks
    }
  }

  #unwatch(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  /** Takes this process's run out. */
  leave(): void {
    this.#unwatch();
    if (this.#own === undefined) return;
    closeSync(this.#own.fd);
    try {
      unlinkSync(this.#own.path);
    } catch {
      // already gone: somebody cleared the folder
    }
    this.#own = undefined;
  }

  /** Names in the folder; listed again only when the folder has changed, because this is asked at every reading. */
  #files(): readonly string[] {
    if (this.#watcher !== undefined && this.#looks++ % LOOK_EVERY !== 0) return this.#listed;
    try {
      const { mtimeMs } = statSync(this.folder);
      // Two changes within one tick of the file system's clock look like one: a fresh change is looked at twice.
      if (mtimeMs !== this.#listedMs || this.#host.clock.wallMs() - mtimeMs < FRESH_MS) {
        this.#listedMs = mtimeMs;
        this.changes++;
        this.#listed = readdirSync(this.folder).filter((name) => name.endsWith('.run'));
      }
      return this.#listed;
    } catch {
      return [];
    }
  }

  #readEntry(path: string): (LiveRun & { readonly owner: number }) | undefined {
    let fd: number | undefined;
    try {
      fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      const owner = fstatSync(fd).uid;
      const parsed = parseEntry(this.#text.toString('utf8', 0, readSync(fd, this.#text)));
      return parsed === undefined ? undefined : { ...parsed, owner };
    } catch {
      return undefined; // it left while we looked
    } finally {
      if (fd !== undefined) closeSync(fd);
    }
  }

  #isAlive(run: LiveRun & { readonly owner?: number }): boolean {
    const { entry, use } = run;
    if (run.owner !== entry.uid) return false; // somebody else's name on it
    if (entry.pidNamespace !== this.#namespace) {
      return this.#host.clock.bootS() - use.atS < 5 * entry.intervalS + 1;
    }
    const { proc } = this.#host.roots;
    const stat = statOf(proc, entry.pid);
    if (stat === undefined || stat.startTicks !== entry.startTicks || stat.state === 'Z') return false;
    try {
      // A process that changed its identity shows root as its owner.
      return [entry.uid, 0].includes(lstatSync(join(proc, String(entry.pid))).uid);
    } catch {
      return false;
    }
  }

  #remove(path: string, run: LiveRun): void {
    if (run.entry.pidNamespace !== this.#namespace) return;
    try {
      unlinkSync(path);
    } catch {
      // another user's: the sticky bit keeps it, and its process is dead, so it never counts
    }
  }
}

function makeShared(folder: string): boolean {
  try {
    makeFolder(dirname(folder));
    mkdirSync(folder, { mode: 0o777 });
    chmodSync(folder, 0o1777); // past the umask: every user of the machine may enter a run
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'EEXIST') return false;
  }
  try {
    return lstatSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function pidNamespace(host: Host): string {
  try {
    return readlinkSync(join(host.roots.proc, 'self/ns/pid'));
  } catch {
    return 'pid:[unknown]';
  }
}
