import { err, ok, type Result } from '../../result.ts';
import { isTextKey, keyValue } from '../model/key.ts';
import type { Out } from '../model/stage.ts';
import { typeName } from '../model/type-name.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import { textOf } from '../values/text-of.ts';
import { type EntryFault, pathEntry, QUOTE, type StageFolder } from './path-entry.ts';

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
