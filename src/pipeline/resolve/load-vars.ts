import { err, ok, type Result } from '../../result.ts';
import type { Problem } from '../../errors.ts';
import type { RepoPath } from '../model/stage.ts';
import { isMap, type Value, type ValueMap } from '../model/value.ts';
import { typeName } from '../model/type-name.ts';
import { type Node, nodeOf, type Source, type Unusable } from './node.ts';
import { pathIn } from './repo-path.ts';

/** Values being put together from `params.yaml` and `vars`. */
export interface Loading {
  readonly values: Map<string, Node>;
  /** Which files were loaded: `undefined` wholly, else the names that were taken. */
  readonly files: Map<RepoPath, readonly string[] | undefined>;
}

/** Reads a file of values from the repository; undefined where there is none. */
export type ReadValues = (path: RepoPath) => Result<Value | undefined>;

/** Why values cannot be put together: a problem of a file, or what DVC says of the section. */
export type VarsFault =
  | { readonly problem: Problem }
  | { readonly message: string; readonly kind: 'merge' | 'loaded' | 'file'; readonly item: string };

/** Where values are loaded. */
export interface VarsSetting {
  readonly root: string;
  readonly folder: RepoPath;
  readonly read: ReadValues;
  /** Names that may not be set again: `item` and `key` in a group. */
  readonly reserved: ReadonlySet<string>;
  /** The stage whose `vars` these are. */
  readonly stage?: string;
}

/** Loads the items of a `vars` list, in order, into what is there. A scalar that is set already is an error; mappings are joined. */
export function loadVars(
  items: readonly (string | ValueMap)[],
  loading: Loading,
  setting: VarsSetting,
): Result<void, VarsFault> {
  for (const [index, item] of items.entries()) {
    const name = `${setting.stage === undefined ? '' : `${setting.stage}.`}vars[${index}]`;
    const done =
      typeof item === 'string'
        ? loadFile(item, loading, setting)
        : merge(item, { name, isFile: false }, name, loading, setting);
    if (!done.ok) return done;
  }
  return ok(undefined);
}

/** Loads one `path` or `path:key1,key2`. */
export function loadFile(item: string, loading: Loading, setting: VarsSetting): Result<void, VarsFault> {
  const colon = item.indexOf(':');
  const path = pathIn(setting.root, setting.folder, colon < 0 ? item : item.slice(0, colon));
  const listed = colon < 0 ? '' : item.slice(colon + 1);
  const keys = listed === '' ? undefined : listed.split(',').filter((key) => key !== '');
  const selects = keys !== undefined && keys.length > 0;
  if (loading.files.has(path)) {
    const before = loading.files.get(path);
    if (!selects && before === undefined) return ok(undefined);
    const message = alreadyLoaded(item, before, selects ? keys : undefined);
    if (message !== undefined) return err({ kind: 'loaded', message, item });
  }
  const read = setting.read(path);
  if (!read.ok) return err({ problem: read.error });
  if (read.value === undefined) return err({ kind: 'file', message: `'${path}' does not exist`, item });
  if (!isMap(read.value)) {
    const message = `expected a dictionary, got '${typeName(read.value)}' in file '${path}'`;
    return err({ kind: 'file', message, item });
  }
  const missing = selects ? keys.find((key) => !isIn(key, read.value)) : undefined;
  if (missing !== undefined)
    return err({ kind: 'file', message: `could not find '${missing}' in '${path}'`, item });
  const taken = selects ? new Map([...read.value].filter(([key]) => keys.includes(key))) : read.value;
  const merged = merge(taken, { name: path, isFile: true }, item, loading, setting);
  if (!merged.ok) return merged;
  if (!loading.files.has(path)) loading.files.set(path, keys);
  else if (selects) loading.files.set(path, [...(loading.files.get(path) ?? []), ...keys]);
  return ok(undefined);
}

function isIn(key: string, value: Value | undefined): boolean {
  return isMap(value) && value.has(key);
}

function alreadyLoaded(
  item: string,
  before: readonly string[] | undefined,
  keys: readonly string[] | undefined,
): string | undefined {
  if (keys !== undefined && before === undefined) {
    return `cannot partially load '${item}' as it's already loaded.`;
  }
  const again = keys === undefined || keys.some((key) => before?.includes(key));
  return again && before !== undefined ? `cannot load '${item}' as it's partially loaded already` : undefined;
}

function merge(
  map: ValueMap,
  source: Source,
  item: string,
  loading: Loading,
  { reserved }: VarsSetting,
): Result<void, VarsFault> {
  const unusable: Unusable[] = [];
  const { members } = nodeOf(map, source, '', undefined, unusable);
  const [first] = unusable;
  if (first !== undefined) {
    const message = `Unsupported value of type '${first.type}' in '${source.name ?? '<local>'}:${first.path}'`;
    return err({ kind: 'file', message, item });
  }
  const taken = [...reserved].filter((key) => members?.has(key));
  if (taken.length > 0) {
    const keys = `key${taken.length > 1 ? 's' : ''} ${taken.join(' and ')}`;
    return err({
      kind: 'merge',
      message: `attempted to modify reserved ${keys}${source.isFile ? ` in '${item}'` : ''}`,
      item,
    });
  }
  return mergeInto(loading.values, members ?? new Map<string, Node>(), item);
}

function mergeInto(
  into: Map<string, Node>,
  from: ReadonlyMap<string, Node>,
  item: string,
): Result<void, VarsFault> {
  for (const [key, node] of from) {
    const there = into.get(key);
    if (there?.members !== undefined && node.members !== undefined) {
      const done = mergeInto(there.members, node.members, item);
      if (!done.ok) return done;
    } else if (there !== undefined) {
      const message = `cannot redefine '${node.path}' from '${node.source.name ?? ''}' as it already exists in '${there.source.name ?? ''}'`;
      return err({ kind: 'merge', message, item });
    } else into.set(key, node);
  }
  return ok(undefined);
}

/** A copy that can be added to without touching the first. */
export function copyOf({ values, files }: Loading): Loading {
  return { values: copyMembers(values), files: new Map(files) };
}

function copyMembers(members: ReadonlyMap<string, Node>): Map<string, Node> {
  return new Map(
    [...members].map(([key, node]) =>
      node.members === undefined ? [key, node] : [key, node.with([...copyMembers(node.members)])],
    ),
  );
}
