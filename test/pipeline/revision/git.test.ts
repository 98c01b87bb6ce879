import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realHost } from '../../../src/host/real-host.io.ts';
import { Git } from '../../../src/pipeline/revision/git.io.ts';
import { GitTree } from '../../../src/pipeline/revision/git-tree.io.ts';
import { snapshotOf } from '../../../src/pipeline/revision/snapshot.io.ts';

const top = mkdtempSync(join(tmpdir(), 'joulebook-git-'));
const project = join(top, 'inner project');
const git = (...args: readonly string[]): void => {
  const env = {
    ...process.env,
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.org',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.org',
  };
  execFileSync('git', args, { cwd: top, env, stdio: 'pipe' });
};
const write = (path: string, text: string): void => {
  mkdirSync(join(project, path, '..'), { recursive: true });
  writeFileSync(join(project, path), text);
};

beforeAll(() => {
  mkdirSync(project);
  git('init', '-q', '-b', 'main');
  write('dvc.yaml', 'stages: {a: {cmd: echo, outs: [out]}}\nmetrics: [m.json]\n');
  write('ünï cödé/dvc.yaml', 'stages: {b: {cmd: echo}}\n');
  write('off/dvc.yaml', 'stages: {c: {cmd: echo}}\n');
  write('out/dvc.yaml', 'not: [a dvc.yaml\n');
  write('other/.dvc/config', '');
  write('other/dvc.yaml', 'stages: {d: {cmd: echo}}\n');
  write('.dvcignore', 'off\n');
  write('m.json', '{"a": 1}');
  write('new\nline', 'x');
  symlinkSync('../m.json', join(project, 'off/link'));
  git('add', '-A');
  git('commit', '-qm', 'one');
  git('tag', 'v1');
  write('m.json', '{"a": 2}');
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

function repository(): Git {
  const found = Git.find(realHost(), project);
  if (found === undefined) throw new Error('no git');
  return found;
}

function treeOf(name: string): GitTree {
  const found = repository();
  const commits = found.commits([name]);
  const commit = commits.ok ? commits.value.get(name) : undefined;
  const tree = commit === undefined ? undefined : GitTree.of(found, commit);
  if (tree?.ok !== true) throw new Error(`no ${name}`);
  return tree.value;
}

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);

test('names lead to commits; those that do not are left out', () => {
  const commits = repository().commits(['HEAD', 'v1', 'main', 'nope', 'HEAD~9', '-x', 'a b', '']);
  expect(commits.ok && [...commits.value.keys()]).toEqual(['HEAD', 'v1', 'main']);
});

test('files of a project in a folder of the repository are read as they were committed, whatever their names', () => {
  const tree = treeOf('HEAD');
  expect(text(tree.read('m.json'))).toBe('{"a": 1}');
  expect(text(tree.read('new\nline'))).toBe('x');
  expect(text(tree.read('off/link'))).toBe('{"a": 1}');
  expect(tree.read('nope')).toBeUndefined();
  expect([tree.kindOf('off'), tree.kindOf('m.json'), tree.kindOf('of')]).toEqual([
    'folder',
    'file',
    undefined,
  ]);
  expect(tree.below('off')).toEqual(['off/dvc.yaml', 'off/link']);
});

test('a project is read out of a commit; what is ignored, tracked as data or another project is not', () => {
  const snapshot = snapshotOf(treeOf('v1'), project, { bool: 'store_true', list: 'nargs' });
  expect(snapshot.ok && snapshot.value.nodes.map((node) => node.kind === 'stage' && node.name)).toEqual([
    'a',
    'b',
  ]);
});
