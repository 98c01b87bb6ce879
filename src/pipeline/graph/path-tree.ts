import type { RepoPath } from '../model/stage.ts';

interface Branch<T> {
  readonly children: Map<string, Branch<T>>;
  value?: T;
}

/** Values kept by path, which can be asked for what lies above and below another path. */
export class PathTree<T> {
  readonly #root: Branch<T> = { children: new Map() };

  set(path: RepoPath, value: T): void {
    let branch = this.#root;
    for (const part of partsOf(path)) {
      let next = branch.children.get(part);
      if (next === undefined) branch.children.set(part, (next = { children: new Map() }));
      branch = next;
    }
    branch.value = value;
  }

  get(path: RepoPath): T | undefined {
    return this.#branch(path)?.value;
  }

  /** Values at the path and at the folders that it lies in, from the root on. */
  holding(path: RepoPath): T[] {
    const found: T[] = [];
    let branch: Branch<T> | undefined = this.#root;
    if (branch.value !== undefined) found.push(branch.value);
    for (const part of partsOf(path)) {
      branch = branch.children.get(part);
      if (branch === undefined) break;
      if (branch.value !== undefined) found.push(branch.value);
    }
    return found;
  }

  /** Values below the path, not at it. */
  inside(path: RepoPath): T[] {
    const found: T[] = [];
    const below = [...(this.#branch(path)?.children.values() ?? [])].reverse();
    for (let branch = below.pop(); branch !== undefined; branch = below.pop()) {
      if (branch.value !== undefined) found.push(branch.value);
      below.push(...[...branch.children.values()].reverse());
    }
    return found;
  }

  #branch(path: RepoPath): Branch<T> | undefined {
    let branch: Branch<T> | undefined = this.#root;
    for (const part of partsOf(path)) branch = branch?.children.get(part);
    return branch;
  }
}

function partsOf(path: RepoPath): readonly string[] {
  return path === '' ? [] : path.split('/');
}
