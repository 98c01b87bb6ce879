import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, test } from 'vitest';
import { realHost } from '../../../src/host/real-host.io.ts';
import { Git } from '../../../src/pipeline/revision/git.io.ts';

const top = mkdtempSync(join(tmpdir(), 'joulebook-git-'));
const commits: string[] = [];
function git(...args: readonly string[]): string {
  const identity = [
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@example.org',
    '-c',
    'protocol.file.allow=always',
  ];
  return execFileSync('git', [...identity, ...args], { cwd: top, encoding: 'utf8' }).trim();
}

beforeAll(() => {
  git('init', '-q');
  for (const path of [
    'dvc.yaml',
    'a/b/ü 😀.txt',
    'a/b/c/d.txt',
    'a.b/x',
    'sub/dvc.yaml',
    'sub/deep/er/y',
    'z',
  ]) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), path);
  }
  symlinkSync('z', join(top, 'link'));
  git('add', '-A');
  git('commit', '-qm', 'one');
  commits.push(git('rev-parse', 'HEAD'));
  rmSync(join(top, 'a/b/c'), { recursive: true });
  writeFileSync(join(top, 'sub/deep/er/y'), 'changed');
  git('submodule', 'add', '-q', top, 'module');
  git('commit', '-qam', 'two');
  commits.push(git('rev-parse', 'HEAD'));
  rmSync(join(top, 'sub'), { recursive: true });
  git('commit', '-qam', 'three');
  commits.push(git('rev-parse', 'HEAD'));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

test.each(['', 'sub', 'sub/deep', 'a', 'nowhere'])(
  'commits that are read ahead hold the same below "%s"',
  (folder) => {
    const one = () => {
      const found = Git.find({ ...realHost(), env: { PATH: process.env['PATH'] } }, join(top, folder));
      if (found === undefined) throw new Error('no git');
      return found;
    };
    const slow = one();
    const quick = one();
    quick.readAhead(commits, (name) => name === 'dvc.yaml');
    for (const commit of commits) {
      const [files, wanted] = [quick.files(commit), slow.files(commit)];
      if (!files.ok || !wanted.ok) throw new Error('not read');
      const sorted = (map: typeof files.value) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(sorted(files.value)).toEqual(sorted(wanted.value));
    }
  },
);

it('passes over commits that git does not have', () => {
  const found = Git.find(realHost(), top);
  if (found === undefined) throw new Error('no git');
  const gone = '0'.repeat(40);
  found.readAhead([gone, commits[0] ?? ''], () => true);
  expect(found.files(gone).ok).toBe(false);
  expect(found.files(commits[0] ?? '').ok).toBe(true);
});
