import type { Problem } from '../../../errors.ts';
import { ok, type Result } from '../../../result.ts';
import type { EnergyFiles } from '../../energy/energy-files.io.ts';
import type { Hashed } from '../../model/hashed.ts';
import type { RepoPath } from '../../model/stage.ts';
import { metricsOf } from '../../metrics/show-metrics.io.ts';
import { paramsOf } from '../../metrics/show-params.io.ts';
import { recordedOuts } from '../../revision/recorded-outs.ts';
import type { Revisions } from '../../revision/revisions.io.ts';
import type { Snapshot } from '../../revision/snapshot.ts';
import { shortRev } from '../exp-ref.ts';
import { energyOf } from './energy-of.io.ts';
import type { ExpState, StateData, StateOut } from './exp-state.ts';

/** What reads the states of a project. */
export interface StateReader {
  readonly revisions: Revisions;
  readonly energy: EnergyFiles;
  /** Whether only parameters are shown that stages depend on. */
  readonly paramDeps: boolean;
}

/** A commit, or the workspace, for the table of experiments; what cannot be read is told in it. */
export function readState(
  reader: StateReader,
  rev: string,
  name: string | undefined,
  snapshot: Result<Snapshot>,
  atMs: number | undefined,
): ExpState {
  if (snapshot.ok && snapshot.value.isAbsent === true)
    return { rev, name, data: undefined, error: absent(rev) };
  const data = snapshot.ok ? dataOf(reader, snapshot.value, atMs) : snapshot;
  return data.ok
    ? { rev, name, data: data.value }
    : { rev, name, data: undefined, error: faultOf(data.error) };
}

function dataOf(
  { revisions, energy, paramDeps }: StateReader,
  snapshot: Snapshot,
  atMs: number | undefined,
): Result<StateData> {
  const params = paramsOf(revisions, snapshot, { targets: [], depsOnly: paramDeps });
  if (!params.ok) return params;
  const metrics = metricsOf(revisions, snapshot, []);
  if (!metrics.ok) return metrics;
  const recorded = recordedOuts(snapshot);
  if (!recorded.ok) return recorded;
  const outs = new Map<RepoPath, StateOut>();
  for (const { node, out, known } of recorded.value)
    if (out.kind === 'out')
      outs.set(out.at, { hashed: known, isCached: out.cache, isSource: node.kind === 'data' });
  const deps = depsOf(snapshot);
  return deps.ok
    ? ok({
        atMs,
        params: params.value,
        metrics: metrics.value,
        deps: deps.value,
        outs,
        energy: energyOf(snapshot, energy),
      })
    : deps;
}

function depsOf({ nodes, lockOf }: Snapshot): Result<ReadonlyMap<RepoPath, Hashed | undefined>> {
  const deps = new Map<RepoPath, Hashed | undefined>();
  for (const node of nodes) {
    if (node.kind === 'data') continue;
    const lock = lockOf(node.file);
    if (!lock.ok) return lock;
    const entry = lock.value.entries.get(node.name);
    for (const { at, path } of node.deps)
      deps.set(
        at,
        entry?.deps?.find((item) => item.path === path),
      );
  }
  return ok(deps);
}

/** In the words of DVC's JSON. */
function absent(rev: string): NonNullable<ExpState['error']> {
  return { type: 'NotDvcRepoError', msg: `Commit '${shortRev(rev)}' does not contain a DVC repo` };
}

function faultOf({ code, what, why }: Problem): NonNullable<ExpState['error']> {
  return { type: code, msg: why === undefined ? what : `${what}: ${why}` };
}
