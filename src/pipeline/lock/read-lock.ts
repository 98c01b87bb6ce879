import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { LockEntry } from '../model/lock-entry.ts';
import { isMap, type Value, type ValueMap } from '../model/value.ts';
import { readYaml, type YamlTree } from '../yaml/read-yaml.ts';
import { readEntry } from './entry-shape.ts';
import type { Lock } from './lock.ts';
import { quickLock } from './quick-lock.ts';
import { splitLock } from './split-lock.ts';
import { Shape } from './shape.ts';

const FIELDS: ReadonlySet<string> = new Set(['schema', 'datasets', 'stages']);
const SCHEMA = '2.0';

/** Reads a dvc.lock of schema 2.0, in any style that YAML has. The older locks of DVC 1 are refused, as DVC 3 does. */
export function readLock(text: string, file: string): Result<Lock> {
  const quick = quickLock(text);
  return quick === undefined ? readAnyLock(text, file) : ok(quick);
}

/** Reads a dvc.lock in whatever style it is written. */
export function readAnyLock(text: string, file: string): Result<Lock> {
  const tree = readYaml(text, file);
  if (!tree.ok) return tree;
  const { value } = tree.value;
  const shape = new Shape(tree.value, file);
  const old = olderLock(tree.value, file);
  if (old !== undefined) return err(old);
  if (value === null)
    return shape.wrong(
      [],
      'it holds nothing',
      'Delete it and run `joulebook repro`: what is in the cache is restored.',
    );
  const root = shape.known(value, [], FIELDS);
  if (!root.ok) return root;
  const schema = root.value.get('schema');
  if (schema === undefined)
    return shape.wrong([], '`schema` is missing', `A lock begins with \`schema: '${SCHEMA}'\`.`);
  if (schema !== SCHEMA)
    return shape.wrong(['schema'], `the schema is not '${SCHEMA}', the only one that is known`);
  const entries = readEntries(shape, root.value.get('stages'));
  if (!entries.ok) return entries;
  const datasets = root.value.get('datasets');
  const lines = splitLock(text, tree.value, [...entries.value.keys()]);
  return ok({
    entries: entries.value,
    ...(datasets === undefined ? {} : { datasets }),
    ...(lines === undefined ? {} : { lines }),
  });
}

/** Reads a file of the run-cache: one entry as in dvc.lock. */
export function readRunFile(text: string, file: string): Result<LockEntry> {
  const tree = readYaml(text, file);
  return tree.ok ? readEntry(new Shape(tree.value, file), tree.value.value, []) : tree;
}

function readEntries(shape: Shape, value: Value | undefined): Result<ReadonlyMap<string, LockEntry>> {
  const entries = new Map<string, LockEntry>();
  if (value === undefined) return ok(entries);
  const stages = shape.map(value, ['stages']);
  if (!stages.ok) return stages;
  for (const [name, each] of stages.value) {
    const entry = readEntry(shape, each, ['stages', name]);
    if (!entry.ok) return entry;
    entries.set(name, entry.value);
  }
  return ok(entries);
}

/** DVC 1 wrote the stages themselves at the top, without a schema. */
function olderLock({ value, placeOf }: YamlTree, file: string): Problem | undefined {
  if (!isMap(value) || value.size === 0 || value.has('schema') || value.has('stages')) return undefined;
  if (![...value.values()].every(isOldEntry)) return undefined;
  const [first = ''] = value.keys();
  return problem(
    'E_PIPELINE_FILE',
    `${file} is a lock of DVC 1`,
    'It has no `schema`; DVC 3 does not read such a lock either.',
    'Delete it and run `joulebook repro`, or let DVC 2 write it anew (`dvc repro` there).',
    placeOf([first], 'key'),
  );
}

function isOldEntry(value: Value): value is ValueMap {
  return isMap(value) && value.has('cmd');
}
