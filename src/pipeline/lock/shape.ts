import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { isTextKey } from '../model/key.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import type { YamlTree } from '../yaml/read-yaml.ts';

/** A path of keys and indices into a file. */
export type Path = readonly (string | number)[];

/** The shape of a file is checked against what DVC allows in it; this says the first thing that is wrong, and where. */
export class Shape {
  readonly tree: YamlTree;
  readonly file: string;

  constructor(tree: YamlTree, file: string) {
    this.tree = tree;
    this.file = file;
  }

  /** The problem of something that should be another thing. */
  wrong(path: Path, why: string, fix?: string, of: 'key' | 'value' = 'value'): { ok: false; error: Problem } {
    const where =
      path.length === 0
        ? ''
        : ` at ${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(' > ')}`;
    return err(
      problem(
        'E_PIPELINE_FILE',
        `${this.file} is not understood${where}`,
        why,
        fix,
        this.tree.placeOf(path, of),
      ),
    );
  }

  /** A mapping whose keys are text. */
  map(value: Value | undefined, path: Path): Result<ValueMap> {
    if (!isMap(value)) return this.wrong(path, 'a mapping (`key: value`) should stand here');
    for (const key of value.keys()) {
      if (!isTextKey(key))
        return this.wrong([...path, key], 'a key should be text here', 'Put it into quotes.', 'key');
    }
    return ok(value);
  }

  /** A mapping with no keys but these. */
  known(value: Value | undefined, path: Path, keys: ReadonlySet<string>): Result<ValueMap> {
    const map = this.map(value, path);
    if (!map.ok) return map;
    for (const key of map.value.keys()) {
      if (!keys.has(key)) {
        return this.wrong(
          [...path, key],
          `\`${key}\` is not known here`,
          `Known are ${[...keys].join(', ')}.`,
          'key',
        );
      }
    }
    return map;
  }

  /** A list. */
  list(value: Value | undefined, path: Path): Result<readonly Value[]> {
    return isList(value) ? ok(value) : this.wrong(path, 'a list should stand here');
  }

  /** A text. */
  text(value: Value | undefined, path: Path): Result<string> {
    return typeof value === 'string'
      ? ok(value)
      : this.wrong(path, 'a text should stand here', 'Put it into quotes.');
  }

  /** A number of bytes or files; undefined where there is none. */
  count(value: Value | undefined, path: Path): Result<number | undefined> {
    if (value === undefined) return ok(undefined);
    if (typeof value !== 'bigint') return this.wrong(path, 'a whole number should stand here');
    return ok(Number(value));
  }
}
