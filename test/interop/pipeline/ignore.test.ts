import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkIgnore } from '../../../src/pipeline/ignore/check-ignore.io.ts';
import { IgnoreScope } from '../../../src/pipeline/ignore/ignore-scope.io.ts';
import { ignorePattern } from '../../../src/pipeline/ignore/ignore-pattern.ts';
import { answers, dvcPython, seedOf } from './dvc-peer.ts';

const site = mkdtempSync(join(tmpdir(), 'joulebook-ignore-'));

beforeAll(dvcPython, 900_000);
afterAll(() => rmSync(site, { recursive: true }), 60_000);

const PARTS = 'a b ab * ? ** / . [ab] [!a] [^b] [a-c] [[:digit:]] [ \\a \\* ! # .log é 😀 - 7'
  .split(' ')
  .concat([' ', '\\ ']);
const pattern = fc
  .array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));
const name = fc
  .array(fc.constantFrom('a', 'b', 'c', '.log', 'é', '😀', '*', '[', ' a', '#', '!', '7'), {
    minLength: 1,
    maxLength: 2,
  })
  .map((parts) => parts.join(''));
const question = fc.tuple(pattern, fc.array(name, { minLength: 1, maxLength: 3 }), fc.boolean());

test('random patterns fit the paths that DVC says they fit', () => {
  const seed = seedOf('patterns');
  expectAlike(fc.sample(question, { seed, numRuns: 8000 }), `JOULEBOOK_SEED=${seed}`);
});

test('all short patterns of slashes, stars and a letter fit the paths that DVC says they fit', () => {
  const paths = ['a', 'a/', 'b', 'a/b', 'a/b/', 'b/a/', 'a/b/a', 'a/b/c/'];
  const questions = wordsOf(['/', '*', 'a'], 6).flatMap((text) =>
    paths.map((path): Question => [text, path.replace(/\/$/u, '').split('/'), path.endsWith('/')]),
  );
  expectAlike(questions, 'all of them');
});

test('all short patterns with brackets and backslashes fit the paths that DVC says they fit', () => {
  const questions = wordsOf(['[', ']', '!', '\\', '-', 'a'], 5).flatMap((text) =>
    ['a', ']', 'a]', '-', '!', '[', '\\', '\\a'].map((name): Question => [text, [name], false]),
  );
  expectAlike(questions, 'all of them');
});

test('of random repositories with several files of patterns DVC sees the same files', () => {
  const seed = seedOf('trees');
  const folders = ['', 'a', 'b', 'a/b', 'a/b/a', 'b/c', 'b/c/a'];
  const part = fc.constantFrom(...'a b c x.t *.t * ** ? [ab] [!a] \\* \\# \\! a b'.split(' '));
  const line = fc
    .tuple(
      fc.constantFrom('', '', '!'),
      fc.constantFrom('', '', '/'),
      fc.array(part, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '', '/'),
    )
    .map(([not, root, parts, end]) => `${not}${root}${parts.join('/')}${end}`);
  const file = fc.option(fc.array(line, { minLength: 1, maxLength: 3 }), { freq: 1 });
  const trees = fc.sample(fc.tuple(...folders.map(() => file)), { seed, numRuns: 400 });
  const paths = ['x.t', 'a/x.t', 'a', 'a/b/z', 'b/c', 'b/c/c.t', 'a/b/a/#', 'b/*'];
  const roots = trees.map((tree, i) => {
    const root = join(site, 'trees', `${i}`);
    for (const [k, folder] of folders.entries()) {
      mkdirSync(join(root, folder), { recursive: true });
      for (const name of ['x.t', 'c.t', '#', 'z', '*']) writeFileSync(join(root, folder, name), '');
      if (tree[k] != null) writeFileSync(join(root, folder, '.dvcignore'), `${tree[k].join('\n')}\n`);
    }
    return root;
  });
  const theirs = answers(
    'ignore_trees_with_dvc.py',
    roots.map((root) => JSON.stringify([root, paths])),
    site,
  );
  for (const [i, root] of roots.entries()) {
    const checked = paths.map((path) => checkIgnore(root, path).isIgnored);
    const told = `tree ${i} of JOULEBOOK_SEED=${seed}\n${JSON.stringify(trees[i])}`;
    expect([seenFiles(root).sort(), checked], told).toEqual(theirs[i]);
  }
});

type Question = readonly [text: string, names: readonly string[], isFolder: boolean];

function expectAlike(questions: readonly Question[], told: string): void {
  const lines = questions.map(([text, names, isFolder]) => JSON.stringify([text, names.join('/'), isFolder]));
  const theirs = answers('ignore_with_dvc.py', lines, site);
  const known = questions.filter((_, i) => theirs[i] !== null);
  expect(known.length).toBeGreaterThan(questions.length / 4);
  const unlike = questions.flatMap(([text, names, isFolder], i) =>
    theirs[i] === null || isIgnored(text, names, isFolder) === theirs[i] ? [] : [lines[i]],
  );
  expect(unlike.slice(0, 20), told).toEqual([]);
}

/** All words of up to so many letters. */
function wordsOf(letters: readonly string[], length: number): readonly string[] {
  let words: readonly string[] = [''];
  const all: string[] = [];
  for (let i = 0; i < length; i++) {
    words = words.flatMap((word) => letters.map((letter) => word + letter));
    all.push(...words);
  }
  return all;
}

/** The files that we see, by code units as Python sorts these names. */
function seenFiles(root: string): string[] {
  const look = (scope: IgnoreScope | undefined, at: string): string[] =>
    readdirSync(join(root, at), { withFileTypes: true }).flatMap((entry) => {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (scope === undefined) return [];
      if (entry.isDirectory()) return look(scope.enter(entry.name), path);
      return scope.ignoresFile(entry.name) ? [] : [path];
    });
  return look(IgnoreScope.dvc(root), '');
}

/** A folder that is ignored takes all that is in it along. */
function isIgnored(text: string, names: readonly string[], isFolder: boolean): boolean {
  const rule = ignorePattern(text);
  return names.some((_, i) => {
    const isInner = i < names.length - 1 || isFolder;
    const path = names.slice(0, i + 1).join('/') + (isInner ? '/' : '');
    return rule?.isIgnored === true && (isInner || !rule.isForFolders) && rule.fits.test(path);
  });
}
