import { type Problem, problem } from '../../../errors.ts';
import { errnoName, whyNot } from '../../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { ObjectStore } from '../../cache/object-store.io.ts';
import { md5OfFileDos2unix } from '../../content/hash-file.io.ts';
import type { RemoteStore } from '../remote-store.ts';
import { Arrival } from './arrival.io.ts';
import { pool } from './pool.ts';
import type { Transferred, TransferSetting } from './push.io.ts';
import type { Root } from './roots.ts';
import { MOST_FAILURES } from './transfer-watch.ts';
import { objectOf, type Wanted, wantedOf } from './wanted.io.ts';

/** DVC trusts an object of this mode without reading it. */
const VERIFIED = 0o444;

/** Fetches what the cache lacks. Every object is hashed as it comes, and kept only if it is what its name says. */
export async function fetchObjects(
  setting: TransferSetting,
  roots: readonly Root[],
): Promise<Result<Transferred>> {
  const { store, watch } = setting;
  const lists = await fetchLists(setting, roots);
  const { files } = wantedOf(roots, store);
  const absent = [...files.values()].filter((object) => !store.hasOne(object));
  watch.expect(absent.length);
  const rest =
    lists.failures.length < MOST_FAILURES
      ? await fetchAll(setting, absent)
      : { ...lists, count: 0, missing: [] };
  return ok({
    count: lists.count + rest.count,
    failures: [...lists.failures, ...rest.failures],
    missing: [...lists.missing, ...rest.missing],
  });
}

/**
 * Fetches the lists of folders that the cache lacks, as whatever is said of the folders needs them. That of a folder of which only a part is wanted is not
 * counted, as DVC does not.
 */
export async function fetchLists(setting: TransferSetting, roots: readonly Root[]): Promise<Transferred> {
  const { unread } = wantedOf(roots, setting.store);
  const parts = new Map(unread.map((root) => [objectOf(root).key, root]));
  const fetched = await fetchAll(setting, [...parts.values()].map(objectOf));
  const uncounted = [...parts.values()].filter(
    (root) => root.within !== undefined && setting.store.hasOne(objectOf(root)),
  );
  return { ...fetched, count: fetched.count - uncounted.length };
}

async function fetchAll(
  { store, remote, jobs, watch }: TransferSetting,
  objects: readonly Wanted[],
): Promise<Transferred> {
  const failures: Problem[] = [];
  const missing: Wanted[] = [];
  let count = 0;
  await pool(objects, jobs, async (object) => {
    const got = await fetchObject(remote, store, object, (bytes) => watch.bytes(bytes));
    if (!got.ok) failures.push(got.error);
    else if (!got.value) missing.push(object);
    else {
      count += 1;
      watch.done();
    }
    return failures.length < MOST_FAILURES;
  });
  return { count, failures, missing };
}

/** Fetches one object into the cache; false where the remote does not hold it. */
export async function fetchObject(
  remote: RemoteStore,
  store: ObjectStore,
  object: Wanted,
  onBytes?: (bytes: number) => void,
): Promise<Result<boolean>> {
  const path = store.pathOf(object);
  let arrival: Arrival | undefined;
  try {
    arrival = new Arrival(path);
    const got = await remote.get(object.key, arrival, onBytes);
    if (!got.ok || !got.value) return got;
    if (!isWhole(arrival, object)) return err(damaged(remote, object));
    arrival.keep(VERIFIED);
    return ok(true);
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    const { why, fix } = whyNot(error);
    return err(problem('E_CACHE', `cannot write the cache object ${path}`, why, fix));
  } finally {
    arrival?.drop();
  }
}

function isWhole(arrival: Arrival, { md5, hash }: Wanted): boolean {
  const wanted = md5.slice(0, 32);
  if (arrival.md5() === wanted) return true;
  return hash === undefined && !md5.endsWith('.dir') && md5OfFileDos2unix(arrival.temp) === wanted;
}

function damaged({ shown }: RemoteStore, { key, at }: Wanted): Problem {
  return problem(
    'E_REMOTE',
    `${key} in ${shown} is damaged`,
    `its content is not what its name says; it was to be ${at}`,
    'remove it there, then push it from a clone that has it whole',
  );
}
