import { stageGraph } from '../../../pipeline/graph/stage-graph.ts';
import { runKey } from '../../../pipeline/lock/run-key.io.ts';
import type { LockEntry } from '../../../pipeline/model/lock-entry.ts';
import type { Stage } from '../../../pipeline/model/stage.ts';
import { type Cargo, cargoOf, joined } from '../../../pipeline/remote/transfer/cargo.ts';
import { Revisions, WORKSPACE } from '../../../pipeline/revision/revisions.io.ts';
import type { Snapshot } from '../../../pipeline/revision/snapshot.ts';
import { type Chosen, chosenBy } from '../../../pipeline/track/chosen.ts';
import { expandGlobs } from '../../../pipeline/track/expand-globs.io.ts';
import { problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import type { OpenProject } from '../open-project.io.ts';
import type { CargoInput } from './transfer-input.ts';

/** What a transfer is about. */
export interface Collected {
  readonly cargo: Cargo;
  /** What was chosen in the workspace. */
  readonly chosen: readonly Chosen[];
}

/** What the user asked for, in the project as it stands in the workspace, and in the commits that were named. */
export function collectCargo(
  context: CliContext,
  { bench, graph }: OpenProject,
  input: CargoInput,
): Result<Collected> {
  const { from } = bench.project;
  const words = input.glob ? expandGlobs(context.host.cwd, input.targets) : input.targets;
  const chosen = chosenBy(graph, words, { from, ...input });
  if (!chosen.ok) return chosen;
  const entries = new Map<Stage, LockEntry>();
  for (const { node } of chosen.value) {
    if (node.kind !== 'stage') continue;
    const entry = bench.locks.entry(node);
    if (!entry.ok) return err(entry.error);
    if (entry.value !== undefined) entries.set(node, entry.value);
  }
  const here = cargoOf(
    chosen.value,
    optionsOf(from, input, (stage) => entries.get(stage)),
    runKey,
  );
  const { allBranches, allTags, allCommits } = input;
  if (!(allBranches || allTags || allCommits)) return ok({ cargo: here, chosen: chosen.value });
  const revisions = Revisions.open(context.host);
  if (!revisions.ok) return revisions;
  const snapshots = revisions.value.all(input);
  if (!snapshots.ok) return snapshots;
  const cargoes = [here];
  for (const [name, snapshot] of snapshots.value) {
    if (name === WORKSPACE) continue;
    const there = snapshot.ok ? cargoAt(snapshot.value, words, from, input) : snapshot;
    if (there.ok) cargoes.push(there.value);
    else context.warn(problem(there.error.code, `failed to collect '${name}', skipping`, there.error.what));
  }
  return ok({ cargo: joined(cargoes), chosen: chosen.value });
}

function cargoAt(
  { nodes, lockOf }: Snapshot,
  words: readonly string[],
  from: string,
  input: CargoInput,
): Result<Cargo> {
  const graph = stageGraph(nodes, from);
  if (!graph.ok) return graph;
  const chosen = chosenBy(graph.value, words, { from, ...input });
  if (!chosen.ok) return chosen;
  const entryOf = ({ file, name }: Stage): LockEntry | undefined => {
    const lock = lockOf(file);
    return lock.ok ? lock.value.entries.get(name) : undefined;
  };
  // What a commit does not say is not missed: the workspace's own are told of.
  return ok({ ...cargoOf(chosen.value, optionsOf(from, input, entryOf), runKey), warnings: [] });
}

function optionsOf(
  from: string,
  { isPush, remote, kinds, maxSize }: CargoInput,
  entryOf: (stage: Stage) => LockEntry | undefined,
): Parameters<typeof cargoOf>[1] {
  return {
    from,
    entryOf,
    isPush,
    ...(remote === undefined ? {} : { remote: remote.toLowerCase() }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(maxSize === undefined ? {} : { maxSize }),
  };
}
