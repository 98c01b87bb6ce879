import { existsSync, lstatSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { commit } from '../cache/commit.io.ts';
import { folderOf } from '../data-file/folder-of.ts';
import { addressOf, relativePath } from '../graph/address.ts';
import { outputsTree } from '../graph/outputs-tree.ts';
import { checkIgnore } from '../ignore/check-ignore.io.ts';
import type { Hashed } from '../model/hashed.ts';
import type { DataSource, Node, RepoPath } from '../model/stage.ts';
import { keepFromGit, trackedByGit } from '../repro/keep-from-git.io.ts';
import type { Workbench } from '../repro/workbench.io.ts';
import { addPart } from './add-part.io.ts';
import { outAt } from './find-out.ts';
import { writeDataFile } from './write-data-file.io.ts';

/** How data are taken in. */
export interface AddOptions {
  /** Only hashed and written down. */
  readonly noCommit: boolean;
  /** Whether the files of the workspace become links where the configuration says so. */
  readonly isRelinked: boolean;
  /** The .dvc file goes on saying what it said: a change that nobody has committed stays one. */
  readonly isRecordKept?: true;
}

/** What was done for one target. */
export interface Added {
  readonly source: DataSource;
  /** Files that git is to know of, from the root of the repository. */
  readonly changed: readonly RepoPath[];
  readonly warnings: readonly Problem[];
}

/**
 * Which .dvc file a target belongs to: one that is there, or a new one beside it. Nothing is read or written yet.
 *
 * @param at the file or folder that is to be tracked.
 */
export function sourceFor({ project }: Workbench, at: RepoPath): Result<DataSource> {
  const refused = whyRefused(project.root, at, project.from);
  if (refused !== undefined) return err(refused);
  const known = outAt(project.nodes, at);
  if (known === undefined) return ok(newSource(at));
  const { node, out } = known;
  if (node.kind === 'data') return ok(node);
  const path = relativePath(project.from, out.at);
  return err(
    problem(
      'E_PIPELINE',
      `cannot update '${path}': overlaps with an output of stage: '${addressOf(node, project.from)}' in '${relativePath(project.from, node.file)}'.`,
      'a stage makes it',
      "run the pipeline or use 'joulebook commit' to force update it",
    ),
  );
}

/** Checks that new sources go together with what is tracked. */
export function checkTogether({ project }: Workbench, sources: readonly DataSource[]): Result<true> {
  const known = new Set<Node>(project.nodes);
  const tree = outputsTree(
    [...project.nodes, ...sources.filter((source) => !known.has(source))],
    project.from,
  );
  return tree.ok ? ok(true) : tree;
}

/** Takes what lies at a path into the cache and writes its .dvc file. */
export function add(bench: Workbench, source: DataSource, at: RepoPath, options: AddOptions): Result<Added> {
  const { project, workspace } = bench;
  const [out] = source.outs;
  if (out === undefined) return err(problem('E_PIPELINE', `'${source.file}' tracks nothing`));
  const part = out.at === at ? undefined : addPart(bench, out, at, options);
  if (part?.ok === false) return part;
  let hashed = part?.value;
  if (hashed === undefined) {
    const found = hashedAs(bench, out, options);
    if (!found.ok) return found;
    if (found.value === undefined) return err(notThere(relativePath(project.from, out.at)));
    hashed = found.value;
  }
  const tracked = project.config.isWithoutGit ? undefined : trackedByGit(project.root, source.outs);
  if (tracked !== undefined) return err(tracked);
  const ignored = keepFromGit(project, source.outs);
  if (!ignored.ok) return ignored;
  if (!options.noCommit && out.cache && part === undefined) {
    const committed = commit(workspace, out.at, hashed, options.isRelinked);
    if (!committed.ok) return committed;
  }
  const recorded = options.isRecordKept === true ? out : { ...out, known: hashed };
  const written: DataSource = { ...source, outs: [recorded, ...source.outs.slice(1)] };
  const failed = writeDataFile(project.root, written);
  if (failed !== undefined) return err(failed);
  const isEmpty = hashed.size === 0;
  return ok({
    source: written,
    changed: [source.file, ...ignored.value],
    warnings: isEmpty ? [problem('E_PIPELINE', `'${relativePath(project.from, out.at)}' is empty.`)] : [],
  });
}

/** What lies at an output. What DVC 2 recorded and still holds stays as it is; everything else is hashed as DVC 3 does. */
function hashedAs(
  { contents, store }: Workbench,
  { at, cache, known }: DataSource['outs'][number],
  { noCommit }: AddOptions,
): Result<Hashed | undefined> {
  if (known !== undefined && known.hash === undefined) {
    const legacy = contents.hash(at, 'md5-dos2unix');
    if (legacy.ok && legacy.value?.md5 === known.md5) return legacy;
  }
  return contents.hash(at, 'md5', noCommit || !cache ? undefined : store);
}

function newSource(at: RepoPath): DataSource {
  const out = { path: basename(at), at, kind: 'out', cache: true, persist: false, push: true } as const;
  return { kind: 'data', file: `${at}.dvc`, wdir: folderOf(at), outs: [out], isImport: false, frozen: false };
}

function whyRefused(root: string, at: RepoPath, from: RepoPath): Problem | undefined {
  const path = relativePath(from, at);
  const name = basename(at);
  if (at.startsWith('/') || at === '')
    return problem(
      'E_PIPELINE',
      at === ''
        ? `cannot add '${path}': it is the project itself`
        : `Cached output(s) outside of DVC project: ${at}.`,
      'only what lies inside the project can be tracked in place',
      'copy it into the project first',
    );
  if (name === 'dvc.yaml' || name === 'dvc.lock' || name.endsWith('.dvc'))
    return problem('E_PIPELINE', `DVC file '${path}' cannot be an output.`, 'it describes data, and is none');
  const inLink = linkAbove(root, at);
  if (inLink !== undefined)
    return problem(
      'E_PIPELINE',
      'Cannot add files inside symlinked directories to DVC.',
      `'${inLink}' is a symbolic link to a folder`,
      'add the folder that it leads to, or only the link’s target',
    );
  const { isIgnored, rules } = checkIgnore(root, at);
  const rule = rules.at(-1);
  if (isIgnored && rule !== undefined)
    return problem(
      'E_PIPELINE',
      `Path '${path}' is ignored by ${rule.at ?? ''}:${rule.text}`,
      undefined,
      'change the .dvcignore, or add something else',
    );
  return undefined;
}

/** The first folder on the way to a path, or the path itself where it is a folder, that is a symbolic link. */
function linkAbove(root: string, at: RepoPath): RepoPath | undefined {
  const parts = at.split('/');
  return parts
    .map((_, i) => parts.slice(0, i + 1).join('/'))
    .find((folder) => {
      const path = join(root, folder);
      return existsSync(path) && lstatSync(path).isSymbolicLink() && statSync(path).isDirectory();
    });
}

function notThere(path: string): Problem {
  return problem('E_PIPELINE', `output '${path}' does not exist`, 'nothing lies there', 'correct the path');
}
