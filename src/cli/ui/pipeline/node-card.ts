import { addressOf, relativePath } from '../../../pipeline/graph/address.ts';
import type { StageGraph } from '../../../pipeline/graph/stage-graph.ts';
import type { StageRecord } from '../../../pipeline/energy/stage-record.ts';
import type { LockEntry, LockItem } from '../../../pipeline/model/lock-entry.ts';
import type { Node, RepoPath } from '../../../pipeline/model/stage.ts';

/** A line of the graph and how much goes along it; null where dvc.lock does not say. */
export interface Need {
  readonly name: string;
  readonly bytes: number | null;
}

/** What the page of the pipeline shows of a stage or a data source. Paths are from where the user stands. */
export interface NodeCard {
  readonly name: string;
  readonly kind: Node['kind'];
  readonly file: string;
  readonly needs: readonly Need[];
  readonly cmd: readonly string[];
  readonly deps: readonly string[];
  readonly params: readonly string[];
  readonly outs: readonly { readonly path: string; readonly kind: string; readonly bytes: number | null }[];
  readonly desc: string | null;
  readonly isFrozen: boolean;
  /** Whether dvc.lock knows it: it has been run, or committed. */
  readonly isLocked: boolean;
  /** What it took to compute what it holds, where that was measured. */
  readonly record: Pick<StageRecord, 'energy' | 'carbon' | 'grade' | 'durationS' | 'run' | 'at'> | null;
}

/**
 * Tells of one node.
 *
 * @param entry what dvc.lock says of it.
 * @param record what it took to compute that.
 */
export function nodeCard(
  node: Node,
  { made, upstream }: StageGraph,
  entry: LockEntry | undefined,
  record: StageRecord | undefined,
  from: RepoPath,
): NodeCard {
  const near = ({ at }: { readonly at: RepoPath }): string => relativePath(from, at);
  const isStage = node.kind === 'stage';
  const items = new Map((entry?.deps ?? []).map((item): [string, LockItem] => [item.path, item]));
  const bytesFrom = (maker: Node): number | null => {
    const read = (isStage ? node.deps : []).filter(({ at }) =>
      [...made.holding(at), ...made.inside(at)].some(({ by }) => by === maker),
    );
    const sizes = read.flatMap(({ path }) => items.get(path)?.size ?? []);
    return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0);
  };
  const outItems = new Map((entry?.outs ?? []).map((item): [string, LockItem] => [item.path, item]));
  return {
    name: addressOf(node, from),
    kind: node.kind,
    file: relativePath(from, node.file),
    needs: (upstream.get(node) ?? []).map((maker) => ({
      name: addressOf(maker, from),
      bytes: bytesFrom(maker),
    })),
    cmd: isStage ? [node.cmd].flat() : [],
    deps: isStage ? node.deps.map(near) : [],
    params: isStage
      ? node.params.map((one) => `${near(one)}: ${one.keys === 'all' ? 'all' : one.keys.join(', ')}`)
      : [],
    outs: node.outs.map((out) => ({
      path: near(out),
      kind: out.kind,
      bytes: outItems.get(out.path)?.size ?? ('known' in out ? (out.known?.size ?? null) : null),
    })),
    desc: node.desc ?? null,
    isFrozen: node.frozen,
    isLocked: isStage ? entry !== undefined : true,
    record: record === undefined ? null : shown(record),
  };
}

function shown({ energy, carbon, grade, durationS, run, at }: StageRecord): NodeCard['record'] {
  return { energy, carbon, grade, durationS, run, at };
}
