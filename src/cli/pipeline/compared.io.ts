import type { Problem } from '../../errors.ts';
import type { FileValues } from '../../pipeline/metrics/show-metrics.io.ts';
import { type Revisions, type Snapshots, WORKSPACE } from '../../pipeline/revision/revisions.io.ts';
import type { Snapshot } from '../../pipeline/revision/snapshot.io.ts';
import { jsonInOrder } from '../../pipeline/values/json-text.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { diffJson, type DiffLook, diffTable } from './diff-table.ts';
import { type ByRevision, faultyRevisions, revisionDifferences } from './file-values.ts';

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

/** Tells which revisions could not be read in full. */
export function tellFaults(context: CliContext, names: readonly string[]): void {
  if (names.length > 0)
    context.err(`Some metrics could not be read in the following revisions: '${names.join(', ')}'.\n`);
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
  tellFaults(context, faultyRevisions(values, names));
  const { from } = revisions.standpoint;
  const found = revisionDifferences(values, names, from, asked.all);
  if (context.json) context.out(`${jsonInOrder(diffJson(found))}\n`);
  else context.out(diffTable(found, { ...asked.look, revisions: names }));
  return 0;
}

function notLoaded(kind: 'metrics' | 'params', name: string, why: Problem): Problem {
  return { ...why, what: `failed to load ${kind} in revision '${name}': ${why.what}` };
}
