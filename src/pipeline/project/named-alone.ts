import { err, ok, type Result } from '../../result.ts';
import { groupOf, isNamed, targetOf, type TargetOptions } from '../graph/targets.ts';
import type { Node } from '../model/stage.ts';
import { globPattern } from '../params/glob-pattern.ts';
import type { Fault } from './fault.ts';

/** Words that name all that is needed of a project. */
export type Alone = Pick<TargetOptions, 'isGlob'> & { readonly words: readonly string[] };

/** A project of which something is not understood, as far as it is. */
export interface Understood {
  readonly nodes: readonly Node[];
  readonly faults: readonly Fault[];
}

/**
 * The nodes that words name by their own names, as far as nothing that is wrong elsewhere concerns them: DVC, too, reads one dvc.yaml then, and
 * resolves only what is named in it.
 *
 * @returns the fault that hides what a word names; undefined where a word is no such name, so that all of the project has to be known.
 */
export function namedAlone(
  { nodes, faults }: Understood,
  words: readonly string[],
  options: TargetOptions,
): Result<readonly Node[], Fault | undefined> {
  const found = new Set<Node>();
  for (const word of words) {
    const { at, name } = targetOf(word, options.from);
    const hidden = faults.find((fault) => fault.file === at && hides(fault, nodes, name, options));
    if (hidden !== undefined) return err(hidden);
    const named = nodes.filter((node) => node.file === at && (name === '' || isNamed(node, name, options)));
    if (named.length === 0) return err(undefined);
    for (const node of named) found.add(node);
  }
  return ok([...found]);
}

function hides(
  { file, of: broken }: Fault,
  nodes: readonly Node[],
  name: string,
  { isGlob = false }: TargetOptions,
): boolean {
  if (broken === undefined || name === '') return true;
  const isBroken = (one: string): boolean => name === one || (isGlob && globPattern(name).test(one));
  if (!broken.isGroup) return isBroken(broken.name) || name === broken.group;
  // The names of all stages are needed to know those of a group, or those that a pattern means.
  const isAboutAll =
    isGlob || nodes.some((node) => node.kind === 'stage' && node.file === file && groupOf(node) === name);
  return isAboutAll || isBroken(broken.name) || name.startsWith(`${broken.name}@`);
}
