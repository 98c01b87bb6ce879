import { problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { ObjectStore } from '../cache/object-store.io.ts';
import { LockFiles } from '../lock/lock-files.io.ts';
import type { PipelineConfig } from '../project/config.ts';
import { findRoot, type Standpoint } from '../project/find-root.io.ts';
import { loadConfig } from '../project/load-config.io.ts';
import { loadProject } from '../project/load-project.io.ts';
import { Git } from './git.io.ts';
import { GitTree } from './git-tree.io.ts';
import { isPipelineFile, type Snapshot } from './snapshot.ts';
import { snapshotOf } from './snapshot.io.ts';
import { WorkspaceTree } from './workspace-tree.io.ts';

/** The name of what is not committed. */
export const WORKSPACE = 'workspace';

/** Which commits are asked for. */
export interface Asked {
  readonly allBranches?: boolean;
  readonly allTags?: boolean;
  readonly allCommits?: boolean;
}

/** Snapshots by the names that lead to them; one commit with several names has them joined by commas. */
export type Snapshots = ReadonlyMap<string, Result<Snapshot>>;

/** The states that a project was in: the workspace and the commits of its git repository. */
export class Revisions {
  readonly host: Host;
  readonly standpoint: Standpoint;
  readonly config: PipelineConfig;
  readonly store: ObjectStore;
  readonly git: Git | undefined;
  readonly #known = new Map<string, Result<Snapshot>>();

  private constructor(host: Host, standpoint: Standpoint, config: PipelineConfig) {
    this.host = host;
    this.standpoint = standpoint;
    this.config = config;
    this.store = new ObjectStore(config.cacheDir);
    this.git = config.isWithoutGit ? undefined : Git.find(host, standpoint.root);
  }

  /** Opens the project that the user stands in; its files are not read yet. */
  static open(host: Host): Result<Revisions> {
    const standpoint = findRoot(host.cwd);
    if (!standpoint.ok) return standpoint;
    const config = loadConfig(host, standpoint.value.root);
    return config.ok ? ok(new Revisions(host, standpoint.value, config.value)) : config;
  }

  /** The project as it lies there. */
  workspace(): Result<Snapshot> {
    const { root } = this.standpoint;
    const project = loadProject(this.host);
    if (!project.ok) return project;
    const locks = new LockFiles(root);
    const { nodes, pipelines } = project.value;
    return ok({ nodes, pipelines, tree: new WorkspaceTree(root), lockOf: (file) => locks.of(file) });
  }

  /** The project in commits, or as it lies there, by name; a problem where a name means none. */
  named(names: readonly string[]): Result<Snapshots> {
    const commits = this.#commitsOf(names.filter((name) => name !== WORKSPACE));
    if (!commits.ok) return commits;
    this.#readAhead(commits.value.values());
    const found = new Map<string, Result<Snapshot>>();
    for (const name of names) {
      const commit = commits.value.get(name);
      found.set(name, commit === undefined ? this.workspace() : this.#at(commit));
    }
    return ok(found);
  }

  /** The workspace, then the commits that are asked for. */
  all({ allBranches = false, allTags = false, allCommits = false }: Asked): Result<Snapshots> {
    const found = new Map<string, Result<Snapshot>>([[WORKSPACE, this.workspace()]]);
    const { git } = this;
    if (git === undefined) return ok(found);
    const lists: Result<readonly string[]>[] = allCommits
      ? [git.allCommits()]
      : [...(allBranches ? [git.names('heads')] : []), ...(allTags ? [git.names('tags')] : [])];
    const names: string[] = [];
    for (const list of lists) {
      if (!list.ok) return list;
      names.push(...list.value);
    }
    const commits = this.#commitsOf(names);
    if (!commits.ok) return commits;
    const byCommit = new Map<string, string[]>();
    for (const [name, commit] of commits.value) byCommit.set(commit, [...(byCommit.get(commit) ?? []), name]);
    this.#readAhead(byCommit.keys());
    this.#read([...byCommit.keys()]);
    for (const [commit, group] of byCommit) found.set(group.join(','), this.#at(commit));
    return ok(found);
  }

  /** Whether there is a commit to compare with. */
  hasCommits(): boolean {
    const head = this.git?.commits(['HEAD']);
    return head?.ok === true && head.value.has('HEAD');
  }

  #commitsOf(names: readonly string[]): Result<ReadonlyMap<string, string>> {
    if (names.length === 0) return ok(new Map());
    if (this.git === undefined) return err(noGit());
    const commits = this.git.commits(names);
    if (!commits.ok) return commits;
    const found = new Map<string, string>();
    for (const name of names) {
      const commit = commits.value.get(name) ?? this.#experiment(name);
      if (commit === undefined) return err(unknownRevision(name));
      found.set(name, commit);
    }
    return ok(found);
  }

  /** The commit of an experiment that goes by a name. */
  #experiment(name: string): string | undefined {
    const refs = this.git?.names('exps');
    const ref = refs?.ok === true ? refs.value.find((one) => one.endsWith(`/${name}`)) : undefined;
    if (ref === undefined) return undefined;
    const full = `refs/exps/${ref}`;
    const commits = this.git?.commits([full]);
    return commits?.ok === true ? commits.value.get(full) : undefined;
  }

  /** Many commits are read in one go. */
  #readAhead(commits: Iterable<string>): void {
    const unknown = [...new Set(commits)].filter((commit) => !this.#known.has(commit));
    if (unknown.length >= MANY) this.git?.readAhead(unknown, isWanted);
  }

  #at(commit: string): Result<Snapshot> {
    const known = this.#known.get(commit);
    if (known !== undefined) return known;
    this.#read([commit]);
    return this.#known.get(commit) ?? err(noGit());
  }

  /** Reads the project in commits that were not read yet; what they need is fetched at once. */
  #read(commits: readonly string[]): void {
    const { git } = this;
    if (git === undefined) return;
    const trees = new Map<string, GitTree>();
    for (const commit of commits) {
      if (this.#known.has(commit)) continue;
      const tree = GitTree.of(git, commit);
      if (tree.ok) trees.set(commit, tree.value);
      else this.#known.set(commit, tree);
    }
    git.blobs(
      [...trees.values()].flatMap((tree) => tree.oids((at) => isWanted(at.slice(at.lastIndexOf('/') + 1)))),
    );
    for (const [commit, tree] of trees) {
      const snapshot = snapshotOf(tree, this.standpoint.root, this.config.parsing);
      // A project that fills its repository is there in every commit, be it without a file.
      const isAbsent = git.prefix !== '' && tree.isEmpty;
      this.#known.set(commit, snapshot.ok && isAbsent ? ok({ ...snapshot.value, isAbsent }) : snapshot);
    }
  }
}

/** From so many commits on it pays to read all of them at once. */
const MANY = 4;

/** Files that nearly every reading of a project needs. */
function isWanted(name: string): boolean {
  return (
    isPipelineFile(name) ||
    name === 'dvc.lock' ||
    name === 'dvc.energy.json' ||
    name === '.dvcignore' ||
    /^(?:params|metrics)\./.test(name)
  );
}

function noGit(): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    'this project is not in a git repository',
    'states of it are compared by their commits',
    'make one with `git init` and commit, or compare within the workspace',
  );
}

function unknownRevision(name: string): ReturnType<typeof problem> {
  return problem(
    'E_PIPELINE',
    `unknown Git revision '${name}'`,
    'git knows no commit, branch, tag or experiment of that name',
    'see `git log --oneline --all`',
  );
}
