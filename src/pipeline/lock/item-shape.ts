import { ok, type Result } from '../../result.ts';
import type { Hashed } from '../model/hashed.ts';
import type { LockItem } from '../model/lock-entry.ts';
import type { Value, ValueMap } from '../model/value.ts';
import type { Path, Shape } from './shape.ts';

/** The fields of an item that tell its content; those of stores in the cloud and of datasets are let be. */
export const CONTENT_FIELDS = [
  'md5',
  'checksum',
  'etag',
  'size',
  'nfiles',
  'isexec',
  'version_id',
  'cloud',
  'files',
  'hash',
] as const;

const FIELDS: ReadonlySet<string> = new Set(['path', ...CONTENT_FIELDS, 'dataset']);

/** A dependency or output in dvc.lock; undefined where the entry does not say its content by an MD5. */
export function readItem(shape: Shape, value: Value, path: Path): Result<LockItem | undefined> {
  const map = shape.known(value, path, FIELDS);
  if (!map.ok) return map;
  const name = map.value.get('path');
  if (name === undefined) return shape.wrong(path, 'an item should have a `path`');
  const text = shape.text(name, [...path, 'path']);
  if (!text.ok) return text;
  const hashed = readHashed(shape, map.value, path);
  if (!hashed.ok || hashed.value === undefined) return hashed.ok ? ok(undefined) : hashed;
  return ok({ path: text.value, ...hashed.value });
}

/** What a mapping says of the content of a file or folder; undefined where it does not by an MD5. */
export function readHashed(shape: Shape, map: ValueMap, path: Path): Result<Hashed | undefined> {
  const size = shape.count(map.get('size'), [...path, 'size']);
  if (!size.ok) return size;
  const nfiles = shape.count(map.get('nfiles'), [...path, 'nfiles']);
  if (!nfiles.ok) return nfiles;
  const isexec = map.get('isexec');
  if (isexec !== undefined && typeof isexec !== 'boolean') {
    return shape.wrong([...path, 'isexec'], '`true` or `false` should stand here');
  }
  const hash = map.get('hash');
  if (hash !== undefined && typeof hash !== 'string')
    return shape.wrong([...path, 'hash'], 'a text should stand here');
  for (const name of ['etag', 'checksum']) {
    const other = readChecksum(shape, map.get(name), [...path, name]);
    if (!other.ok) return other;
  }
  const version = map.get('version_id');
  if (version !== undefined && typeof version !== 'string') {
    return shape.wrong([...path, 'version_id'], 'a text should stand here');
  }
  const md5 = readChecksum(shape, map.get('md5'), [...path, 'md5']);
  if (!md5.ok) return md5;
  if (md5.value === undefined || (hash !== undefined && hash !== 'md5')) return ok(undefined);
  return ok({
    ...(hash === undefined ? {} : { hash: 'md5' }),
    md5: md5.value,
    ...(size.value === undefined ? {} : { size: size.value }),
    ...(nfiles.value === undefined ? {} : { nfiles: nfiles.value }),
    ...(isexec === true ? { isexec: true } : {}),
  });
}

/** DVC takes nothing shorter for a hash. */
const LEAST_LENGTH = 3;

/** A hash, undefined where none is given. One that happens to have no letters may stand there as a number. */
export function readChecksum(shape: Shape, value: Value | undefined, path: Path): Result<string | undefined> {
  if (value === undefined || value === null || value === '') return ok(undefined);
  const text = typeof value === 'bigint' ? `${value}` : value;
  if (typeof text === 'string' && text.length >= LEAST_LENGTH) return ok(text);
  return shape.wrong(path, 'a hash (32 hexadecimal digits) should stand here');
}
