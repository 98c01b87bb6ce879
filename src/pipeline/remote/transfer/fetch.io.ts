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
  const { store, remote, jobs, watch } = setting;
  const failures: Problem[] = [];
  const missing: Wanted[] = [];
  let count = 0;
  const bring = async (object: Wanted, isCounted: boolean): Promise<boolean> => {
    const got = await fetchObject(remote, store, object, (bytes) => watch.bytes(bytes));
    if (!got.ok) failures.push(got.error);
    else if (!got.value) missing.push(object);
    else if (isCounted) {
      count += 1;
      watch.done();
    }
    return failures.length < MOST_FAILURES;
  };
  const before = wantedOf(roots, store);
  if (!before.ok) return before;
  // The list of a folder of which only a part is wanted is not counted, as DVC does not.
  const lists = new Map(before.value.unread.map((root) => [objectOf(root).key, root]));
  await pool(lists.values(), jobs, (root) => bring(objectOf(root), root.within === undefined));
  const wanted = lists.size === 0 ? before : wantedOf(roots, store);
  if (!wanted.ok) return wanted;
  const absent = [...wanted.value.files.values()].filter((object) => !store.hasOne(object));
  watch.expect(absent.length);
  if (failures.length < MOST_FAILURES) await pool(absent, jobs, (object) => bring(object, true));
  return ok({ count, failures, missing });
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
