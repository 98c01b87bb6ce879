import type { RepoPath } from '../model/stage.ts';

/** Schemes of places that are not on this machine; a text with another one is the name of a file. */
const REMOTE = /^(?:azure|gdrive|gs|hdfs|https?|oss|s3|ssh|webdavs?|webhdfs|remote|ds):\/\//iu;

/** A path with a part that is empty, `.` or `..`; addresses are such. */
const UNPLAIN = /(?:^|\/)\.{0,2}(?:\/|$)/u;

/** Whether a path is an address rather than a file of this machine. */
export function isAddress(path: string): boolean {
  return REMOTE.test(path);
}

/**
 * Where a path leads.
 *
 * @param root - the absolute path of the repository
 * @param folder - where the path begins: inside the repository, or absolute
 * @param path - as it is written; an absolute one inside the repository becomes one from its root
 * @returns a path from the root, an absolute one outside it, or the address itself
 */
export function pathIn(root: string, folder: RepoPath, path: string): RepoPath {
  // Nearly every path is a plain one from inside the repository.
  if (!folder.startsWith('/') && !UNPLAIN.test(path)) return folder === '' ? path : `${folder}/${path}`;
  if (isAddress(path)) return path;
  const base = folder.startsWith('/') ? folder : `${root}/${folder}`;
  const absolute = normal(path.startsWith('/') ? path : `${base}/${path}`);
  const top = normal(root);
  if (absolute === top) return '';
  const prefix = top === '/' ? '/' : `${top}/`;
  return absolute.startsWith(prefix) ? absolute.slice(prefix.length) : absolute;
}

/** The way from one folder to a file, both as {@link pathIn} gives them and inside the repository. */
export function relativeTo(folder: RepoPath, path: RepoPath): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path === '' ? [] : path.split('/');
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  const way = [...from.slice(shared).map(() => '..'), ...to.slice(shared)];
  return way.length === 0 ? '.' : way.join('/');
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
