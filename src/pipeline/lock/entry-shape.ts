import { ok, type Result } from '../../result.ts';
import type { LockEntry, LockItem } from '../model/lock-entry.ts';
import { isList, type Value, type ValueMap } from '../model/value.ts';
import { textOf } from '../values/text-of.ts';
import { readItem } from './item-shape.ts';
import type { Path, Shape } from './shape.ts';

const FIELDS: ReadonlySet<string> = new Set(['cmd', 'deps', 'params', 'outs']);

/** An entry of dvc.lock, or the content of a run-cache file, from the value that stands at a path. */
export function readEntry(shape: Shape, value: Value, path: Path): Result<LockEntry> {
  const map = shape.known(value, path, FIELDS);
  if (!map.ok) return map;
  const cmd = readCmd(shape, map.value.get('cmd'), path);
  if (!cmd.ok) return cmd;
  const deps = readItems(shape, map.value.get('deps'), [...path, 'deps']);
  if (!deps.ok) return deps;
  const params = readParams(shape, map.value.get('params'), [...path, 'params']);
  if (!params.ok) return params;
  const outs = readItems(shape, map.value.get('outs'), [...path, 'outs']);
  if (!outs.ok) return outs;
  return ok({
    cmd: cmd.value,
    ...(deps.value === undefined ? {} : { deps: deps.value }),
    ...(params.value === undefined ? {} : { params: params.value }),
    ...(outs.value === undefined ? {} : { outs: outs.value }),
  });
}

function readCmd(shape: Shape, value: Value | undefined, path: Path): Result<string | readonly string[]> {
  if (value === undefined) return shape.wrong(path, 'an entry should have a `cmd`');
  if (isList(value)) return ok(value.map(textOf));
  return shape.text(value, [...path, 'cmd']);
}

function readItems(
  shape: Shape,
  value: Value | undefined,
  path: Path,
): Result<readonly LockItem[] | undefined> {
  if (value === undefined) return ok(undefined);
  const list = shape.list(value, path);
  if (!list.ok) return list;
  const items: LockItem[] = [];
  for (const [i, each] of list.value.entries()) {
    const item = readItem(shape, each, [...path, i]);
    if (!item.ok) return item;
    // Without a hash nothing is known of it, as if it were not there.
    if (item.value !== undefined) items.push(item.value);
  }
  return ok(items);
}

function readParams(
  shape: Shape,
  value: Value | undefined,
  path: Path,
): Result<ReadonlyMap<string, ValueMap> | undefined> {
  if (value === undefined) return ok(undefined);
  const files = shape.map(value, path);
  if (!files.ok) return files;
  const params = new Map<string, ValueMap>();
  for (const [file, values] of files.value) {
    const map = shape.map(values, [...path, file]);
    if (!map.ok) return map;
    params.set(file, map.value);
  }
  return ok(params);
}
