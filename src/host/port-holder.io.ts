import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from './host.ts';
import { listenersOf } from './listeners.ts';

/** The process that listens on a TCP port of this machine; undefined where that cannot be seen: another user's, another container's. */
export function portHolder(
  host: Host,
  port: number,
): { readonly pid: number; readonly name: string } | undefined {
  const { proc } = host.roots;
  const tables = ['net/tcp', 'net/tcp6'].map((name) => textOf(join(proc, name)) ?? '');
  const sockets = new Set(
    tables.flatMap((table) => listenersOf(table, port)).map((inode) => `socket:[${inode}]`),
  );
  if (sockets.size === 0) return undefined;
  const pids = namesIn(proc).filter((name) => /^\d+$/.test(name));
  const pid = pids.find((one) => {
    const folder = join(proc, one, 'fd');
    return namesIn(folder).some((fd) => sockets.has(linkOf(join(folder, fd)) ?? ''));
  });
  if (pid === undefined) return undefined;
  return { pid: Number(pid), name: textOf(join(proc, pid, 'comm'))?.trim() ?? 'unknown' };
}

/** What cannot be read tells nothing: processes end, and others' files are closed to us. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const textOf = (path: string): string | undefined => quietly(() => readFileSync(path, 'utf8'));
const linkOf = (path: string): string | undefined => quietly(() => readlinkSync(path));
const namesIn = (path: string): readonly string[] => quietly(() => readdirSync(path)) ?? [];
