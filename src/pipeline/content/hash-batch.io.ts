import { ok, type Result } from '../../result.ts';
import type { HashKind, Keeper } from './keeper.ts';
import type { Crew } from './crew.io.ts';
import { md5OfFile, md5OfFileDos2unix, readSmallFile } from './hash-file.io.ts';
import type { ListedFile } from './listed-file.ts';
import { isSettled } from './settled.ts';
import type { FoundFile } from './walk.io.ts';

/**
 * Hashes files, with the help of other threads where that is worth it. Throws as `openSync` does.
 *
 * @param nowMs wall time before the first of them was looked at, ms.
 * @param keeper keeps the content of small ones.
 */
export function hashBatch(
  crew: Crew,
  files: readonly FoundFile[],
  kind: HashKind,
  nowMs: number,
  keeper: Keeper | undefined,
): Result<readonly ListedFile[]> {
  const md5s: string[] = [];
  const failures: Extract<Result<never>, { ok: false }>[] = [];
  const own = (i: number): boolean => {
    const path = files[i]?.path ?? '';
    const small = kind === 'md5' ? readSmallFile(path) : undefined;
    const md5 = small?.md5 ?? hashOf(path, kind);
    const kept = small && keeper?.addBytes(small.bytes, { hash: 'md5', md5 });
    if (kept?.ok === false) failures.push(kept);
    md5s[i] = md5;
    return failures.length === 0;
  };
  const bytes = files.reduce((sum, { stats }) => sum + stats.size, 0);
  if (kind === 'md5' && crew.isWorth(files.length, bytes)) {
    const prepared = keeper?.prepare();
    if (prepared?.ok === false) return prepared;
    const keep = prepared && keeper && { ...prepared.value, mode: keeper.objectMode };
    const job = { k: 'hash', ...(keep && { keep }) } as const;
    const { md5Of } = crew.share(
      job,
      files.map(({ path }) => path),
      undefined,
      own,
    );
    for (const i of files.keys()) md5s[i] ??= md5Of(i) ?? '';
  }
  for (const i of files.keys()) if (failures.length === 0 && (md5s[i] ?? '') === '') own(i);
  const [failed] = failures;
  if (failed !== undefined) return failed;
  return ok(
    files.map(({ relpath, stats }, i) => {
      const { ino, mtimeMs, ctimeMs, size } = stats;
      const trust = isSettled(stats, nowMs) ? 'settled' : 'none';
      return { relpath, ino, mtimeMs, ctimeMs, size, md5: md5s[i] ?? '', trust };
    }),
  );
}

/** The hash of a file. Throws as `openSync` does. */
export function hashOf(path: string, kind: HashKind): string {
  return kind === 'md5' ? md5OfFile(path) : md5OfFileDos2unix(path);
}
