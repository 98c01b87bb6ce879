import { ok, type Result } from '../../../result.ts';
import { pool } from '../transfer/pool.ts';
import type { ListPage } from './s3-xml.ts';

/** How a bucket is asked. */
export interface Asking {
  readonly page: (folder: string, token: string | undefined) => Promise<Result<ListPage>>;
  readonly isThere: (key: string) => Promise<Result<boolean>>;
  readonly atOnce: number;
}

/** So few are asked for one by one without looking at the list. */
const FEW = 16;

/**
 * Which keys are there, with few requests: a small folder is listed as a whole; of a large one its first page tells how large it is, since hashes
 * are spread evenly, and then either the parts of the list are read side by side or each key is asked for, whichever takes fewer.
 */
export async function existingByList(
  keys: readonly string[],
  { page, isThere, atOnce }: Asking,
): Promise<Result<ReadonlySet<string>>> {
  const there = new Set<string>();
  let failure: Result<never> | undefined;
  const ask = async (key: string): Promise<boolean> => {
    const found = await isThere(key);
    if (!found.ok) failure ??= found;
    else if (found.value) there.add(key);
    return found.ok;
  };
  const read = async (folder: string, first?: ListPage): Promise<boolean> => {
    for (let token = first?.next, isFirst = first === undefined; isFirst || token !== undefined; ) {
      const next = await page(folder, token);
      if (!next.ok) {
        failure ??= next;
        return false;
      }
      for (const { key } of next.value.objects) there.add(key);
      token = next.value.next;
      isFirst = false;
    }
    return true;
  };
  for (const [folder, inner] of byFolder(keys)) {
    if (inner.length > FEW) {
      const first = await page(folder, undefined);
      if (!first.ok) return first;
      for (const { key } of first.value.objects) there.add(key);
      if (first.value.next === undefined) continue;
      const pages = estimatedPages(first.value, folder);
      const parts = [...new Set(inner.map((key) => key.slice(0, folder.length + 2)))];
      // Each part is a request at least.
      if (pages < 4 * atOnce && pages < inner.length) await read(folder, first.value);
      else if (Math.max(pages, parts.length) < inner.length) await pool(parts, atOnce, (part) => read(part));
      else await pool(inner, atOnce, ask);
    } else await pool(inner, atOnce, ask);
    if (failure !== undefined) return failure;
  }
  const wanted = new Set(keys.filter((key) => there.has(key)));
  return ok(wanted);
}

/** Keys by the folder above that of their first two digits: `files/md5/`, `` and so on. */
function byFolder(keys: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const key of keys) {
    const [folder = ''] = /^(?:files\/md5\/|runs\/|energy\/)?/.exec(key) ?? [];
    const inner = folders.get(folder);
    if (inner === undefined) folders.set(folder, [key]);
    else inner.push(key);
  }
  return folders;
}

/** How many pages a folder has, by how far through the hashes its first one comes. */
function estimatedPages({ objects }: ListPage, folder: string): number {
  const last = objects.at(-1)?.key.slice(folder.length).replace('/', '').slice(0, 8) ?? '';
  const part = (Number.parseInt(last, 16) + 1) / 2 ** 32;
  return Number.isNaN(part) || part <= 0 ? Number.POSITIVE_INFINITY : 1 / part;
}
