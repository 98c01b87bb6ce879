import { FAILSAFE_SCHEMA, load, YAMLException } from 'js-yaml';
import { type Place, type Problem, problem } from '../../errors.ts';
import { configKeySpec, isConfigKey } from './config-keys.ts';
import { BUDGET, budgetEntries, isBudgetMap } from './budget-entries.ts';
import type { FileEntry } from './file-entry.ts';

/** The entries of a settings file with their places; a file that is no flat map is a problem. */
export function parseConfigYaml(
  text: string,
  file: string,
): { readonly entries: readonly FileEntry[]; readonly problem?: Problem } {
  const lines = text.split(/\r?\n/);
  const shown = lines.map(withoutSecret);
  if (lines.every((line) => /^\s*(#|$)/.test(line))) return { entries: [] };
  let root: unknown;
  try {
    // Every value stays the text that was written: a project may be called 007, and NO is a country.
    root = load(text, { filename: file, schema: FAILSAFE_SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { entries: [], problem: yamlProblem(error, file, shown) };
  }
  if (root === null || root === undefined || root === '') return { entries: [] };
  if (typeof root !== 'object' || Array.isArray(root)) {
    const why = `A ${Array.isArray(root) ? 'list' : 'single value'} stands there.`;
    const at = placeIn(file, shown, 0, 1, shown[0]?.length ?? 1);
    return {
      entries: [],
      problem: problem(
        'E_CONFIG',
        `${file}: settings are asked for`,
        why,
        'Write lines such as `region: FR`.',
        at,
      ),
    };
  }
  return {
    entries: Object.entries(root).flatMap(([key, value]) =>
      key === BUDGET && isBudgetMap(value)
        ? budgetEntries(value, (path) => placesIn(path, file, shown))
        : [{ key, value, ...placesIn([key], file, shown) }],
    ),
  };
}

/** A line as it may be shown: keys and passwords are not. */
function withoutSecret(line: string): string {
  const match = /^\s*["']?([\w-]+)["']?\s*:/u.exec(line);
  const key = match?.[1] ?? '';
  const isSecret = isConfigKey(key) && configKeySpec(key).secret === true;
  return isSecret ? `${match?.[0] ?? ''} ***` : line;
}

/** What a YAML parser found wrong, located. */
export function yamlProblem(error: YAMLException, file: string, lines: readonly string[]): Problem {
  const mark = error.mark;
  const at =
    mark === null || mark === undefined ? { file } : placeIn(file, lines, mark.line, mark.column + 1, 1);
  return problem(
    'E_CONFIG',
    `${file} is no YAML`,
    `${error.reason}.`,
    'Mend the line; a value with ": " or a leading special character goes in quotes.',
    at,
  );
}

/** Settings stand one on a line, so the line that begins with the key, behind those of the maps around it, is its place. */
function placesIn(
  path: readonly string[],
  file: string,
  lines: readonly string[],
  from = 0,
): { keyAt: Place; valueAt: Place } {
  const [key = '', ...inner] = path;
  for (const [i, line] of lines.entries()) {
    if (i < from) continue;
    const match = /^\s*(["']?)([^"'#:]+?)\1\s*:(\s*)(.*?)\s*(#.*)?$/.exec(line);
    if (match === null || match[2] !== key) continue;
    if (inner.length > 0) return placesIn(inner, file, lines, i + 1);
    const keyColumn = line.indexOf(key) + 1;
    const value = match[4] ?? '';
    const valueColumn = line.indexOf(':', keyColumn - 1 + key.length) + 2 + (match[3] ?? '').length;
    return {
      keyAt: placeIn(file, lines, i, keyColumn, key.length),
      valueAt:
        value === ''
          ? placeIn(file, lines, i, keyColumn, key.length)
          : placeIn(file, lines, i, valueColumn, value.length),
    };
  }
  return { keyAt: { file }, valueAt: { file } };
}

function placeIn(
  file: string,
  lines: readonly string[],
  index: number,
  column: number,
  length: number,
): Place {
  // A parser may point behind the last line.
  const line = Math.min(index, lines.length - 1);
  return { file, line: line + 1, column, text: lines[line] ?? '', length };
}
