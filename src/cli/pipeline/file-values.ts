import { differences, type Differences } from '../../pipeline/compare/difference.ts';
import type { FileValues } from '../../pipeline/metrics/file-values.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import type { Value } from '../../pipeline/model/value.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import type { Result } from '../../result.ts';

/** What revisions hold, or why one cannot be read. */
export type ByRevision = ReadonlyMap<string, Result<FileValues>>;

/** How two revisions differ, by path from where the user stands. */
export function revisionDifferences(
  revisions: ByRevision,
  [old, now]: readonly [string, string],
  from: RepoPath,
  withUnchanged: boolean,
): Differences {
  const values = (name: string): ReadonlyMap<string, Value> => readable(revisions.get(name), from);
  return differences(values(old), values(now), withUnchanged);
}

function readable(files: Result<FileValues> | undefined, from: RepoPath): ReadonlyMap<string, Value> {
  if (files?.ok !== true) return new Map();
  return new Map(
    [...files.value].flatMap(([at, value]): [string, Value][] =>
      value.ok ? [[relativePath(from, at), value.value]] : [],
    ),
  );
}
