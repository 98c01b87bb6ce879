import { statSync } from 'node:fs';
import { type Problem, problem } from '../../../errors.ts';
import { ok, type Result } from '../../../result.ts';
import type { ObjectStore } from '../../cache/object-store.io.ts';
import type { RemoteStore, Source } from '../remote-store.ts';
import { pool } from './pool.ts';
import type { Root } from './roots.ts';
import { MOST_FAILURES, type TransferWatch } from './transfer-watch.ts';
import { objectOf, type Wanted, wantedOf } from './wanted.io.ts';

/** What a transfer has come to. */
export interface Transferred {
  /** Objects that travelled. */
  readonly count: number;
  /** What did not, and why. */
  readonly failures: readonly Problem[];
  /** What is neither here nor there. */
  readonly missing: readonly Wanted[];
}

/** What a transfer works with. */
export interface TransferSetting {
  readonly store: ObjectStore;
  readonly remote: RemoteStore;
  /** How many objects may travel at once. */
  readonly jobs: number;
  readonly watch: TransferWatch;
}

/**
 * Sends what a remote lacks. The list of a folder goes after all that it lists, so that whoever finds it finds the rest; it does not go at all
 * where a part is missing.
 */
export async function push(
  { store, remote, jobs, watch }: TransferSetting,
  roots: readonly Root[],
): Promise<Result<Transferred>> {
  const { files, folders, unread } = wantedOf(roots, store);
  const keys = [...files.keys(), ...folders.map(({ object }) => object.key)];
  const there = keys.length === 0 ? ok(new Set<string>()) : await remote.existing(keys);
  if (!there.ok) return there;
  const arrived = new Set(there.value);
  const absent = [...files.values()].filter(({ key }) => !arrived.has(key));
  const missing = absent.filter((object) => !store.hasOne(object));
  const lost = new Set(missing.map(({ key }) => key));
  const failures: Problem[] = [];
  let count = 0;
  const send = async (object: Wanted): Promise<boolean> => {
    const put = await remote.put(sourceOf(store, object), object.key, (bytes) => watch.bytes(bytes));
    if (put.ok) {
      arrived.add(object.key);
      count += 1;
      watch.done();
    } else failures.push(put.error);
    return failures.length < MOST_FAILURES;
  };
  const first = absent.filter(({ key }) => !lost.has(key));
  watch.expect(first.length);
  await pool(first, jobs, send);
  const second = folders.filter(
    ({ object, files: inner, isWhole }) =>
      isWhole && !arrived.has(object.key) && inner.every(({ key }) => arrived.has(key)),
  );
  watch.expect(second.length);
  if (failures.length < MOST_FAILURES)
    await pool(
      second.map(({ object }) => object),
      jobs,
      send,
    );
  return ok({ count, failures, missing: [...missing, ...(await unreadAnywhere(remote, unread))] });
}

/** Folders whose list is not here: whether the remote holds it is all that can be said. */
async function unreadAnywhere(remote: RemoteStore, unread: readonly Root[]): Promise<readonly Wanted[]> {
  if (unread.length === 0) return [];
  const objects = unread.map(objectOf);
  const there = await remote.existing(objects.map(({ key }) => key));
  return there.ok ? objects.filter(({ key }) => !there.value.has(key)) : objects;
}

function sourceOf(store: ObjectStore, object: Wanted): Source {
  const path = store.pathOf(object);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  // What DVC 2.x hashed is not the bytes as they are; the list of a folder is hashed as any file.
  const isOfBytes = object.hash !== undefined || object.md5.endsWith('.dir');
  return { path, size, ...(isOfBytes ? { md5: object.md5.slice(0, 32) } : {}) };
}

/** A problem that tells of what is neither here nor in a remote; undefined where nothing is. */
export function missingProblem(missing: readonly Wanted[], shown: string): Problem | undefined {
  if (missing.length === 0) return undefined;
  const names = missing.slice(0, 8).map(({ md5, at }) => `${at} (${md5})`);
  const more = missing.length > names.length ? `, and ${missing.length - names.length} more` : '';
  return problem(
    'E_REMOTE',
    'Some of the cache files do not exist neither locally nor on remote',
    `neither the cache nor ${shown} holds ${names.join(', ')}${more}`,
    'push from a clone that has them, or make them again with `joulebook repro`',
  );
}
