import { globPattern } from '../params/glob-pattern.ts';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Node, RepoPath, Stage } from '../model/stage.ts';

/** How words name nodes. */
export interface TargetOptions {
  /** The folder that the user stands in. */
  readonly from: RepoPath;
  /** A folder names all that lies below it. */
  readonly isRecursive?: boolean;
  /** Names of stages are patterns. */
  readonly isGlob?: boolean;
  /** Every dvc.yaml of the project: one without stages names nothing, and is no mistake. */
  readonly pipelines?: { readonly has: (file: RepoPath) => boolean };
}

/**
 * The nodes that words name: a stage or group of ./dvc.yaml, `path/dvc.yaml`, `path/dvc.yaml:stage`, `x.dvc`, an output, or a file in one.
 * Each node once, in the order of the words.
 */
export function nodesNamed(
  nodes: readonly Node[],
  words: readonly string[],
  options: TargetOptions,
): Result<readonly Node[]> {
  const found = new Set<Node>();
  for (const word of words) {
    const named = nodesOf(nodes, word, options);
    const isEmpty = options.pipelines?.has(pathFrom(options.from, word)) === true;
    if (named.length === 0 && !isEmpty) return err(unknownTarget(nodes, word, options));
    for (const node of named) found.add(node);
  }
  return ok([...found]);
}

function nodesOf(nodes: readonly Node[], word: string, options: TargetOptions): readonly Node[] {
  const { from, isRecursive = false } = options;
  const { at, name, isFileGiven } = targetOf(word, from);
  if (isFileGiven)
    return nodes.filter((node) => node.file === at && (name === '' || isNamed(node, name, options)));
  const folder = pathFrom(from, word);
  if (isRecursive) {
    const inside = nodes.filter((node) => folder === '' || node.file.startsWith(`${folder}/`));
    if (inside.length > 0) return inside;
  }
  const stages = nodes.filter((node) => node.file === at && isNamed(node, name, options));
  if (stages.length > 0) return stages;
  return nodes.filter(({ outs }) => outs.some(({ at }) => at === folder || folder.startsWith(`${at}/`)));
}

/**
 * What a word names if it names a stage: the file, by its path in the repository, and the stage in it; all of the file where there is no name.
 *
 * @param from the folder that the user stands in.
 */
export function targetOf(
  word: string,
  from: RepoPath,
): { readonly at: RepoPath; readonly name: string; readonly isFileGiven: boolean } {
  const [, file = '', name = ''] = /^(?:(.*dvc\.yaml|.*\.dvc)(?::|$))?(.*)$/s.exec(word) ?? [];
  return { at: pathFrom(from, file === '' ? 'dvc.yaml' : file), name, isFileGiven: file !== '' };
}

/** Whether a name is that of a node, or of its group. */
export function isNamed(node: Node, name: string, { isGlob = false }: TargetOptions): boolean {
  if (node.kind !== 'stage') return false;
  return node.name === name || groupOf(node) === name || (isGlob && globPattern(name).test(node.name));
}

/** `train` of `train@us`. */
export function groupOf({ name }: Stage): string | undefined {
  const at = name.lastIndexOf('@');
  return at > 0 ? name.slice(0, at) : undefined;
}

/** A path that was written in a folder of the repository. */
export function pathFrom(from: RepoPath, path: string): RepoPath {
  const parts = path.startsWith('/') ? [] : from.split('/').filter((part) => part !== '');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function unknownTarget(nodes: readonly Node[], word: string, { from }: TargetOptions): Problem {
  const isFile = /(^|\/)(dvc\.yaml|[^/]+\.dvc)$/.test(word);
  const here = pathFrom(from, 'dvc.yaml');
  const names = nodes.flatMap((node) => (node.kind === 'stage' && node.file === here ? [node.name] : []));
  const known = names.length === 0 ? `there is no dvc.yaml with stages here` : `stages here: ${shown(names)}`;
  return problem(
    'E_PIPELINE',
    isFile
      ? `'${word}' does not exist`
      : `'${word}' does not exist as an output or a stage name in 'dvc.yaml'`,
    known,
    `name a stage, an output, a .dvc file or path/dvc.yaml:stage; \`joulebook stage list --all\` shows all${names.length === 0 ? ', `joulebook repro -P` runs all' : ''}`,
  );
}

function shown(names: readonly string[]): string {
  const first = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${first}, and ${names.length - 8} more` : first;
}
