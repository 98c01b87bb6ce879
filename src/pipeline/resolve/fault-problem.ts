import { closest } from '../../book/closest.ts';
import { type Place, type Problem, problem } from '../../errors.ts';
import type { Path } from '../definition/check.ts';
import type { Definition } from '../definition/definition.ts';
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
  return unresolved(
    definition,
    what,
    fault.message,
    fixOf(fault),
    expressionPlace(definition, path, fault.inner),
  );
}

/** Says why a `vars` section cannot be loaded, and underlines its item. */
export function varsProblem(definition: Definition, what: string, fault: VarsFault, path: Path): Problem {
  if ('problem' in fault) return fault.problem;
  const at = textPlace(definition, path, fault.item) ?? definition.tree.placeOf(path, 'key');
  return unresolved(definition, what, fault.message, VARS_FIX[fault.kind], at);
}

const VARS_FIX = {
  merge: 'give one of the two another name, or load only the keys that are needed: `- file.yaml:key1,key2`',
  loaded: 'name the file once, with all keys that are needed',
  file: 'mend the path, the key or the file',
} as const;

function fixOf({ kind, inner, name = inner, known = [] }: Fault): string {
  if (kind === 'form') {
    return 'between the braces stands one name: ${a}, ${a.b} or ${a[0]}; write \\${…} for what the shell is to replace';
  }
  if (kind === 'type') return 'name one value in it, as in ${a.b} or ${a[0]}';
  const near = closest(name, known);
  if (near !== undefined) return `did you mean ${near}?`;
  const beside = known.length > 0 && known.length <= 12 ? `; there are: ${known.join(', ')}` : '';
  return `add ${name} to params.yaml beside this file or to vars, or write \\\${${inner}} where the shell is to replace it${beside}`;
}

/** Where an expression stands: the first `${inner}` from the place of what holds it. */
function expressionPlace(definition: Definition, path: Path, inner: string): Place {
  const known = found.get(definition) ?? new Map<string, Place>();
  found.set(definition, known);
  const wanted = `\${${inner}}`;
  const key = JSON.stringify([path, wanted]);
  const place = known.get(key) ?? textPlace(definition, path, wanted) ?? definition.tree.placeOf(path, 'key');
  known.set(key, place);
  return place;
}

/** Places that were looked up: thousands of stages of one group may fail at the same one. */
const found = new WeakMap<Definition, Map<string, Place>>();

/** The first place of a text at or after the place of a value, one that no backslash precedes. */
function textPlace({ file, text, tree }: Definition, path: Path, wanted: string): Place | undefined {
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
