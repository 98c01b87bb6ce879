import { isAbsolute } from './path-text.ts';
import { relativePath } from '../graph/address.ts';
import { isMap, type Value, type ValueMap } from '../model/value.ts';
import type { RepoPath } from '../model/stage.ts';
import type { Snapshot } from '../revision/snapshot.ts';
import { ok, type Result } from '../../result.ts';
import { folderOfPath, normalPath } from './path-text.ts';

/** What is to be drawn: a file, or several under a name, and how. */
export interface PlotDefinition {
  /** A path from where the user stands, or the name that dvc.yaml gives it. */
  readonly id: string;
  readonly props: ValueMap;
}

/** Definitions by the file that holds them, from where the user stands; `` are those of stages and of the command line. */
export type PlotDefinitions = ReadonlyMap<string, ReadonlyMap<string, ValueMap>>;

/** What the command line says of plots. */
export interface AskedPlots {
  /** Names or paths; a pattern that they begin with is enough. */
  readonly targets: readonly string[];
  /** Properties that have precedence. */
  readonly props: ValueMap;
  readonly from: RepoPath;
}

/** What of the files of a project is asked. */
export interface PlotFiles {
  /** The files that a path from where the user stands means: those below it where it is a folder. */
  readonly expand: (path: string) => readonly string[];
  readonly isThere: (path: string) => boolean;
}

const PROPS: ReadonlySet<string> = new Set(['template', 'x', 'y', 'x_label', 'y_label', 'title', 'header']);

/** The plots of a project: those that dvc.yaml defines beside its stages, those that stages write, and files that are asked for. */
export function plotDefinitions(
  { nodes, pipelines }: Snapshot,
  asked: AskedPlots,
  files: PlotFiles,
): Result<PlotDefinitions> {
  const all = new Map<string, Map<string, ValueMap>>();
  const add = (file: string, id: string, props: ValueMap): void => {
    const known = all.get(file) ?? new Map<string, ValueMap>();
    all.set(file, known.set(id, new Map([...(known.get(id) ?? []), ...props, ...asked.props])));
  };
  let hasOwn = false;
  for (const [at, { resolved }] of pipelines) {
    const { plots } = resolved;
    if (!plots.ok) return plots;
    const file = relativePath(asked.from, at);
    hasOwn ||= plots.value.length > 0;
    const folder = folderOfPath(file);
    const entries = new Map(plots.value.flatMap(entriesOf));
    const parents = [...entries.keys()].map((id) => normalPath(`${folder}/${id}`));
    for (const [id, props] of entries) {
      if (!matches(asked.targets, file, id)) continue;
      if (isMap(props.get('y'))) {
        add(file, id, fromHere(props, folder));
        continue;
      }
      const path = normalPath(`${folder}/${id}`);
      for (const one of files.expand(path)) if (closest(one, parents) === path) add(file, one, props);
    }
  }
  for (const node of nodes)
    for (const out of node.outs) {
      if (out.kind !== 'plot') continue;
      const path = relativePath(asked.from, out.at);
      if (!matches(asked.targets, relativePath(asked.from, node.file), path)) continue;
      const props = new Map([...(out.plot?.[0] ?? [])].filter(([name]) => PROPS.has(name)));
      for (const one of files.expand(path)) add('', one, props);
    }
  for (const target of asked.targets)
    if ((all.size === 0 && !hasOwn) || files.isThere(target))
      for (const one of files.expand(normalPath(target))) add('', one, new Map());
  return ok(all);
}

/** Definitions by a name of their own: that of the plot, with its file before it where several have one of that name. */
export function definitionsById(definitions: PlotDefinitions): ReadonlyMap<string, PlotDefinition> {
  const files = new Map<string, string[]>();
  for (const [file, plots] of definitions)
    for (const id of plots.keys()) files.set(id, [...(files.get(id) ?? []), file]);
  const found = new Map<string, PlotDefinition>();
  for (const [id, holders] of files)
    for (const file of holders) {
      const name = holders.length > 1 && file !== '' ? `${file}::${id}` : id;
      found.set(name, { id, props: definitions.get(file)?.get(id) ?? new Map() });
    }
  return found;
}

/** The files that a plot is drawn from. */
export function sourcesOf({ id, props }: PlotDefinition): readonly string[] {
  const [x, y] = [props.get('x'), props.get('y')];
  const first = isMap(x) ? [...x.keys()].slice(0, 1) : [];
  return [...new Set([...(isMap(y) ? y.keys() : [id]), ...first])];
}

function entriesOf(entry: Value): readonly [string, ValueMap][] {
  if (typeof entry === 'string') return [[entry, new Map()]];
  if (!isMap(entry)) return [];
  return [...entry].slice(0, 1).map(([id, props]) => [id, isMap(props) ? props : new Map()]);
}

/** Paths of a dvc.yaml as they are from where the user stands. */
function fromHere(props: ValueMap, folder: string): ValueMap {
  const moved = (axis: Value | undefined): Value | undefined =>
    isMap(axis)
      ? new Map([...axis].map(([path, fields]) => [normalPath(`${folder}/${path}`), fields]))
      : axis;
  const [x, y] = [moved(props.get('x')), moved(props.get('y'))];
  return new Map([
    ...props,
    ...(x === undefined ? [] : [['x', x] as const]),
    ...(y === undefined ? [] : [['y', y] as const]),
  ]);
}

function matches(targets: readonly string[], file: string, id: string): boolean {
  if (targets.length === 0) return true;
  const full = file === '' ? id : `${file}::${id}`;
  return targets.some((target) => {
    const pattern = patternOf(target);
    return pattern === undefined
      ? id.startsWith(target) || full.startsWith(target)
      : pattern.test(id) || pattern.test(full);
  });
}

function patternOf(target: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${target})`, 'u');
  } catch {
    return undefined;
  }
}

/** Of several folders that hold a path the one that is nearest. */
function closest(path: string, parents: readonly string[]): string {
  const shared = parents.map((parent) => commonPath(path, parent));
  return shared.reduce((best, one) => (one.length > best.length ? one : best), '');
}

function commonPath(a: string, b: string): string {
  const [left, right] = [a.split('/'), b.split('/')];
  let shared = 0;
  while (shared < left.length && shared < right.length && left[shared] === right[shared]) shared++;
  const text = left.slice(0, shared).join('/');
  return isAbsolute(a) && text === '' ? '/' : text;
}
