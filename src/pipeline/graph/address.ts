import type { Node, RepoPath } from '../model/stage.ts';

/**
 * How a node is called from a folder, as DVC does it: `train` where its dvc.yaml stands there, else `sub/dvc.yaml:train`; `data.csv.dvc`.
 *
 * @param from the folder that the user stands in.
 */
export function addressOf(node: Node, from: RepoPath): string {
  const file = relativePath(from, node.file);
  if (node.kind === 'data') return file;
  return file === 'dvc.yaml' ? node.name : `${file}:${node.name}`;
}

/** A path of the repository as it is written from a folder of it; outside the repository it stays absolute. */
export function relativePath(from: RepoPath, to: RepoPath): string {
  if (to.startsWith('/')) return to;
  const up = from === '' ? [] : from.split('/');
  const down = to === '' ? [] : to.split('/');
  let shared = 0;
  while (shared < up.length && shared < down.length && up[shared] === down[shared]) shared += 1;
  return [...up.slice(shared).map(() => '..'), ...down.slice(shared)].join('/') || '.';
}
