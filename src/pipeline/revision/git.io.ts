import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { type TreeEntry, treeEntries } from './tree-objects.ts';

/** A file of a commit. */
export interface GitFile {
  readonly oid: string;
  readonly isSymlink: boolean;
}

/**
 * The git repository that a project lies in, read through the system's `git`: names are resolved and contents fetched many at a time, and nothing is ever
 * checked out. What was fetched is kept, since commits share most of their files.
 */
export class Git {
  readonly #host: Host;
  /** Absolute path of the folder that holds `.git`. */
  readonly top: string;
  /** The project's folder from there; `` where they are the same. */
  readonly prefix: string;
  readonly #blobs = new Map<string, Uint8Array>();
  readonly #trees = new Map<string, readonly TreeEntry[]>();

  private constructor(host: Host, top: string, prefix: string) {
    this.#host = host;
    this.top = top;
    this.prefix = prefix;
  }

  /** The repository that a folder lies in; undefined where no folder above holds `.git`. */
  static find(host: Host, root: string): Git | undefined {
    for (let folder = root; ; folder = dirname(folder)) {
      if (existsSync(join(folder, '.git'))) return new Git(host, folder, relative(folder, root));
      if (dirname(folder) === folder) return undefined;
    }
  }

  /** Runs git in the repository. A git that fails is a problem with what it said. */
  run(args: readonly string[], input = ''): Result<Uint8Array> {
    const { status, stdout, stderr, error } = spawnSync('git', ['-C', this.top, ...args], {
      input,
      env: { ...this.#host.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
      maxBuffer: Number.MAX_SAFE_INTEGER,
    });
    if (status === 0) return ok(stdout);
    const said = error?.message ?? stderr.toString().trim();
    return err(
      problem('E_PIPELINE', `git ${args[0] ?? ''} failed`, said, 'run it by hand to see what is wrong'),
    );
  }

  /** The lines that git prints. */
  lines(args: readonly string[], input = ''): Result<readonly string[]> {
    const ran = this.run(args, input);
    return ran.ok
      ? ok(
          textOf(ran.value)
            .split('\n')
            .filter((line) => line !== ''),
        )
      : ran;
  }

  /** The commits that names mean, each name that means one. */
  commits(names: readonly string[]): Result<ReadonlyMap<string, string>> {
    const asked = names.filter((name) => name !== '' && !/[\n\r]/.test(name));
    const found = new Map<string, string>();
    if (asked.length === 0) return ok(found);
    const input = asked.map((name) => `${name}^{commit}\n`).join('');
    const lines = this.lines(['cat-file', '--batch-check=%(objectname) %(objecttype)'], input);
    if (!lines.ok) return lines;
    for (const [i, name] of asked.entries()) {
      const [, oid] = /^([0-9a-f]{40,64}) commit$/.exec(lines.value[i] ?? '') ?? [];
      if (oid !== undefined) found.set(name, oid);
    }
    return ok(found);
  }

  /** Names below a kind of reference, sorted. */
  names(kind: 'heads' | 'tags' | 'exps'): Result<readonly string[]> {
    const base = `refs/${kind}/`;
    const refs = this.lines(['for-each-ref', '--format=%(refname)', base]);
    return refs.ok ? ok(refs.value.map((ref) => ref.slice(base.length))) : refs;
  }

  /** What differs from the last commit, with git's two letters for how; paths are from the folder with `.git`. */
  changes(hasUntracked: boolean): Result<readonly { readonly how: string; readonly path: string }[]> {
    const untracked = `--untracked-files=${hasUntracked ? 'all' : 'no'}`;
    const status = this.run(['status', '--porcelain', '-z', '--no-renames', untracked]);
    if (!status.ok) return status;
    const lines = textOf(status.value).split('\0');
    return ok(
      lines.filter((line) => line !== '').map((line) => ({ how: line.slice(0, 2), path: line.slice(3) })),
    );
  }

  /** The branch that the workspace is on; undefined where HEAD is on none. */
  branch(): string | undefined {
    const lines = this.lines(['symbolic-ref', '--quiet', '--short', 'HEAD']);
    return lines.ok ? lines.value[0] : undefined;
  }

  /** Every commit that a branch, a remote's branch or a tag leads to, newest first. */
  allCommits(): Result<readonly string[]> {
    return this.lines(['log', '--format=%H', '--date-order', '--branches', '--remotes', '--tags', 'HEAD']);
  }

  /**
   * Fetches what several commits hold, folder by folder at the same depth, which costs a process for each depth instead of one for each commit.
   *
   * @param wanted names of files whose contents are fetched as well.
   */
  readAhead(commits: readonly string[], wanted: (name: string) => boolean): void {
    const blobs = new Set<string>();
    for (let level = new Set(commits.map((commit) => `${commit}^{tree}`)); level.size > 0; ) {
      const asked = [...level].filter((oid) => !this.#trees.has(oid));
      const batch = this.run(['cat-file', '--batch'], asked.map((oid) => `${oid}\n`).join(''));
      if (!batch.ok) return;
      const found = [...batchObjects(batch.value)];
      level = new Set();
      for (const [i, { oid, bytes }] of found.entries()) {
        if (bytes === undefined) continue;
        const entries = treeEntries(bytes, oid.length / 2);
        this.#trees.set(oid, entries);
        this.#trees.set(asked[i] ?? oid, entries);
        for (const entry of entries)
          if (entry.kind === 'folder') level.add(entry.oid);
          else if (wanted(entry.name)) blobs.add(entry.oid);
      }
    }
    this.blobs(blobs);
  }

  /** The project's files in a commit that was read ahead; undefined where not all of it was. */
  #known(commit: string): ReadonlyMap<string, GitFile> | undefined {
    const files = new Map<string, GitFile>();
    const add = (oid: string, path: string, below: readonly string[]): boolean => {
      const entries = this.#trees.get(oid);
      if (entries === undefined) return false;
      const [only, ...deeper] = below;
      return entries.every(({ kind, name, oid: inner }) => {
        if (only !== undefined && name !== only) return true;
        const at = only === undefined ? `${path}${name}` : path;
        if (kind === 'folder') return add(inner, only === undefined ? `${at}/` : at, deeper);
        if (only === undefined && kind !== 'submodule')
          files.set(at, { oid: inner, isSymlink: kind === 'symlink' });
        return true;
      });
    };
    const prefix = this.prefix === '' ? [] : this.prefix.split('/');
    return add(`${commit}^{tree}`, '', prefix) ? files : undefined;
  }

  /** The project's files in a commit, by their path in the project. */
  files(commit: string): Result<ReadonlyMap<string, GitFile>> {
    const known = this.#known(commit);
    if (known !== undefined) return ok(known);
    const below = this.prefix === '' ? [] : ['--', `${this.prefix}/`];
    const listed = this.run(['ls-tree', '-r', '-z', '--full-tree', commit, ...below]);
    if (!listed.ok) return listed;
    const files = new Map<string, GitFile>();
    const skip = this.prefix === '' ? 0 : this.prefix.length + 1;
    for (const line of textOf(listed.value).split('\0')) {
      const [, mode, oid, path] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
      if (oid !== undefined && path !== undefined)
        files.set(path.slice(skip), { oid, isSymlink: mode === '120000' });
    }
    return ok(files);
  }

  /** Contents by their object ids. */
  blobs(oids: Iterable<string>): Result<ReadonlyMap<string, Uint8Array>> {
    const missing = [...new Set(oids)].filter((oid) => !this.#blobs.has(oid));
    if (missing.length > 0) {
      const batch = this.run(['cat-file', '--batch'], missing.map((oid) => `${oid}\n`).join(''));
      if (!batch.ok) return batch;
      keepBlobs(batch.value, this.#blobs);
    }
    return ok(this.#blobs);
  }
}

const LINE_BREAK = 10;

function keepBlobs(bytes: Uint8Array, blobs: Map<string, Uint8Array>): void {
  for (const object of batchObjects(bytes))
    if (object.bytes !== undefined) blobs.set(object.oid, object.bytes);
}

/** Takes apart what `cat-file --batch` prints, one for each that was asked for: a line with the size, so many bytes, a line break. */
function* batchObjects(
  bytes: Uint8Array,
): Generator<{ readonly oid: string; readonly bytes: Uint8Array | undefined }> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(LINE_BREAK, at);
    const [oid = '', kind, size] = textOf(bytes.subarray(at, end)).split(' ');
    at = end + 1;
    const isThere = kind !== 'missing' && size !== undefined;
    yield { oid, bytes: isThere ? bytes.subarray(at, at + Number(size)) : undefined };
    if (!isThere) continue;
    at += Number(size) + 1;
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
