import { type FSWatcher, lstatSync, mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from '../../attribution/registry.io.ts';
import type { RegistryEntry } from '../../attribution/registry-entry.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import type { Host } from '../../host/host.ts';
import { lockFile } from '../../host/lock.io.ts';
import { removeFile } from '../../host/remove-file.io.ts';

/** The root run that leads a job on this machine. */
export interface Leader {
  readonly id: string;
  readonly rootId: string;
  readonly name: string;
}

/** How long to wait for another rank that looks for the leader: it needs a millisecond. */
const LOCK_MS = 5000;

/**
 * A run's place among the ranks of its job on this machine: the first leads and is their root, the others are parts of it. Who leads stands in a
 * file of a folder of the user's own; it is looked at and written under one lock, and counts only while the run that it names is alive.
 */
export class JobPlace {
  readonly key: string;
  readonly #folder: string;
  readonly #registry: Registry;
  #leader: Leader | undefined;
  #watcher: FSWatcher | undefined;

  private constructor(registry: Registry, folder: string, key: string) {
    this.#registry = registry;
    this.#folder = folder;
    this.key = key;
  }

  /**
   * Takes a place in a job.
   *
   * @param enter makes the run known in the registry, as a part of the leader or, without one, as the leader itself.
   * @returns undefined where no place could be taken (and nothing was entered): no folder, no lock.
   */
  static join(
    host: Host,
    registry: Registry,
    key: string,
    self: { readonly id: string; readonly name: string },
    enter: (leader: Leader | undefined) => void,
  ): JobPlace | undefined {
    const folder = join(registry.folder, `ranks-${host.uid}`);
    if (!makeOwn(folder, host.uid)) return undefined;
    const place = new JobPlace(registry, folder, key);
    const took = place.#locked(() => {
      place.#leader = place.#alive();
      enter(place.#leader);
      if (place.#leader === undefined) place.#lead(self);
    });
    return took ? place : undefined;
  }

  /** A place of its own for the run that takes over, in the same job. */
  static successor(of: JobPlace): JobPlace {
    return new JobPlace(of.#registry, of.#folder, of.key);
  }

  /** Who leads the job; undefined where it is this run. */
  get leader(): Leader | undefined {
    return this.#leader;
  }

  /**
   * Takes the lead, unless somebody has it by now.
   *
   * @param begin begins the run that leads from now on.
   */
  succeed(begin: () => { readonly id: string; readonly name: string } | undefined): void {
    this.#locked(() => {
      const now = this.#alive();
      if (now !== undefined) {
        this.#leader = { ...now, rootId: this.#leader?.rootId ?? now.rootId };
        return;
      }
      const self = begin();
      if (self !== undefined) this.#lead(self);
    });
  }

  /** Calls back when the leader may have ended; until {@link close}. Whoever is not told (inotify's limits) looks at every tick. */
  watch(mayHaveEnded: () => void): void {
    try {
      this.#watcher = watch(this.#folder, { persistent: false }, (_, file) => {
        if (file === `${this.key}.leader`) mayHaveEnded();
      });
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      this.#watcher = undefined;
    }
  }

  /** A rank's last word: what it used in all, CPU s. */
  sayFinal(id: string, cpuS: number): void {
    writeFileAtomic(this.#finalOf(id), cpuS.toFixed(6)); // on a full disk its last tick stands
  }

  /** The last word of a rank that has ended, once. */
  takeFinal(id: string): number | undefined {
    const path = this.#finalOf(id);
    const text = textOf(path);
    if (text === undefined) return undefined;
    removeFile(path);
    const cpuS = Number(text);
    return Number.isFinite(cpuS) && cpuS >= 0 ? cpuS : undefined;
  }

  /** The leader has left: whoever is left may take over. The last one clears up. */
  stepDown(id: string): void {
    this.#locked(() => {
      if (this.#named()?.id !== id) return;
      removeFile(this.#leaderFile);
      if (this.#registry.others().some(({ entry }) => entry.job === this.key)) return;
      for (const name of namesIn(this.#folder)) {
        if (name.startsWith(`${this.key}.`)) removeFile(join(this.#folder, name));
      }
    });
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  get #leaderFile(): string {
    return join(this.#folder, `${this.key}.leader`);
  }

  #finalOf(id: string): string {
    return join(this.#folder, `${this.key}.${id}.final`);
  }

  #lead({ id, name }: { readonly id: string; readonly name: string }): void {
    writeFileAtomic(this.#leaderFile, JSON.stringify({ id, rootId: id, name }));
  }

  /** The leader that the file names, if it is alive. */
  #alive(): Leader | undefined {
    const named = this.#named();
    const entry = named === undefined ? undefined : this.#registry.find(named.id)?.entry;
    return named !== undefined && entry !== undefined && leads(entry, this.key) ? named : undefined;
  }

  #named(): Leader | undefined {
    const text = textOf(this.#leaderFile);
    if (text === undefined) return undefined;
    try {
      const { id, rootId, name } = JSON.parse(text) as Partial<Leader>;
      const isWhole = typeof id === 'string' && typeof rootId === 'string' && typeof name === 'string';
      return isWhole ? { id, rootId, name } : undefined;
    } catch {
      return undefined; // written by somebody else
    }
  }

  #locked(body: () => void): boolean {
    const lock = lockFile(join(this.#folder, 'lock'), { timeoutMs: LOCK_MS });
    if (!lock.ok) return false;
    try {
      body();
    } finally {
      lock.value.release();
    }
    return true;
  }
}

/** Whether a run leads a job. */
export function leads(entry: RegistryEntry, job: string): boolean {
  return entry.isRoot && entry.job === job;
}

/** A folder that nobody else can write; a link or another's folder in its place is not taken. */
function makeOwn(folder: string, uid: number): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // it is there, or cannot be made: the look at it tells
  }
  try {
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
