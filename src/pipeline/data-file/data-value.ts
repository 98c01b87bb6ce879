import type { DataSource } from '../model/stage.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import { folderOf } from './folder-of.ts';
import { relativeTo } from '../resolve/repo-path.ts';

/** What a .dvc file is to say of a data source, in the order in which DVC writes it. What the file says besides is kept. */
export function dataValue(source: DataSource, before: ValueMap | undefined): ValueMap {
  const wdir = relativeTo(folderOf(source.file), source.wdir);
  const old = oldOuts(before);
  return changed(before, [
    ['desc', source.desc],
    ['wdir', wdir === '.' ? undefined : wdir],
    ['frozen', source.frozen || undefined],
    ['outs', source.outs.map((out) => outValue(out, old.get(out.path)))],
    ['meta', source.meta],
  ]);
}

function outValue(out: DataSource['outs'][number], before: ValueMap | undefined): ValueMap {
  const { known } = out;
  return changed(before, [
    ['md5', known?.md5],
    ['size', whole(known?.size)],
    ['nfiles', whole(known?.nfiles)],
    ['isexec', known?.isexec],
    // An output of which nothing is known yet is of today's sort.
    ['hash', known === undefined ? 'md5' : known.hash],
    ['path', out.path],
    ['desc', out.desc],
    ['type', out.type],
    ['labels', out.labels],
    ['meta', out.meta],
    ['cache', out.cache ? undefined : false],
    ['persist', out.persist || undefined],
    ['remote', out.remote],
    ['push', out.push ? undefined : false],
  ]);
}

function whole(n: number | undefined): bigint | undefined {
  return n === undefined ? undefined : BigInt(n);
}

/** A mapping with some fields set anew; undefined takes one away, also a default that was written out. */
function changed(
  before: ValueMap | undefined,
  fields: readonly (readonly [string, Value | undefined])[],
): ValueMap {
  const value = new Map(before);
  for (const [name, wanted] of fields) {
    if (wanted !== undefined) value.set(name, wanted);
    else value.delete(name);
  }
  return value;
}

function oldOuts(before: ValueMap | undefined): ReadonlyMap<Value, ValueMap> {
  const outs = before?.get('outs');
  return new Map((isList(outs) ? outs : []).filter(isMap).map((out) => [out.get('path') ?? '', out]));
}
