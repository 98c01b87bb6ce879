import { type Problem, problem } from '../../errors.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import type { FileValues } from '../../pipeline/metrics/file-values.ts';
import { type Revisions, type Snapshots, WORKSPACE } from '../../pipeline/revision/revisions.io.ts';
import type { Snapshot } from '../../pipeline/revision/snapshot.ts';
import { jsonInOrder } from '../../pipeline/values/json-text.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { diffJson, type DiffLook, diffTable } from './diff-table.ts';
import { type ByRevision, revisionDifferences } from './file-values.ts';

/** What the values of a state of a project are. */
export type ValuesOf = (snapshot: Snapshot) => Result<FileValues>;

/** The values of each revision; one that cannot be read is told of. */
export function valuesByRevision(
  context: CliContext,
  snapshots: Snapshots,
  kind: 'metrics' | 'params',
  valuesOf: ValuesOf,
): ByRevision {
  const found = new Map<string, Result<FileValues>>();
  for (const [name, snapshot] of snapshots) {
    const values = snapshot.ok ? valuesOf(snapshot.value) : err(snapshot.error);
    if (!values.ok) context.warn(notLoaded(kind, name, values.error));
    found.set(name, values);
  }
  return found;
}

const NAMED = 3;

/** Tells which files could not be read, each once, with the revisions that it is so in. */
export function tellFaults(
  context: CliContext,
  values: ByRevision,
  names: Iterable<string>,
  from: RepoPath,
): void {
  const told = new Map<string, { readonly path: string; readonly msg: string; readonly in: string[] }>();
  for (const name of new Set(names)) {
    const files = values.get(name);
    if (files?.ok !== true) continue;
    for (const [at, value] of files.value) {
      if (value.ok) continue;
      const key = `${at}\n${value.error.msg}`;
      const fault = told.get(key) ?? { path: relativePath(from, at), msg: value.error.msg, in: [] };
      fault.in.push(name === '' ? WORKSPACE : name);
      told.set(key, fault);
    }
  }
  for (const fault of told.values()) {
    const more = fault.in.length > NAMED ? ` and ${fault.in.length - NAMED} more` : '';
    const what = `cannot read ${fault.path} in ${fault.in.slice(0, NAMED).join(', ')}${more}`;
    const fix = 'correct it; what is only in the cache comes with `joulebook pull`';
    context.warn(problem('E_PIPELINE_FILE', what, fault.msg, fix));
  }
}

/** Prints how the values of two revisions differ. */
export function printDiff(
  context: CliContext,
  revisions: Revisions,
  kind: 'metrics' | 'params',
  asked: {
    readonly old: string | undefined;
    readonly new: string | undefined;
    readonly all: boolean;
    readonly look: Omit<DiffLook, 'revisions'>;
  },
  valuesOf: ValuesOf,
): number {
  const names = [asked.old ?? 'HEAD', asked.new ?? WORKSPACE] as const;
  const snapshots = revisions.hasCommits() ? revisions.named(names) : ok(new Map());
  if (!snapshots.ok) return context.fail(snapshots.error);
  const values = valuesByRevision(context, snapshots.value, kind, valuesOf);
  const { from } = revisions.standpoint;
  tellFaults(context, values, names, from);
  const found = revisionDifferences(values, names, from, asked.all);
  if (context.json) context.out(`${jsonInOrder(diffJson(found))}\n`);
  else context.out(diffTable(found, { ...asked.look, revisions: names }));
  return 0;
}

function notLoaded(kind: 'metrics' | 'params', name: string, why: Problem): Problem {
  return { ...why, what: `failed to load ${kind} in revision '${name}': ${why.what}` };
}
