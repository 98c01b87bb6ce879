import { err, ok, type Result } from '../../result.ts';
import type { RepoPath } from '../model/stage.ts';
import type { Value } from '../model/value.ts';
import { readValues } from '../compare/read-values.ts';
import { pathIn } from '../resolve/repo-path.ts';
import type { Revisions } from '../revision/revisions.io.ts';
import type { Snapshot } from '../revision/snapshot.ts';
import type { ReadFault } from '../revision/read-fault.ts';
import { TrackedFiles } from '../revision/tracked-files.io.ts';
import type { FileValues } from './file-values.ts';
import { metricValues } from './metric-values.ts';

/**
 * The metrics of a state of a project: those of stages, then those that dvc.yaml names beside them.
 *
 * @param targets files or folders instead; none: all metrics.
 */
export function metricsOf(
  { standpoint, store }: Revisions,
  snapshot: Snapshot,
  targets: readonly RepoPath[],
): Result<FileValues> {
  const files = TrackedFiles.of(snapshot, store);
  if (!files.ok) return files;
  const paths = targets.length > 0 ? ok(targets) : metricPaths(snapshot, standpoint.root);
  if (!paths.ok) return paths;
  const values = new Map<RepoPath, Result<Value, ReadFault>>();
  const all = paths.value.flatMap((path) => files.value.expand(path));
  snapshot.tree.expect?.(new Set(all));
  for (const at of all) {
    if (values.has(at)) continue;
    const bytes = files.value.read(at);
    const value = bytes.ok ? readValues(bytes.value, at) : err(bytes.error);
    values.set(at, value.ok ? ok(metricValues(value.value)) : value);
  }
  return ok(values);
}

function metricPaths({ nodes, pipelines }: Snapshot, root: string): Result<readonly RepoPath[]> {
  const paths = nodes.flatMap(({ outs }) => outs.flatMap((out) => (out.kind === 'metric' ? [out.at] : [])));
  for (const { definition, resolved } of pipelines.values()) {
    const { metrics } = resolved;
    if (!metrics.ok) return metrics;
    paths.push(...metrics.value.map((path) => pathIn(root, definition.folder, path)));
  }
  return ok(paths);
}
