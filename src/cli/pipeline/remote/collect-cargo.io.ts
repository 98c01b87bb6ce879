import { orderOfWork } from '../../../pipeline/graph/order-of-work.ts';
import { nodesNamed, pathFrom } from '../../../pipeline/graph/targets.ts';
import { runKey } from '../../../pipeline/lock/run-key.io.ts';
import type { Node, RepoPath, Stage } from '../../../pipeline/model/stage.ts';
import type { LockEntry } from '../../../pipeline/model/lock-entry.ts';
import { type Cargo, cargoOf } from '../../../pipeline/remote/transfer/cargo.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { OpenProject } from '../open-project.io.ts';
import type { CargoInput } from './transfer-input.ts';

/** What the user asked for, in the project as it stands in the workspace. */
export function collectCargo({ bench, graph }: OpenProject, input: CargoInput): Result<Cargo> {
  const { from } = bench.project;
  const chosen = chosenNodes({ bench, graph }, input);
  if (!chosen.ok) return chosen;
  const entries = new Map<Stage, LockEntry>();
  for (const node of chosen.value) {
    if (node.kind !== 'stage') continue;
    const entry = bench.locks.entry(node);
    if (!entry.ok) return err(entry.error);
    if (entry.value !== undefined) entries.set(node, entry.value);
  }
  const options = {
    from,
    entryOf: (stage: Stage) => entries.get(stage),
    paths: pathsOf(input.targets, from, chosen.value),
    isPush: input.isPush,
    ...(input.remote === undefined ? {} : { remote: input.remote.toLowerCase() }),
  };
  return ok(cargoOf(chosen.value, options, runKey));
}

function chosenNodes(
  { bench, graph }: OpenProject,
  { targets, withDeps, recursive, glob }: CargoInput,
): Result<readonly Node[]> {
  if (targets.length === 0) return ok(graph.nodes);
  const named = nodesNamed(graph.nodes, targets, {
    from: bench.project.from,
    isRecursive: recursive,
    isGlob: glob,
  });
  if (!named.ok) return named;
  return ok(withDeps ? orderOfWork(graph, named.value, 'upstream') : named.value);
}

/** Targets that are outputs or lie in one, rather than names of stages. */
function pathsOf(targets: readonly string[], from: RepoPath, nodes: readonly Node[]): readonly RepoPath[] {
  const names = new Set(nodes.flatMap((node) => (node.kind === 'stage' ? [node.name] : [])));
  return targets.filter((target) => !names.has(target)).map((target) => pathFrom(from, target));
}
