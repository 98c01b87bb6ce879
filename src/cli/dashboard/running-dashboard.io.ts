import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { statOf } from '../../attribution/process-stat.io.ts';
import { bootId } from '../../hardware/host-id.io.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import type { Host } from '../../host/host.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { removeFile } from '../../host/remove-file.io.ts';
import { stateFolder } from '../../host/state-folder.io.ts';

/** A dashboard that runs, as the note tells it that it leaves while it does. */
interface Note {
  /** Folder of the book. */
  readonly book: string;
  /** Where it answers, with `/` at the end and without its token: whoever has opened it has the cookie. */
  readonly address: string;
  readonly pid: number;
  /** Ticks since boot: a pid that was given to another process is not taken for it. 0 where the system tells none. */
  readonly startTicks: number;
  /** Boot and pid namespace: a home may be shared by machines and containers. */
  readonly world: string;
}

/**
 * Leaves a note of a dashboard in the user's own folder of states (the book itself may not be there yet, and others may write it), so that commands can say its
 * address. What it returns takes the note away. Where none can be left nobody is told, and that is all.
 */
export function announceDashboard(
  host: Host,
  { book, address }: { readonly book: string; readonly address: string },
): () => void {
  const folder = folderOf(host);
  if (folder === undefined) return () => undefined;
  const path = join(folder, `${host.pid}.json`);
  const note: Note = {
    book,
    address,
    pid: host.pid,
    startTicks: ticksOf(host, host.pid),
    world: worldOf(host),
  };
  try {
    makeFolder(folder);
  } catch {
    return () => undefined; // a home that takes no file: the dashboard itself needs none
  }
  writeFileAtomic(path, `${JSON.stringify(note)}\n`);
  return () => removeFile(path);
}

/** The address of a dashboard of this user and machine that shows a book; undefined where none runs. Notes that dashboards left which were killed are removed. */
export function findDashboard(host: Host, book: string): string | undefined {
  const folder = folderOf(host);
  if (folder === undefined) return undefined;
  const world = worldOf(host);
  const wanted = realPath(book);
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const note = readNote(path);
    if (note === undefined || note.world !== world) continue;
    if (!isAlive(host, note)) removeFile(path);
    else if (realPath(note.book) === wanted) return note.address;
  }
  return undefined;
}

function folderOf(host: Host): string | undefined {
  const state = stateFolder(host);
  return state === undefined ? undefined : join(state, 'dashboards');
}

function worldOf(host: Host): string {
  try {
    return `${bootId(host)} ${readlinkSync(join(host.roots.proc, 'self/ns/pid'))}`;
  } catch {
    return bootId(host); // no /proc, as on macOS
  }
}

function ticksOf(host: Host, pid: number): number {
  return statOf(host.roots.proc, pid)?.startTicks ?? 0;
}

function isAlive(host: Host, { pid, startTicks }: Note): boolean {
  if (startTicks !== 0) return ticksOf(host, pid) === startTicks;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

/** Undefined for what is no note: half a file, or one of a version to come. */
function readNote(path: string): Note | undefined {
  try {
    const note = JSON.parse(readFileSync(path, 'utf8')) as Partial<Note> | null;
    const { book, address, pid, startTicks, world } = note ?? {};
    const isNote =
      typeof book === 'string' &&
      typeof address === 'string' &&
      /^http:\/\/\S+\/$/.test(address) &&
      typeof pid === 'number' &&
      typeof startTicks === 'number' &&
      typeof world === 'string';
    return isNote ? { book, address, pid, startTicks, world } : undefined;
  } catch {
    return undefined;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // there is no book yet
  }
}
