import type { DataChange } from '../../pipeline/data-diff/data-changes.ts';
import { dataPath } from '../../pipeline/data-diff/data-entry.ts';
import type { Value, ValueMap } from '../../pipeline/model/value.ts';

type StatusPath = string | { readonly old: string; readonly new: string };

/** Paths by kind of change, in the order in which the kinds are shown. */
export type StatusPart = ReadonlyMap<string, readonly StatusPath[]>;

/** What `data status` tells. */
export interface DataStatus {
  readonly notInCache: readonly string[];
  readonly notInRemote: readonly string[];
  /** Between the last commit and the files of DVC. */
  readonly committed: StatusPart;
  /** Between the files of DVC and the workspace. */
  readonly uncommitted: StatusPart;
  readonly untracked: readonly string[];
  readonly unchanged: readonly string[];
  readonly git: { readonly isEmpty: boolean; readonly isDirty: boolean };
}

const KINDS = ['modified', 'unknown', 'added', 'renamed', 'deleted'] as const;

/** Changes by their kind; those of which nothing is there any more are left out. */
export function statusPart(changes: readonly DataChange[]): StatusPart {
  const part = new Map<string, readonly StatusPath[]>();
  for (const kind of KINDS) {
    const paths = changes.flatMap((change): readonly StatusPath[] => {
      if (change.how !== kind || (kind === 'unknown' && change.now === undefined)) return [];
      if (change.how === 'renamed') return [{ old: dataPath(change.old), new: dataPath(change.now) }];
      const entry = change.now ?? change.old;
      return entry === undefined ? [] : [dataPath(entry)];
    });
    if (paths.length > 0) part.set(kind, paths);
  }
  return part;
}

/** Paths that did not change between any two of the three. */
export function unchangedPaths(changes: readonly DataChange[]): readonly string[] {
  return changes.flatMap((change) => {
    const entry = change.now ?? change.old;
    return change.how === 'unchanged' && entry?.known !== undefined ? [dataPath(entry)] : [];
  });
}

/** The status as DVC's JSON: what is empty is left out. */
export function dataStatusJson(status: DataStatus): ValueMap {
  const parts: readonly (readonly [string, Value])[] = [
    ['not_in_cache', status.notInCache],
    ['not_in_remote', status.notInRemote],
    ['committed', partJson(status.committed)],
    ['uncommitted', partJson(status.uncommitted)],
    ['untracked', status.untracked],
    ['unchanged', status.unchanged],
  ];
  return new Map(
    parts.filter(([, part]) => (part instanceof Map ? part.size : (part as readonly Value[]).length) > 0),
  );
}

/** The status as text. */
export function dataStatusText(status: DataStatus): string {
  const sections = [
    section('Not in cache', ['use "dvc fetch <file>..." to download files'], status.notInCache),
    section('Not in remote', ['use "dvc push <file>..." to upload files'], status.notInRemote),
    section(
      'DVC committed changes',
      ['git commit the corresponding dvc files to update the repo'],
      partLines(status.committed),
    ),
    section(
      'DVC uncommitted changes',
      ['use "dvc commit <file>..." to track changes', 'use "dvc checkout <file>..." to discard changes'],
      partLines(status.uncommitted),
    ),
    section(
      'Untracked files',
      ['use "git add <file> ..." or "dvc add <file>..." to commit to git or to dvc'],
      status.untracked,
    ),
    section('DVC unchanged files', [], status.unchanged),
  ].filter((text) => text !== '');
  const { isEmpty, isDirty } = status.git;
  const none = `No changes${isEmpty ? ' in an empty git repo' : ''}.\n`;
  const other = sections.length === 0 ? '' : 'other ';
  const hint = `(there are ${other}changes not tracked by dvc, use "git status" to see)\n`;
  return `${sections.length === 0 ? none : sections.join('\n')}${isDirty ? hint : ''}`;
}

function section(title: string, hints: readonly string[], lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const rows = [
    `${title}:`,
    ...hints.map((hint) => `  (${hint})`),
    ...lines.map((line) => `        ${line}`),
  ];
  return rows.map((row) => `${row}\n`).join('');
}

function partLines(part: StatusPart): readonly string[] {
  return [...part].flatMap(([kind, paths]) =>
    paths.map((path) => `${kind}: ${typeof path === 'string' ? path : `${path.old} -> ${path.new}`}`),
  );
}

function partJson(part: StatusPart): ValueMap {
  return new Map(
    [...part].map(([kind, paths]): [string, Value] => [
      kind,
      paths.map((path) =>
        typeof path === 'string'
          ? path
          : new Map([
              ['old', path.old],
              ['new', path.new],
            ]),
      ),
    ]),
  );
}
