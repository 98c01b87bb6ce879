import { type Problem, problem } from '../../../errors.ts';
import type { Hashed } from '../../model/hashed.ts';
import type { LockEntry } from '../../model/lock-entry.ts';
import type { Node, Out, RepoPath, Stage } from '../../model/stage.ts';
import { addressOf } from '../../graph/address.ts';
import type { Chosen } from '../../track/chosen.ts';

/** The content of an output that is to travel. */
export interface Root {
  readonly at: RepoPath;
  readonly hashed: Hashed;
  /** Of a folder, only what lies at or below this path, from the folder. */
  readonly within?: string;
  /** The remote that dvc.yaml names for it. */
  readonly remote?: string;
}

/** Which outputs are meant. */
export interface RootOptions {
  /** The folder that addresses in messages are told from. */
  readonly from: RepoPath;
  readonly entryOf: (stage: Stage) => LockEntry | undefined;
  /** Whether they are sent: what is not to be pushed is left out, and what another repository holds. */
  readonly isPush: boolean;
  /** The remote that the user named: outputs of another one are left out. */
  readonly remote?: string;
  /** Only outputs of these kinds. */
  readonly kinds?: readonly Out['kind'][];
  /** Only outputs below this size, bytes; one whose size is not known is taken. */
  readonly maxSize?: number;
}

/** What the chosen keep in the cache, by what dvc.lock and .dvc files say. */
export function rootsOf(
  chosen: readonly Chosen[],
  options: RootOptions,
): { readonly roots: readonly Root[]; readonly warnings: readonly Problem[] } {
  const roots: Root[] = [];
  const warnings: Problem[] = [];
  for (const { node, only } of chosen) {
    if (options.isPush && node.kind === 'data' && node.isImport) continue;
    const entry = node.kind === 'stage' ? options.entryOf(node) : undefined;
    for (const out of node.outs) {
      if (!isMeant(out, only, options)) continue;
      const hashed =
        node.kind === 'stage'
          ? entry?.outs?.find(({ path }) => path === out.path)
          : node.outs.find(({ at }) => at === out.at)?.known;
      if (hashed === undefined) warnings.push(unknown(node, out, options.from));
      else if (options.maxSize === undefined || (hashed.size ?? 0) < options.maxSize)
        roots.push({
          at: out.at,
          hashed,
          ...(only === undefined || only === out.at ? {} : { within: only.slice(out.at.length + 1) }),
          ...(out.remote === undefined ? {} : { remote: out.remote.toLowerCase() }),
        });
    }
  }
  return { roots, warnings };
}

function isMeant(out: Out, only: RepoPath | undefined, { isPush, remote, kinds }: RootOptions): boolean {
  const isChosen = only === undefined || only === out.at || only.startsWith(`${out.at}/`);
  const isOfRemote = remote === undefined || out.remote === undefined || out.remote.toLowerCase() === remote;
  const isOfKind = kinds === undefined || kinds.includes(out.kind);
  return isChosen && isOfRemote && isOfKind && out.cache && (out.push || !isPush);
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
