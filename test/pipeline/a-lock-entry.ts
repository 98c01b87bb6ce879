import fc from 'fast-check';
import { keyOf } from '../../src/pipeline/model/key.ts';
import type { LockEntry, LockItem } from '../../src/pipeline/model/lock-entry.ts';
import { aText, aValue } from './a-value.ts';

const text = aText.filter((word) => word !== '');
const key = text.map(keyOf);

const anItem: fc.Arbitrary<LockItem> = fc
  .record({
    path: fc.oneof(text, fc.stringMatching(/^[a-z]{1,8}(\/[a-z.]{1,8})?$/)),
    isFolder: fc.boolean(),
    isNew: fc.boolean(),
    size: fc.option(fc.nat(), { nil: undefined }),
    isexec: fc.boolean(),
  })
  .map(({ path, isFolder, isNew, size, isexec }) => ({
    path,
    ...(isNew ? { hash: 'md5' as const } : {}),
    md5: `0123456789abcdef0123456789abcdef${isFolder ? '.dir' : ''}`,
    ...(size === undefined ? {} : { size }),
    ...(isFolder ? { nfiles: 3 } : {}),
    ...(isexec && !isFolder ? { isexec: true as const } : {}),
  }));

const someParams = fc
  .array(
    fc.tuple(
      key,
      fc.array(fc.tuple(fc.oneof(key, fc.constantFrom('lr', 'size', 'nfiles')), aValue), {
        minLength: 1,
        maxLength: 3,
      }),
    ),
    { maxLength: 2 },
  )
  .map((files) => new Map(files.map(([file, values]) => [file, new Map(values)])));

const items = fc.array(anItem, { maxLength: 3 });

/** Entries of dvc.lock, from those that every project has to such as nobody would write. */
export const aLockEntry: fc.Arbitrary<LockEntry> = fc
  .record({
    cmd: fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })),
    deps: items,
    params: someParams,
    outs: items,
  })
  .map(({ cmd, deps, params, outs }) => ({
    cmd,
    ...(deps.length > 0 ? { deps } : {}),
    ...(params.size > 0 ? { params } : {}),
    ...(outs.length > 0 ? { outs } : {}),
  }));
