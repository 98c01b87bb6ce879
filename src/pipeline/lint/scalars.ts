import { type Place, type Problem, problem } from '../../errors.ts';
import { isTextKey } from '../model/key.ts';
import { Float, isList, isMap, type Value } from '../model/value.ts';
import { readYaml, type YamlTree } from '../yaml/read-yaml.ts';
import { readByPyYaml, type Reading } from './pyyaml-scalar.ts';

type Path = readonly (string | number)[];

/**
 * Finds scalars of a YAML file that PyYAML, which follows YAML 1.1 and which most training code reads parameters with, takes for
 * something else than DVC does. What is quoted, and files that are not YAML, are passed over.
 */
export function lintScalars(text: string, file: string): readonly Problem[] {
  if (/\.(?:json|toml|py)$/iu.test(file)) return [];
  const tree = readYaml(text, file);
  if (!tree.ok) return [];
  const suspects = suspectNumbers(text);
  const problems: Problem[] = [];
  const look = (value: Value, path: Path): void => {
    if (isMap(value)) {
      for (const [key, member] of value) {
        if (isTextKey(key) && mayDiffer(key, suspects))
          report(tree.value, [...path, key], 'key', key, problems);
        look(member, [...path, key]);
      }
    } else if (isList(value)) {
      for (const [i, item] of value.entries()) look(item, [...path, i]);
    } else if (mayDiffer(value, suspects)) report(tree.value, path, 'value', value, problems);
  };
  look(tree.value.value, []);
  return problems;
}

/** Whether it is worth to look how a value is written: finding that takes time, and a file may hold thousands. */
function mayDiffer(value: Value, suspects: ReadonlySet<number>): boolean {
  if (typeof value === 'string')
    return /^(?:y(?:es)?|no?|on|off|[-+]?\d[\d_]*(?::\d{1,2}){1,3}(?:\.\d*)?)$/iu.test(value);
  if (typeof value === 'bigint') return suspects.has(Number(value));
  return value instanceof Float && suspects.has(value.value);
}

/** The numbers that a text writes somewhere in a way that the two may read differently. */
function suspectNumbers(text: string): ReadonlySet<number> {
  const words = text.match(/[-+]?[.\d][\d_.]*[eE][-+]?\d+|[-+]?0o?[0-9_]+|[-+]\.\d[\d_]*/gu) ?? [];
  return new Set(words.map((word) => Number(word.replaceAll('_', ''))));
}

function report(tree: YamlTree, path: Path, of: 'key' | 'value', value: Value, problems: Problem[]): void {
  const at = tree.placeOf(path, of);
  const source = sourceOf(at);
  if (typeof value === 'string' && source !== value) return;
  const reading = readByPyYaml(source, value);
  if (reading !== undefined) problems.push(told(at, source, path, reading));
}

/** What stands at a place, as written. */
function sourceOf({ text = '', column = 1, length = 0 }: Place): string {
  return text.slice(column - 1, column - 1 + length).trim();
}

function told(at: Place, source: string, path: Path, { dvc, pyYaml, fix }: Reading): Problem {
  return problem(
    'E_PIPELINE_FILE',
    `'${path.join('.')}' in '${at.file}' is ${dvc} for DVC and ${pyYaml} for PyYAML`,
    `DVC reads ${source} by YAML 1.2, PyYAML by YAML 1.1: code that loads the file itself trains with another value than the one that is tracked`,
    fix,
    at,
  );
}
