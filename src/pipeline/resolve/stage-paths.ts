import { err, ok, type Result } from '../../result.ts';
import type { Dep, Out, ParamsDep, RepoPath } from '../model/stage.ts';
import { isTextKey, keyValue } from '../model/key.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import { textOf } from '../values/text-of.ts';
import { isAddress, pathIn, relativeTo } from './repo-path.ts';
import { typeName } from '../model/type-name.ts';

/** Why an entry of a stage cannot be used. */
export interface EntryFault {
  readonly key: string;
  readonly message: string;
  readonly fix?: string;
  /** What is to be underlined, as it is written. */
  readonly written?: string;
}

/** What to do where a number or truth value stands for a path. */
export const QUOTE = 'quote the value where it is set, so that it is a text';

/** Where the paths of a stage begin. */
export interface StageFolder {
  readonly root: string;
  readonly wdir: RepoPath;
}

/** The file that parameters are in where no other is named. */
export const DEFAULT_PARAMS = 'params.yaml';

/** A path as a stage writes it, and where it leads. An absolute one inside the repository is written from `wdir`. */
export function pathEntry(
  path: Value,
  what: 'a dependency' | 'an output',
  key: string,
  { root, wdir }: StageFolder,
): Result<Dep, EntryFault> {
  if (typeof path !== 'string') {
    return err({ key, message: `expected a path, got ${typeName(path)}`, fix: QUOTE });
  }
  if (path.endsWith('.dvc') || path === 'dvc.yaml' || path.endsWith('/dvc.yaml')) {
    const fix = 'name the file or folder that it tracks';
    return err({ key, message: `DVC file '${path}' cannot be ${what}.`, fix, written: path });
  }
  const at = pathIn(root, wdir, path);
  const isAbsolute = path.startsWith('/') && !at.startsWith('/') && !isAddress(at);
  return ok({ path: isAbsolute && !wdir.startsWith('/') ? relativeTo(wdir, at) : path, at });
}

/** The dependencies of a stage. */
export function depsOf(list: Value | undefined, folder: StageFolder): Result<readonly Dep[], EntryFault> {
  const deps: Dep[] = [];
  for (const path of isList(list) ? list : []) {
    const dep = pathEntry(path, 'a dependency', 'deps', folder);
    if (!dep.ok) return dep;
    deps.push(dep.value);
  }
  return ok(deps);
}

/** The parameters of a stage, those of a file together. A file that is named without keys counts whole. */
export function paramsOf(
  list: Value | undefined,
  folder: StageFolder,
): Result<readonly ParamsDep[], EntryFault> {
  const entries = isList(list) ? list : [];
  const whole = new Set(
    entries.flatMap((entry) =>
      isMap(entry) ? [...entry].filter(([, keys]) => isFalse(keys)).map(([file]) => file) : [],
    ),
  );
  const byFile = new Map<string, string[]>();
  const keysOf = (file: string): string[] => {
    const keys = byFile.get(file) ?? [];
    byFile.set(file, keys);
    return keys;
  };
  for (const entry of entries) {
    if (typeof entry === 'string') {
      if (!whole.has(DEFAULT_PARAMS)) keysOf(DEFAULT_PARAMS).push(entry);
      continue;
    }
    if (!isMap(entry))
      return err({
        key: 'params',
        message: `Only list of str/dict is supported. Got: '${typeName(entry)}'.`,
      });
    for (const [file, names] of entry) {
      if (!isTextKey(file))
        return err({ key: 'params', message: `expected a path, got ${textOf(keyValue(file))}`, fix: QUOTE });
      const keys = keysOf(file);
      if (whole.has(file)) continue;
      if (!isList(names)) {
        const message = `Expected list of params for custom params file '${file}', got '${typeName(names)}'.`;
        return err({ key: 'params', message });
      }
      for (const name of names) {
        if (typeof name !== 'string') {
          return err({
            key: 'params',
            message: `expected the name of a parameter, got ${typeName(name)}`,
            fix: QUOTE,
          });
        }
        keys.push(name);
      }
    }
  }
  const params: ParamsDep[] = [];
  for (const [file, keys] of byFile) {
    const dep = pathEntry(file, 'a dependency', 'params', folder);
    if (!dep.ok) return dep;
    params.push({ ...dep.value, keys: whole.has(file) ? 'all' : [...new Set(keys)] });
  }
  return ok(params);
}

/** The outputs under one of the three keys; what stands twice is joined. */
export function outsOf(
  list: Value | undefined,
  key: 'outs' | 'metrics' | 'plots',
  folder: StageFolder,
): Result<readonly Out[], EntryFault> {
  const byPath = new Map<string, ValueMap>();
  for (const entry of isList(list) ? list : []) {
    if (typeof entry === 'string') byPath.set(entry, byPath.get(entry) ?? new Map<string, Value>());
    else if (isMap(entry)) {
      for (const [path, flags] of entry) {
        if (!isTextKey(path))
          return err({ key, message: `expected a path, got ${textOf(keyValue(path))}`, fix: QUOTE });
        if (!isMap(flags))
          return err({ key, message: `Expected dict for '${path}', got: '${typeName(flags)}'` });
        byPath.set(path, new Map([...(byPath.get(path) ?? []), ...flags]));
      }
    } else return err({ key, message: `'${typeName(entry)}' not supported.`, fix: QUOTE });
  }
  const outs: Out[] = [];
  for (const [path, flags] of byPath) {
    const entry = pathEntry(path, 'an output', key, folder);
    if (!entry.ok) return entry;
    outs.push({ ...entry.value, ...outFlags(flags, key) });
  }
  return ok(outs);
}

const KINDS = { outs: 'out', metrics: 'metric', plots: 'plot' } as const;

const PLOT_PROPERTIES = new Set(['template', 'x', 'y', 'x_label', 'y_label', 'title', 'header']);

function outFlags(flags: ValueMap, key: 'outs' | 'metrics' | 'plots'): Omit<Out, 'path' | 'at'> {
  const remote = flags.get('remote');
  const desc = flags.get('desc');
  const type = flags.get('type');
  const labels = flags.get('labels');
  const meta = flags.get('meta');
  return {
    kind: KINDS[key],
    cache: flags.get('cache') !== false,
    persist: flags.get('persist') === true,
    push: flags.get('push') !== false,
    ...(typeof remote === 'string' ? { remote } : {}),
    ...(key === 'plots' ? plotOf(flags) : {}),
    ...(typeof desc === 'string' ? { desc } : {}),
    ...(typeof type === 'string' ? { type } : {}),
    ...(isList(labels) ? { labels: labels.filter((label) => typeof label === 'string') } : {}),
    ...(meta === undefined || meta === null ? {} : { meta }),
  };
}

/** How a plot is drawn, where something is said of that. */
function plotOf(flags: ValueMap): Pick<Out, 'plot'> {
  const plot = new Map([...flags].filter(([name]) => PLOT_PROPERTIES.has(name)));
  return plot.size > 0 ? { plot: [plot] } : {};
}

/** What Python holds for false. */
function isFalse(value: Value): boolean {
  if (value === null || value === false || value === '' || value === 0n) return true;
  if (isList(value)) return value.length === 0;
  return isMap(value) && value.size === 0;
}
