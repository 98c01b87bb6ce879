import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../../errors.ts';
import { errnoName, whyNot } from '../../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import { parseStageRecord } from '../../energy/stage-record-text.ts';
import { readRunFile } from '../../lock/read-lock.ts';
import type { RemoteStore } from '../remote-store.ts';
import { Arrival } from './arrival.io.ts';
import { pool } from './pool.ts';
import { MOST_FAILURES, type TransferWatch } from './transfer-watch.ts';

/** What lies beside the objects: results of work (DVC's run-cache) and what they took. */
export type SideFolder = 'runs/' | 'energy/';

/** What side files travel with. */
export interface SideSetting {
  /** Absolute path of the cache. */
  readonly cacheDir: string;
  readonly remote: RemoteStore;
  readonly jobs: number;
  readonly watch: TransferWatch;
}

/** How many side files travelled, and what did not. */
export interface SideOutcome {
  readonly count: number;
  readonly failures: readonly Problem[];
}

/** Such as `runs/ab/abcd…/ef01…` and `energy/ab/abcd…/ef01….json`; anything else that lies there is not ours. */
const SIDE_KEY =
  /^(?:runs\/[0-9a-f]{2}\/[0-9a-f]{64}\/[0-9a-f]{64}|energy\/[0-9a-f]{2}\/[0-9a-f]{64}\/[0-9a-f]{64}\.json)$/;

/** Sends those of a folder that a remote lacks. */
export async function pushSideFolder(setting: SideSetting, folder: SideFolder): Promise<Result<SideOutcome>> {
  const there = await setting.remote.list(folder);
  if (!there.ok) return there;
  const present = new Set(there.value.map(({ key }) => key));
  return ok(
    await send(
      setting,
      localKeys(setting.cacheDir, folder).filter((key) => !present.has(key)),
    ),
  );
}

/** Sends those of these that are here and that a remote lacks. */
export async function pushSideFiles(
  setting: SideSetting,
  keys: readonly string[],
): Promise<Result<SideOutcome>> {
  const here = keys.filter((key) => isFile(join(setting.cacheDir, key)));
  const there = here.length === 0 ? ok(new Set<string>()) : await setting.remote.existing(here);
  if (!there.ok) return there;
  return ok(
    await send(
      setting,
      here.filter((key) => !there.value.has(key)),
    ),
  );
}

/** Fetches those of a folder that are not here. */
export async function fetchSideFolder(
  setting: SideSetting,
  folder: SideFolder,
): Promise<Result<SideOutcome>> {
  const there = await setting.remote.list(folder);
  if (!there.ok) return there;
  return fetchSideFiles(
    setting,
    there.value.map(({ key }) => key),
  );
}

/** Fetches those of these that are not here; that a remote has none is no failure. */
export async function fetchSideFiles(
  setting: SideSetting,
  keys: readonly string[],
): Promise<Result<SideOutcome>> {
  const { cacheDir, remote, jobs, watch } = setting;
  const failures: Problem[] = [];
  let count = 0;
  const absent = keys.filter((key) => SIDE_KEY.test(key) && !isFile(join(cacheDir, key)));
  await pool(absent, jobs, async (key) => {
    const got = await bring(remote, join(cacheDir, key), key);
    if (!got.ok) failures.push(got.error);
    else if (got.value === 'damaged') watch.warn(damaged(remote, key));
    else if (got.value) count += 1;
    return failures.length < MOST_FAILURES;
  });
  return ok({ count, failures });
}

async function send({ cacheDir, remote, jobs }: SideSetting, keys: readonly string[]): Promise<SideOutcome> {
  const failures: Problem[] = [];
  let count = 0;
  await pool(keys, jobs, async (key) => {
    const path = join(cacheDir, key);
    const put = await remote.put({ path, size: statSync(path).size }, key);
    if (put.ok) count += 1;
    else failures.push(put.error);
    return failures.length < MOST_FAILURES;
  });
  return { count, failures };
}

async function bring(remote: RemoteStore, path: string, key: string): Promise<Result<boolean | 'damaged'>> {
  let arrival: Arrival | undefined;
  try {
    arrival = new Arrival(path);
    const got = await remote.get(key, arrival);
    if (!got.ok || !got.value) return got;
    const text = readFileSync(arrival.temp, 'utf8');
    const isWhole = key.startsWith('runs/')
      ? readRunFile(text, key).ok
      : parseStageRecord(text) !== undefined;
    if (!isWhole) return ok('damaged');
    arrival.keep();
    return ok(true);
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    const { why, fix } = whyNot(error);
    return err(problem('E_CACHE', `cannot write ${path}`, why, fix));
  } finally {
    arrival?.drop();
  }
}

function damaged({ shown }: RemoteStore, key: string): Problem {
  return problem(
    'E_REMOTE',
    `${key} in ${shown} is damaged and was left there`,
    key.startsWith('runs/') ? 'it is not the result of a stage' : 'it is not a record of energy',
    'remove it there',
  );
}

function localKeys(cacheDir: string, folder: SideFolder): readonly string[] {
  const keys: string[] = [];
  for (const first of namesIn(join(cacheDir, folder)))
    for (const key of namesIn(join(cacheDir, folder, first)))
      for (const name of namesIn(join(cacheDir, folder, first, key)))
        keys.push(`${folder}${first}/${key}/${name}`);
  return keys.filter((key) => SIDE_KEY.test(key));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errnoName(error) === 'ENOENT' || errnoName(error) === 'ENOTDIR') return [];
    throw error;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
