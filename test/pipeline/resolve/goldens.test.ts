import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readLock } from '../../../src/pipeline/lock/read-lock.ts';
import type { LockEntry } from '../../../src/pipeline/model/lock-entry.ts';
import type { Stage } from '../../../src/pipeline/model/stage.ts';
import { isMap, type Value } from '../../../src/pipeline/model/value.ts';
import { paramAt } from '../../../src/pipeline/params/param-at.ts';
import { byCodePoints } from '../../../src/pipeline/values/code-points.ts';
import { reader, resolveProject } from './project.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/pipelines/', import.meta.url));

/** Everything but hashes that DVC wrote of a stage, from what we make of dvc.yaml. */
function entryOf(stage: Stage, root: string): unknown {
  const params = stage.params.map(({ path, at, keys }) => {
    const read = reader(root)(at);
    const values = read.ok && isMap(read.value) ? read.value : new Map<string, Value>();
    const names = keys === 'all' ? [...values.keys()] : keys;
    return [path, new Map(names.map((key) => [key, paramAt(values, key)]))] as const;
  });
  return {
    cmd: stage.cmd,
    deps: stage.deps.map(({ path }) => path).sort(byCodePoints),
    params: new Map(params),
    outs: stage.outs.map(({ path }) => path).sort(byCodePoints),
  };
}

function entryWithoutHashes({ cmd, deps = [], params = new Map(), outs = [] }: LockEntry): unknown {
  return { cmd, deps: deps.map(({ path }) => path), params, outs: outs.map(({ path }) => path) };
}

describe('what real DVC wrote into dvc.lock', () => {
  test.each(['types', 'basic', 'edge'])(
    '%s: commands, paths and values of parameters come out of dvc.yaml',
    (name) => {
      const root = join(fixtures, name);
      const lock = readLock(readFileSync(join(root, 'dvc.lock'), 'utf8'), 'dvc.lock');
      const resolved = resolveProject(root);
      if (!lock.ok || !resolved.ok) throw new Error('a file of the fixture cannot be read');
      const ours = resolved.value.stages.map(({ name, stage }) => {
        if (!stage.ok) throw new Error(stage.error.what);
        return [name, entryOf(stage.value, root)] as const;
      });
      const theirs = [...lock.value.entries].map(
        ([name, entry]) => [name, entryWithoutHashes(entry)] as const,
      );
      expect(new Map(ours)).toEqual(new Map(theirs));
    },
  );
});
