import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockText, runFileText } from '../../../src/pipeline/lock/lock.ts';
import { readLock, readRunFile } from '../../../src/pipeline/lock/read-lock.ts';
import { runKey } from '../../../src/pipeline/lock/run-key.io.ts';

const FIXTURES = new URL('../../fixtures/pipelines/', import.meta.url).pathname;

/** DVC's own reader of floating-point numbers alters the least of them on every rewrite; both texts are one number. */
const ALTERED: Readonly<Record<string, readonly [string, string]>> = { types: ['4e-324', '5e-324'] };

const runFiles = ['types', 'basic'].flatMap((project) => {
  const runs = join(FIXTURES, project, 'cache/runs');
  return (readdirSync(runs, { recursive: true }) as string[])
    .filter((path) => path.length > 128)
    .map((path) => ({ path: join(runs, path), key: path.split('/')[1], value: path.split('/')[2] }));
});

describe('the locks that DVC wrote', () => {
  it.each(['types', 'basic', 'edge'])('%s is read and written to the byte', (project) => {
    const text = readFileSync(join(FIXTURES, project, 'dvc.lock'), 'utf8');
    const lock = readLock(text, 'dvc.lock');
    if (!lock.ok) throw new Error(lock.error.why);
    expect(lockText(lock.value)).toBe(text);
    const [from, to] = ALTERED[project] ?? ['', ''];
    expect(lockText({ entries: lock.value.entries })).toBe(text.replace(from, to));
  });

  it('has run-cache files to compare with', () => {
    expect(runFiles).toHaveLength(10);
  });

  it.each(runFiles)(
    'the run-cache file $value is read, written and named as DVC did',
    ({ path, key, value }) => {
      const text = readFileSync(path, 'utf8');
      const entry = readRunFile(text, path);
      if (!entry.ok) throw new Error(entry.error.why);
      expect(runFileText(entry.value)).toBe(text);
      expect(runKey(entry.value)).toEqual({ key, value });
    },
  );
});
