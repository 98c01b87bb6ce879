import type { Value, ValueMap } from '../model/value.ts';
import { byCodePoints } from '../values/code-points.ts';

/** What a new stage is to be. Paths are from `wdir`, as they are written. */
export interface AskedStage {
  readonly name: string;
  readonly cmd: string;
  /** From the folder of dvc.yaml. */
  readonly wdir?: string;
  readonly deps: readonly string[];
  /** `key,key` of params.yaml, `file:key,key` of another file, `file:` for all of it. */
  readonly params: readonly string[];
  readonly outs: readonly AskedOut[];
  readonly alwaysChanged: boolean;
  readonly desc?: string;
}

/** An output of it. */
export interface AskedOut {
  readonly path: string;
  readonly kind: 'out' | 'metric' | 'plot';
  readonly cache: boolean;
  readonly persist: boolean;
}

const DEFAULT_PARAMS = 'params.yaml';

/**
 * What stands under the name of a stage in dvc.yaml, in the order of fields and of paths in which DVC writes it.
 *
 * @param before what stood there: what the command line cannot say of it is kept.
 */
export function stageBody(asked: AskedStage, before: ValueMap | undefined): ValueMap {
  const flagsBefore = flagsOf(before);
  const bucket = (kind: AskedOut['kind']): readonly Value[] =>
    asked.outs
      .filter((out) => out.kind === kind)
      .toSorted((a, b) => byCodePoints(a.path, b.path))
      .map((out) => outValue(out, flagsBefore.get(out.path)));
  const fields: readonly (readonly [string, Value | undefined])[] = [
    ['desc', asked.desc ?? before?.get('desc')],
    ['cmd', asked.cmd],
    ['wdir', asked.wdir],
    ['deps', asked.deps.toSorted(byCodePoints)],
    ['params', paramsValue(asked.params)],
    ['outs', bucket('out')],
    ['metrics', bucket('metric')],
    ['plots', bucket('plot')],
    ['always_changed', asked.alwaysChanged ? true : undefined],
    ['meta', before?.get('meta')],
  ];
  return new Map(
    fields.filter((field): field is readonly [string, Value] => {
      const [, value] = field;
      return value !== undefined && !(Array.isArray(value) && value.length === 0);
    }),
  );
}

/** Keys of params.yaml first, then other files by name. */
function paramsValue(params: readonly string[]): readonly Value[] {
  const byFile = new Map<string, string[]>();
  for (const word of params) {
    const colon = word.lastIndexOf(':');
    const file = colon <= 0 ? DEFAULT_PARAMS : word.slice(0, colon);
    const keys = word.slice(colon + 1).split(',');
    byFile.set(file, [...(byFile.get(file) ?? []), ...keys.filter((key) => key !== '')]);
  }
  const files = [...byFile].sort(([a], [b]) => byCodePoints(a, b));
  const own = (byFile.get(DEFAULT_PARAMS) ?? []).toSorted(byCodePoints);
  const others = files.flatMap(([file, keys]): ValueMap[] => {
    if (file === DEFAULT_PARAMS && keys.length > 0) return [];
    return [new Map([[file, keys.length === 0 ? null : keys.toSorted(byCodePoints)]])];
  });
  return [...own, ...others];
}

/** Flags that are about the data rather than the command, and stay while the path does. */
const KEPT = ['desc', 'type', 'labels', 'meta', 'remote', 'push'] as const;

function outValue({ path, cache, persist }: AskedOut, before: ValueMap | undefined): Value {
  const flags = new Map<string, Value>();
  const keep = (names: readonly string[]): void => {
    for (const name of names) {
      const value = before?.get(name);
      if (value !== undefined) flags.set(name, value);
    }
  };
  keep(KEPT.slice(0, 4));
  if (!cache) flags.set('cache', false);
  if (persist) flags.set('persist', true);
  keep(KEPT.slice(4));
  return flags.size === 0 ? path : new Map([[path, flags]]);
}

function flagsOf(body: ValueMap | undefined): ReadonlyMap<string, ValueMap> {
  const found = new Map<string, ValueMap>();
  for (const key of ['outs', 'metrics', 'plots']) {
    const list = body?.get(key);
    if (!Array.isArray(list)) continue;
    for (const entry of list as readonly Value[])
      if (entry instanceof Map)
        for (const [path, flags] of entry as ValueMap)
          if (flags instanceof Map) found.set(path, flags as ValueMap);
  }
  return found;
}
