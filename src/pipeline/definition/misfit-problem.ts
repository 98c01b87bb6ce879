import { closest } from '../../book/closest.ts';
import { type Place, type Problem, problem } from '../../errors.ts';
import { keyValue } from '../model/key.ts';
import { textOf } from '../values/text-of.ts';
import type { YamlTree } from '../yaml/read-yaml.ts';
import type { Misfit, Path } from './check.ts';

/** Says the first thing in a file that does not fit, where it stands, and how many more there are. */
export function misfitProblem(misfits: readonly Misfit[], tree: YamlTree, file: string): Problem | undefined {
  const [first] = misfits;
  if (first === undefined) return undefined;
  const more = misfits.length > 1 ? `; ${misfits.length - 1} more of this file do not fit` : '';
  return problem(
    'E_PIPELINE_FILE',
    `'${file}' validation failed: ${told(first)}${more}`,
    misfits.length > 1 ? misfits.slice(1, 6).map(told).join('\n') : undefined,
    fixOf(first),
    placeOf(first, tree),
  );
}

function told({ message, path }: Misfit): string {
  return path.length === 0 ? message : `${message}, in ${path.map(segmentText).join(' -> ')}`;
}

function segmentText(segment: string | number): string {
  return typeof segment === 'number' ? `${segment}` : textOf(keyValue(segment));
}

function fixOf({ message, path, known, of }: Misfit): string {
  const name = segmentText(path.at(-1) ?? '');
  if (of === 'key' && known !== undefined) {
    const near = closest(name, known);
    if (near !== undefined) return `did you mean ${near}?`;
    const removed = REMOVED.get(name);
    if (removed !== undefined) return removed;
    return `here may stand: ${known.join(', ')}; what is free in form goes under meta`;
  }
  if (of === 'key') return message === 'expected str' ? 'quote it, so that it is a text' : `add ${name}`;
  return FORM_FIX.get(message) ?? 'remove the key, or give it a value';
}

const FORM_FIX: ReadonlyMap<string, string> = new Map([
  ['expected str', 'write a text; quote it where YAML reads it as something else'],
  ['expected bool', 'write true or false'],
  ['expected list', 'write a list of items: `- item`'],
  ['expected a list', 'write a list of items: `- item`'],
  ['expected dict', 'write names with values: `name: value`'],
  ['expected a dictionary', 'write names with values: `name: value`'],
]);

/** Keys that older versions of DVC knew. */
const REMOVED: ReadonlyMap<string, string> = new Map([
  ['live', 'DVC 3 has no live outputs: write its files as metrics and plots'],
]);

/** A name that is missing is shown at what it is missing from. */
function placeOf({ message, path, of }: Misfit, tree: YamlTree): Place {
  if (message !== 'required key not provided') return tree.placeOf(path, of);
  const parent: Path = path.slice(0, -1);
  return tree.placeOf(parent, parent.length === 0 || typeof parent.at(-1) === 'number' ? 'value' : 'key');
}
