import { type Problem, problem } from '../../../errors.ts';
import type { Hashed } from '../../model/hashed.ts';
import type { LockEntry } from '../../model/lock-entry.ts';
import type { Node, Out, RepoPath, Stage } from '../../model/stage.ts';
import { addressOf } from '../../graph/address.ts';

/** The content of an output that is to travel. */
export interface Root {
  readonly at: RepoPath;
  readonly hashed: Hashed;
  /** Of a folder, only what lies at or below this path, from the folder. */
  readonly within?: string;
  /** The remote that dvc.yaml names for it. */
  readonly remote?: string;
}

/** Which outputs of nodes are meant. */
export interface RootOptions {
  /** The folder that addresses in messages are told from. */
  readonly from: RepoPath;
  readonly entryOf: (stage: Stage) => LockEntry | undefined;
  /** Paths that the user named; of a node with outputs there, only these. */
  readonly paths: readonly RepoPath[];
  /** Whether they are sent: what is not to be pushed is left out, and what another repository holds. */
  readonly isPush: boolean;
  /** The remote that the user named: outputs of another one are left out. */
  readonly remote?: string;
}

/** What nodes keep in the cache, by what dvc.lock and .dvc files say. */
export function rootsOf(
  nodes: readonly Node[],
  options: RootOptions,
): { readonly roots: readonly Root[]; readonly warnings: readonly Problem[] } {
  const roots: Root[] = [];
  const warnings: Problem[] = [];
  for (const node of nodes) {
    if (options.isPush && node.kind === 'data' && node.isImport) continue;
    const entry = node.kind === 'stage' ? options.entryOf(node) : undefined;
    for (const out of chosenOuts(node, options)) {
      const hashed = node.kind === 'stage' ? hashedIn(entry, out) : knownOf(node, out);
      if (hashed === undefined) warnings.push(unknown(node, out, options.from));
      else roots.push(...partsOf(out, hashed, options.paths));
    }
  }
  return { roots, warnings };
}

function chosenOuts(node: Node, { paths, isPush, remote }: RootOptions): readonly Out[] {
  const kept = node.outs.filter(
    (out) =>
      out.cache &&
      (out.push || !isPush) &&
      (remote === undefined || out.remote === undefined || out.remote === remote),
  );
  const named = kept.filter(({ at }) => paths.some((path) => isAtOrIn(path, at)));
  return named.length > 0 ? named : kept;
}

function hashedIn(entry: LockEntry | undefined, { path }: Out): Hashed | undefined {
  return entry?.outs?.find((item) => item.path === path);
}

function knownOf(node: Extract<Node, { kind: 'data' }>, { at }: Out): Hashed | undefined {
  return node.outs.find((out) => out.at === at)?.known;
}

function partsOf(out: Out, hashed: Hashed, paths: readonly RepoPath[]): readonly Root[] {
  const root: Root = { at: out.at, hashed, ...(out.remote === undefined ? {} : { remote: out.remote }) };
  if (paths.includes(out.at)) return [root];
  const inner = paths.filter((path) => path.startsWith(`${out.at}/`));
  return inner.length === 0
    ? [root]
    : inner.map((path) => ({ ...root, within: path.slice(out.at.length + 1) }));
}

function isAtOrIn(path: RepoPath, at: RepoPath): boolean {
  return path === at || path.startsWith(`${at}/`);
}

function unknown(node: Node, out: Out, from: RepoPath): Problem {
  return problem(
    'E_PIPELINE',
    `output '${out.path}' of '${addressOf(node, from)}' is left out`,
    'nothing says yet what it holds: it was never made, or not recorded',
    node.kind === 'stage'
      ? 'run it with `joulebook repro`'
      : `record it with \`joulebook commit ${node.file}\``,
  );
}
