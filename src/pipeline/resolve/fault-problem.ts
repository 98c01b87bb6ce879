import { type Place, type Problem, problem } from '../../errors.ts';
import type { Path } from '../definition/check.ts';
import type { Definition } from '../definition/definition.ts';
import { fixOfFault, VARS_FIX } from './fault-fix.ts';
import type { Fault } from './interpolate.ts';
import type { VarsFault } from './load-vars.ts';

/** Says why something of a dvc.yaml cannot be resolved, as DVC does: `what` is `'stages.train.cmd'` or `stage 'train'`. */
export function unresolved(
  definition: Definition,
  what: string,
  why: string,
  fix: string | undefined,
  at: Place,
  verb: 'parse' | 'resolve' = 'parse',
): Problem {
  return problem('E_PIPELINE_FILE', `failed to ${verb} ${what} in '${definition.file}'`, why, fix, at);
}

/** Says which `${…}` cannot be replaced, and underlines it. */
export function faultProblem(definition: Definition, what: string, fault: Fault, path: Path): Problem {
  const at = placeOfText(definition, path, `\${${fault.inner}}`);
  return unresolved(definition, what, fault.message, fixOfFault(fault), at);
}

/** Says why a `vars` section cannot be loaded, and underlines its item. */
export function varsProblem(definition: Definition, what: string, fault: VarsFault, path: Path): Problem {
  if ('problem' in fault) return fault.problem;
  // What is wrong with the params.yaml beside it stands nowhere in dvc.yaml.
  const at =
    fault.index === undefined
      ? { file: `${definition.folder}${definition.folder === '' ? '' : '/'}params.yaml` }
      : definition.tree.placeOf([...path, fault.index], 'value');
  return unresolved(definition, what, fault.message, VARS_FIX[fault.kind], at);
}

/** Where a text first stands in what a path leads to; the place of that where it stands in it in another form. */
export function placeOfText(definition: Definition, path: Path, wanted: string): Place {
  const known = found.get(definition) ?? new Map<string, Place>();
  found.set(definition, known);
  const key = JSON.stringify([path, wanted]);
  const place = known.get(key) ?? search(definition, path, wanted) ?? definition.tree.placeOf(path, 'key');
  known.set(key, place);
  return place;
}

/** Places that were looked up: thousands of stages of one group may fail at the same one. */
const found = new WeakMap<Definition, Map<string, Place>>();

/** The first place of a text at or after that of a value, one that no backslash precedes. */
function search({ file, text, tree }: Definition, path: Path, wanted: string): Place | undefined {
  const start = tree.placeOf(path, 'key');
  const lines = text.split('\n');
  for (let line = start.line ?? 1; line <= lines.length; line++) {
    const content = (lines[line - 1] ?? '').replace(/\r$/u, '');
    let at = content.indexOf(wanted, line === start.line ? (start.column ?? 1) - 1 : 0);
    while (at > 0 && content[at - 1] === '\\') at = content.indexOf(wanted, at + 1);
    if (at >= 0) return { file, line, column: at + 1, text: content, length: wanted.length };
  }
  return undefined;
}
