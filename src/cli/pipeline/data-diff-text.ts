import type { DataChange } from '../../pipeline/data-diff/data-changes.ts';
import { type DataEntry, dataPath } from '../../pipeline/data-diff/data-entry.ts';
import type { Value, ValueMap } from '../../pipeline/model/value.ts';
import { byCodePoints } from '../../pipeline/values/code-points.ts';
import { printedTable } from './plain-table.ts';

type Pair<T> = { readonly old: T; readonly new: T };

/** One line of a comparison. */
interface Line {
  readonly path: string | Pair<string>;
  readonly hash: string | null | Pair<string | null>;
}

/** In the order of DVC's JSON. */
const KINDS = ['added', 'deleted', 'modified', 'renamed', 'not in cache'] as const;
/** In the order of its text. */
const SHOWN = ['added', 'deleted', 'renamed', 'modified', 'not in cache'] as const;

type Kind = (typeof KINDS)[number];

/** A comparison of tracked data, by kind of change. A kind that was not looked for is absent. */
export type DataDiff = ReadonlyMap<Kind, readonly Line[]>;

/**
 * Sorts changes by kind.
 *
 * @param isInCache where given, what the cache lacks of the older state is listed too.
 * @returns undefined where there is nothing to tell.
 */
export function dataDiffOf(
  changes: readonly DataChange[],
  isInCache: ((known: NonNullable<DataEntry['known']>) => boolean) | undefined,
): DataDiff | undefined {
  const lines = new Map<Kind, Line[]>(KINDS.map((kind) => [kind, []]));
  if (isInCache === undefined) lines.delete('not in cache');
  const hash = (entry: DataEntry): string | null => entry.known?.md5 ?? null;
  for (const change of changes) {
    const { how, old, now } = change;
    if (how === 'added') lines.get('added')?.push({ path: dataPath(now), hash: hash(now) });
    if (how === 'deleted') lines.get('deleted')?.push({ path: dataPath(old), hash: hash(old) });
    if (how === 'modified')
      lines.get('modified')?.push({ path: dataPath(old), hash: { old: hash(old), new: hash(now) } });
    if (how === 'renamed')
      lines.get('renamed')?.push({ path: { old: dataPath(old), new: dataPath(now) }, hash: hash(old) });
    if (isInCache !== undefined && old?.known !== undefined && !isInCache(old.known))
      lines.get('not in cache')?.push({ path: dataPath(old), hash: hash(old) });
  }
  for (const list of lines.values()) list.sort((a, b) => byCodePoints(first(a.path), first(b.path)));
  return [...lines.values()].some((list) => list.length > 0) ? lines : undefined;
}

/** A comparison as DVC's JSON. */
export function dataDiffJson(diff: DataDiff | undefined, hasHash: boolean): ValueMap {
  return new Map(
    [...(diff ?? [])].map(([kind, lines]): [string, Value] => [
      kind,
      lines.map(
        ({ path, hash }) =>
          new Map([['path', value(path)], ...(hasHash ? [['hash', value(hash)] as const] : [])]),
      ),
    ]),
  );
}

/** A comparison as a table for Markdown. */
export function dataDiffTable(diff: DataDiff | undefined, hasHash: boolean): string {
  const rows = SHOWN.flatMap((kind) =>
    (diff?.get(kind) ?? []).map(({ path, hash }) => [kind, ...(hasHash ? [digest(hash)] : []), arrow(path)]),
  );
  return printedTable(['Status', ...(hasHash ? ['Hash'] : []), 'Path'], rows, 'markdown');
}

/** A comparison as text, the number of files of each kind last. */
export function dataDiffText(diff: DataDiff | undefined, hasHash: boolean): string {
  let text = '';
  const counts: string[] = [];
  for (const kind of SHOWN) {
    const lines = diff?.get(kind) ?? [];
    if (lines.length === 0) continue;
    text += `${kind.charAt(0).toUpperCase()}${kind.slice(1)}:\n`;
    for (const { path, hash } of lines)
      text += `    ${hasHash && hash !== null ? `${digest(hash)}  ` : ''}${arrow(path)}\n`;
    text += '\n';
    const files = lines.filter(({ path }) => !arrow(path).endsWith('/')).length;
    if (files > 0) counts.push(`${files} ${kind}`);
  }
  return counts.length === 0 ? text : `${text}files summary: ${counts.join(', ')}\n`;
}

function value(part: Line['path'] | Line['hash']): Value {
  return typeof part === 'object' && part !== null
    ? new Map([
        ['old', part.old],
        ['new', part.new],
      ])
    : part;
}

function first(path: Line['path']): string {
  return typeof path === 'string' ? path : path.old;
}

function arrow(path: Line['path']): string {
  return typeof path === 'string' ? path : `${path.old} -> ${path.new}`;
}

function digest(hash: Line['hash']): string {
  const short = (text: string | null): string => text?.slice(0, 8) ?? '-';
  return typeof hash === 'object' && hash !== null ? `${short(hash.old)}..${short(hash.new)}` : short(hash);
}
