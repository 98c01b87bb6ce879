import { err, ok, type Result } from '../../result.ts';
import { readChecksum, readHashed } from '../lock/item-shape.ts';
import { type Path, Shape } from '../lock/shape.ts';
import type { Hashed } from '../model/hashed.ts';
import type { DataSource, RepoPath } from '../model/stage.ts';
import type { Value } from '../model/value.ts';
import { pathIn } from '../resolve/repo-path.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { Fields } from './fields.ts';
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
  const wdir = pathIn(root, folderOf(file), fields.text('wdir', true) ?? '.');
  const deps = fields.list('deps', true);
  fields.take(readChecksum(shape, map.value.get('md5'), ['md5']));
  for (const [i, dep] of deps.entries()) fields.take(checkDep(shape, dep, ['deps', i]));
  const outs: DataSource['outs'][number][] = [];
  for (const [i, value] of fields.list('outs', true).entries()) {
    const out = readOut(shape, value, ['outs', i], root, wdir);
    if (!out.ok) return out;
    outs.push(out.value);
  }
  // `locked` is the older word for it.
  const frozen = [fields.flag('frozen'), fields.flag('locked')].includes(true);
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

/** Of where an import came from only the shape is looked at. */
function checkDep(shape: Shape, value: Value, path: Path): Result<Hashed | undefined> {
  const map = shape.known(value, path, DEP_FIELDS);
  if (!map.ok) return map;
  const fields = new Fields(shape, map.value, path);
  fields.text('path');
  fields.flag('persist');
  return fields.problem === undefined ? readHashed(shape, map.value, path) : err(fields.problem);
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
  const labels: string[] = [];
  for (const [i, label] of fields.list('labels').entries()) {
    labels.push(fields.take(shape.text(label, [...path, 'labels', i])) ?? '');
  }
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
    ...(labels.length === 0 ? {} : { labels }),
    ...given('meta', map.value.get('meta') ?? undefined),
    ...given('known', hashed.value),
  } as const;
  return fields.problem === undefined ? ok(out) : err(fields.problem);
}

function given<K extends string, T>(key: K, value: T | undefined): { readonly [key in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: T });
}
