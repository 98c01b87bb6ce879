import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The commit that a folder's work tree stands on. */
export interface GitCommit {
  readonly commit: string;
  readonly branch?: string;
  readonly root: string;
}

/**
 * Reads the commit from git's own files, without starting git: that would cost more than the measurement's whole start-up.
 * Undefined outside a work tree or before the first commit.
 */
export function gitCommit(cwd: string): GitCommit | undefined {
  try {
    for (let folder = resolve(cwd); ; folder = dirname(folder)) {
      const dotGit = join(folder, '.git');
      if (existsSync(dotGit)) return commitOf(gitFolder(dotGit), folder);
      if (dirname(folder) === folder) return undefined;
    }
  } catch {
    return undefined; // a damaged or unreadable repository says nothing about the run
  }
}

function gitFolder(dotGit: string): string {
  if (statSync(dotGit).isDirectory()) return dotGit;
  const target = readFileSync(dotGit, 'utf8')
    .replace(/^gitdir:\s*/, '')
    .trim(); // a work tree or submodule
  return resolve(dirname(dotGit), target);
}

function commitOf(git: string, root: string): GitCommit | undefined {
  const head = readFileSync(join(git, 'HEAD'), 'utf8').trim();
  if (!head.startsWith('ref: ')) return isHash(head) ? { commit: head, root } : undefined;
  const ref = head.slice('ref: '.length);
  const branch = ref.replace(/^refs\/heads\//, '');
  const common = existsSync(join(git, 'commondir'))
    ? resolve(git, readFileSync(join(git, 'commondir'), 'utf8').trim())
    : git;
  for (const folder of new Set([git, common])) {
    const loose = join(folder, ref);
    if (existsSync(loose)) return { commit: readFileSync(loose, 'utf8').trim(), branch, root };
  }
  const packed = join(common, 'packed-refs');
  const line = existsSync(packed)
    ? readFileSync(packed, 'utf8')
        .split('\n')
        .find((text) => text.endsWith(` ${ref}`))
    : undefined;
  const hash = line?.split(' ')[0] ?? '';
  return isHash(hash) ? { commit: hash, branch, root } : undefined;
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text);
}
