import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import type { Host } from '../../host/host.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { readText } from '../../host/real-host.io.ts';
import { type CacheEntry, EMPTY_ENTRY, readEntry, withSeries } from './cache-entry.ts';
import type { LiveSeries } from './grid-source.ts';
import type { LiveSourceId } from './live-table.ts';

/** What a cached answer belongs to. */
export interface CacheKey {
  readonly source: LiveSourceId;
  /** Where it is asked: figures of a proxy or a test are not those of the service. */
  readonly address: string;
  /** The zone as it is asked for. */
  readonly zone: string;
}

/**
 * The figures of live sources that all runs of a user share: `$XDG_CACHE_HOME/joulebook/grid`, one file for each zone of a source. Files are replaced at
 * once, so that of many writers none sees a part; of two that write at the same moment one answer may be lost, which costs one question more. Keys
 * are never in there. Undefined where nobody has a home: then there is no cache.
 */
export function cacheFolder({ env, home }: Host): string | undefined {
  const base = env['XDG_CACHE_HOME'];
  if (base?.startsWith('/') === true) return join(base, 'joulebook', 'grid');
  return home === undefined || home === '' ? undefined : join(home, '.cache', 'joulebook', 'grid');
}

/** What is kept of a zone. */
export function readCache(host: Host, key: CacheKey): CacheEntry {
  const path = pathOf(host, key);
  const text = path === undefined ? undefined : readText(path);
  return text === undefined ? (unwritten.get(host)?.get(nameOf(key)) ?? EMPTY_ENTRY) : readEntry(text);
}

/** What could not be written, kept while this process lives. */
const unwritten = new WeakMap<Host, Map<string, CacheEntry>>();

/** Adds an answer to what is kept. @returns what is kept now. */
export function addToCache(host: Host, key: CacheKey, series: LiveSeries): CacheEntry {
  const entry = withSeries(readCache(host, key), series);
  write(host, key, entry);
  return entry;
}

/** Keeps for all runs that a service asks not to be asked before a time, ms. */
export function keepAway(host: Host, key: CacheKey, againMs: number): void {
  write(host, key, { ...readCache(host, key), againMs });
}

function write(host: Host, key: CacheKey, entry: CacheEntry): void {
  if (isWritten(host, key, entry)) return;
  const kept = unwritten.get(host) ?? new Map<string, CacheEntry>();
  unwritten.set(host, kept.set(nameOf(key), entry));
}

/** Without a cache on the disk more is asked, and that is all. */
function isWritten(host: Host, key: CacheKey, entry: CacheEntry): boolean {
  const path = pathOf(host, key);
  if (path === undefined) return false;
  try {
    makeFolder(dirname(path));
  } catch {
    return false;
  }
  return writeFileAtomic(path, JSON.stringify(entry)) === undefined;
}

function pathOf(host: Host, key: CacheKey): string | undefined {
  const folder = cacheFolder(host);
  return folder === undefined ? undefined : join(folder, nameOf(key));
}

function nameOf({ source, address, zone }: CacheKey): string {
  const hash = createHash('sha256').update(`${address}\n${zone}`).digest('hex').slice(0, 12);
  const name = zone.replaceAll(/[^A-Za-z0-9-]+/gu, '_').slice(0, 40);
  return `${source}-${name}-${hash}.json`;
}
