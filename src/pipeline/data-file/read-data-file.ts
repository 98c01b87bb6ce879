import { err, ok, type Result } from '../../result.ts';
import { readHashed } from '../lock/item-shape.ts';
import { type Path, Shape } from '../lock/shape.ts';
import type { DataSource, RepoPath } from '../model/stage.ts';
import { isList, type Value, type ValueMap } from '../model/value.ts';
import { pathIn } from '../resolve/repo-path.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { folderOf } from './folder-of.ts';

const FIELDS: ReadonlySet<string> = new Set([
  'md5',
  'wdir',
  'deps',
  'outs',
  'locked',
  'frozen',
  'meta',
  'always_changed',
  'desc',
]);
const OUT_FIELDS: ReadonlySet<string> = new Set(
  'md5 checksum etag size nfiles isexec version_id path persist cloud hash desc type labels meta cache remote push files fs_config'.split(
    ' ',
  ),
);
const DEP_FIELDS: ReadonlySet<string> = new Set(
  'md5 checksum etag size nfiles isexec version_id path persist cloud hash repo db files fs_config'.split(
    ' ',
  ),
);

/**
 * Reads a .dvc file: what it tracks, with what is known of the content.
 *
 * @param file its path from the root of the repository
 * @param root the absolute path of the repository
 */
export function readDataFile(text: string, file: RepoPath, root: string): Result<DataSource> {
  const tree = readYaml(text, file);
  if (!tree.ok) return tree;
  const shape = new Shape(tree.value, file);
  const map = shape.known(tree.value.value ?? new Map(), [], FIELDS);
  if (!map.ok) return map;
  const fields = new Fields(shape, map.value, []);
  const wdir = pathIn(root, folderOf(file), fields.text('wdir') ?? '.');
  const deps = fields.list('deps');
  for (const [i, dep] of deps.entries()) fields.take(shape.known(dep, ['deps', i], DEP_FIELDS));
  const outs: DataSource['outs'][number][] = [];
  for (const [i, value] of fields.list('outs').entries()) {
    const out = readOut(shape, value, ['outs', i], root, wdir);
    if (!out.ok) return out;
    outs.push(out.value);
  }
  const frozen = fields.flag('frozen') ?? fields.flag('locked') ?? false;
  fields.flag('always_changed');
  const desc = fields.text('desc');
  if (fields.problem !== undefined) return err(fields.problem);
  return ok({
    kind: 'data',
    file,
    wdir,
    outs,
    isImport: deps.length > 0,
    frozen,
    ...given('desc', desc),
    ...given('meta', map.value.get('meta') ?? undefined),
  });
}

function readOut(
  shape: Shape,
  value: Value,
  path: Path,
  root: string,
  wdir: RepoPath,
): Result<DataSource['outs'][number]> {
  const map = shape.known(value, path, OUT_FIELDS);
  if (!map.ok) return map;
  const fields = new Fields(shape, map.value, path);
  const name = fields.text('path');
  const hashed = readHashed(shape, map.value, path);
  if (!hashed.ok) return hashed;
  const labels = fields.list('labels');
  if (name === undefined && fields.problem === undefined)
    return shape.wrong(path, 'an output should have a `path`');
  const out = {
    path: name ?? '',
    at: pathIn(root, wdir, name ?? ''),
    kind: 'out',
    cache: fields.flag('cache') ?? true,
    persist: fields.flag('persist') ?? false,
    push: fields.flag('push') ?? true,
    ...given('remote', fields.text('remote')),
    ...given('desc', fields.text('desc')),
    ...given('type', fields.text('type')),
    ...(labels.length === 0 ? {} : { labels: labels.filter((label) => typeof label === 'string') }),
    ...given('meta', map.value.get('meta') ?? undefined),
    ...given('known', hashed.value),
  } as const;
  return fields.problem === undefined ? ok(out) : err(fields.problem);
}

function given<K extends string, T>(key: K, value: T | undefined): { readonly [key in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: T });
}

/** The fields of a mapping, the first wrong one kept. */
class Fields {
  problem: Extract<Result<never>, { ok: false }>['error'] | undefined;
  readonly #shape: Shape;
  readonly #map: ValueMap;
  readonly #path: Path;

  constructor(shape: Shape, map: ValueMap, path: Path) {
    this.#shape = shape;
    this.#map = map;
    this.#path = path;
  }

  text(name: string): string | undefined {
    const value = this.#map.get(name);
    return value === undefined || value === null
      ? undefined
      : this.take(this.#shape.text(value, [...this.#path, name]));
  }

  flag(name: string): boolean | undefined {
    const value = this.#map.get(name);
    if (value === undefined || typeof value === 'boolean') return value;
    this.take(this.#shape.wrong([...this.#path, name], '`true` or `false` should stand here'));
    return undefined;
  }

  list(name: string): readonly Value[] {
    const value = this.#map.get(name);
    if (value === undefined || value === null) return [];
    return isList(value) ? value : (this.take(this.#shape.list(value, [...this.#path, name])) ?? []);
  }

  take<T>(result: Result<T>): T | undefined {
    if (result.ok) return result.value;
    this.problem ??= result.error;
    return undefined;
  }
}
