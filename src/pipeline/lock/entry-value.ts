import type { LockEntry, LockItem } from '../model/lock-entry.ts';
import type { Value, ValueMap } from '../model/value.ts';

/** An entry of dvc.lock as plain data, its fields in the order in which they are written; lists without items are left out. */
export function entryValue(entry: LockEntry): ValueMap {
  const value = new Map<string, Value>([['cmd', entry.cmd]]);
  if (entry.deps !== undefined && entry.deps.length > 0) value.set('deps', entry.deps.map(itemValue));
  if (entry.params !== undefined && entry.params.size > 0) value.set('params', entry.params);
  if (entry.outs !== undefined && entry.outs.length > 0) value.set('outs', entry.outs.map(itemValue));
  return value;
}

function itemValue({ path, hash, md5, size, nfiles, isexec }: LockItem): ValueMap {
  const value = new Map<string, Value>([['path', path]]);
  if (hash !== undefined) value.set('hash', hash);
  value.set('md5', md5);
  if (size !== undefined) value.set('size', BigInt(size));
  if (nfiles !== undefined) value.set('nfiles', BigInt(nfiles));
  if (isexec === true) value.set('isexec', true);
  return value;
}
