import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../../errors.ts';
import type { Result } from '../../../result.ts';
import { ok } from '../../../result.ts';
import type { Contents } from '../../content/contents.io.ts';
import { folderText } from '../../content/folder-text.ts';
import { type Hashed, isFolder } from '../../model/hashed.ts';
import type { RepoPath } from '../../model/stage.ts';
import { keyOfObject } from '../object-key.ts';
import type { RemoteStore, Source } from '../remote-store.ts';
import { pool } from './pool.ts';
import { MOST_FAILURES, type TransferWatch } from './transfer-watch.ts';

/** Where data go that the cache does not take in. */
export interface SendSetting {
  readonly contents: Contents;
  readonly remote: RemoteStore;
  readonly jobs: number;
  readonly watch: TransferWatch;
  /** Absolute path of the repository. */
  readonly root: string;
}

/**
 * Sends what lies at a path to a remote without taking it into the cache; what the remote holds already is not sent. The list of a folder
 * goes last: whoever finds it finds the rest.
 *
 * @param at as it was just hashed; a path outside of the repository is absolute.
 * @returns what could not be sent.
 */
export async function sendData(
  { contents, remote, jobs, watch, root }: SendSetting,
  at: RepoPath,
  hashed: Hashed,
): Promise<Result<readonly Problem[]>> {
  const path = at.startsWith('/') ? at : join(root, at);
  const sources = new Map<string, Source>();
  if (!isFolder(hashed)) sources.set(keyOfObject(hashed), { path, size: hashed.size ?? 0, md5: hashed.md5 });
  else
    for (const { relpath, md5, size } of contents.files(at))
      sources.set(keyOfObject({ hash: 'md5', md5 }), { path: `${path}/${relpath}`, size, md5 });
  const there = sources.size === 0 ? ok(new Set<string>()) : await remote.existing([...sources.keys()]);
  if (!there.ok) return there;
  const absent = [...sources].filter(([key]) => !there.value.has(key));
  const failures: Problem[] = [];
  const send = async ([key, source]: readonly [string, Source]): Promise<boolean> => {
    const put = await remote.put(source, key, (bytes) => watch.bytes(bytes));
    if (put.ok) watch.done();
    else failures.push(put.error);
    return failures.length < MOST_FAILURES;
  };
  watch.expect(absent.length);
  await pool(absent, jobs, send);
  if (!isFolder(hashed) || failures.length > 0) return ok(failures);
  const list = join(root, '.dvc', 'tmp', 'joulebook', `${hashed.md5}.${process.pid}.tmp`);
  const text = folderText([...contents.files(at)]);
  writeFileSync(list, text);
  watch.expect(1);
  await send([
    keyOfObject(hashed),
    { path: list, size: Buffer.byteLength(text), md5: hashed.md5.slice(0, 32) },
  ]);
  rmSync(list, { force: true });
  return ok(failures);
}
