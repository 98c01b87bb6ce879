import { join } from 'node:path';
import type { RepoPath } from '../model/stage.ts';
import type { IgnoreRule } from './ignore-rules.ts';
import { IgnoreScope } from './ignore-scope.io.ts';
import { statsAt } from '../content/stats-at.io.ts';

/** What the patterns say of a path. */
export interface IgnoreCheck {
  /** Whether it is not seen. */
  readonly isIgnored: boolean;
  /** The rules that decided, from the outermost folder inwards; the last one counts. */
  readonly rules: readonly IgnoreRule[];
}

/**
 * Looks a path up in .dvcignore files.
 *
 * @param root absolute path of the repository.
 * @param at a path outside of the repository is never ignored.
 */
export function checkIgnore(root: string, at: RepoPath): IgnoreCheck {
  if (at.startsWith('/') || at === '') return { isIgnored: false, rules: [] };
  const parts = at.split('/');
  let scope = IgnoreScope.dvc(root);
  for (const [i, name] of parts.entries()) {
    const isLast = i === parts.length - 1;
    const path = parts.slice(0, i + 1).join('/');
    const isFolder = !isLast || statsAt(join(root, path))?.isDirectory() === true;
    const rule = scope.ruleFor(name, isFolder);
    if (rule?.isIgnored === true || isLast)
      return { isIgnored: rule?.isIgnored === true, rules: rule === undefined ? [] : [rule] };
    const isOther = statsAt(join(root, path, '.dvc')) !== undefined;
    if (isOther) return { isIgnored: true, rules: [inOtherProject(name)] };
    scope = scope.enter(name) ?? scope;
  }
  return { isIgnored: false, rules: [] };
}

function inOtherProject(name: string): IgnoreRule {
  return { text: `in sub_repo:${name}`, isIgnored: true, isForFolders: true, fits: /^$/ };
}
