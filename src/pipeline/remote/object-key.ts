import type { Hashed } from '../model/hashed.ts';

/** What names an object: its hash, and whether DVC 2.x made it. */
export type ObjectName = Pick<Hashed, 'md5' | 'hash'>;

/** Where objects of DVC 3 lie in a remote and in a cache. */
export const OBJECTS_FOLDER = 'files/md5/';

/** The key of an object: `files/md5/ab/cdef…`, of one that DVC 2.x made `ab/cdef…`. */
export function keyOfObject({ md5, hash }: ObjectName): string {
  const inner = `${md5.slice(0, 2)}/${md5.slice(2)}`;
  return hash === undefined ? inner : OBJECTS_FOLDER + inner;
}

/** The object that a key names; undefined for a key of something else. */
export function objectOfKey(key: string): ObjectName | undefined {
  const [, folder, first, rest] = /^(files\/md5\/)?([0-9a-f]{2})\/([0-9a-f]{30}(?:\.dir)?)$/.exec(key) ?? [];
  if (first === undefined || rest === undefined) return undefined;
  return { md5: first + rest, ...(folder === undefined ? {} : { hash: 'md5' }) };
}
