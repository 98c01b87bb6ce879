import type { Problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { RepoPath } from '../model/stage.ts';
import { typeName } from '../model/type-name.ts';
import { isMap, type Value, type ValueMap } from '../model/value.ts';
import { type MergeFault, merge } from './merge-vars.ts';
import type { Node } from './node.ts';
import { pathIn } from './repo-path.ts';

/** Values being put together from `params.yaml` and `vars`. */
export interface Loading {
  readonly values: Map<string, Node>;
  /** Which files were loaded: `undefined` wholly, else the names that were taken. */
  readonly files: Map<RepoPath, readonly string[] | undefined>;
}

/** Reads a file of values from the repository; undefined where there is none. */
export type ReadValues = (path: RepoPath) => Result<Value | undefined>;

/** Why a file of values cannot be loaded, in the words that DVC uses; or the problem of the file itself. */
export type LoadFault =
  | { readonly kind: 'file'; readonly problem: Problem }
  | { readonly kind: 'loaded' | 'path' | 'key' | 'form'; readonly message: string };

/** Why values cannot be put together, and the item of `vars` that it is about; none for the params.yaml beside dvc.yaml. */
export type VarsFault = (LoadFault | MergeFault) & { readonly index?: number };

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
        : merge(loading.values, item, { name, isFile: false }, setting.reserved);
    if (!done.ok) return err({ ...done.error, index });
  }
  return ok(undefined);
}

/** Loads one `path` or `path:key1,key2`. */
export function loadFile(item: string, loading: Loading, setting: VarsSetting): Result<void, VarsFault> {
  const colon = item.indexOf(':');
  const path = pathIn(setting.root, setting.folder, colon < 0 ? item : item.slice(0, colon));
  const listed = colon < 0 ? '' : item.slice(colon + 1);
  const keys = listed === '' ? undefined : listed.split(',').filter((key) => key !== '');
  const chosen = keys?.length === 0 ? undefined : keys;
  if (loading.files.has(path)) {
    const before = loading.files.get(path);
    if (chosen === undefined && before === undefined) return ok(undefined);
    const message = alreadyLoaded(item, before, chosen);
    if (message !== undefined) return err({ kind: 'loaded', message });
  }
  const values = valuesOf(path, chosen, setting.read);
  if (!values.ok) return values;
  const merged = merge(loading.values, values.value, { name: path, isFile: true }, setting.reserved, item);
  if (!merged.ok) return merged;
  if (!loading.files.has(path)) loading.files.set(path, keys);
  else if (chosen !== undefined) loading.files.set(path, [...(loading.files.get(path) ?? []), ...chosen]);
  return ok(undefined);
}

/** The values of a file, or those that were chosen. */
function valuesOf(
  path: RepoPath,
  chosen: readonly string[] | undefined,
  read: ReadValues,
): Result<ValueMap, LoadFault> {
  const content = read(path);
  if (!content.ok) return err({ kind: 'file', problem: content.error });
  const { value } = content;
  if (value === undefined) return err({ kind: 'path', message: `'${path}' does not exist` });
  if (!isMap(value)) {
    return err({
      kind: 'form',
      message: `expected a dictionary, got '${typeName(value)}' in file '${path}'`,
    });
  }
  const missing = chosen?.find((key) => !value.has(key));
  if (missing !== undefined) return err({ kind: 'key', message: `could not find '${missing}' in '${path}'` });
  return ok(chosen === undefined ? value : new Map([...value].filter(([key]) => chosen.includes(key))));
}

function alreadyLoaded(
  item: string,
  before: readonly string[] | undefined,
  chosen: readonly string[] | undefined,
): string | undefined {
  if (before === undefined) return `cannot partially load '${item}' as it's already loaded.`;
  const again = chosen === undefined || chosen.some((key) => before.includes(key));
  return again ? `cannot load '${item}' as it's partially loaded already` : undefined;
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
