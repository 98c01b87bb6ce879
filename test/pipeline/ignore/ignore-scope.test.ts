import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkIgnore } from '../../../src/pipeline/ignore/check-ignore.io.ts';
import { ignorePattern } from '../../../src/pipeline/ignore/ignore-pattern.ts';

describe('a pattern', () => {
  it.each([
    ['*.log', 'a/b.log', true],
    ['*.log', 'b.log/', true],
    ['/a.log', 'b/a.log', false],
    ['a/*.log', 'a/x.log', true],
    ['a/*.log', 'b/a/x.log', false],
    ['**/x/y', 'q/r/x/y', true],
    ['x/**/y', 'x/y', true],
    ['x/**', 'x/q/r', true],
    ['x/**', 'x', false],
    ['d/', 'd', false],
    ['d/', 'd/', true],
    ['[a-c]?', 'bz', true],
    ['[!a-c]?', 'bz', false],
    ['x/**', 'x/', true], // the folder itself too
    ['x/**/', 'x/', true],
    ['x', 'x/q', true], // and what lies in it: `!x` lets it be seen
    ['*/*/', 'a/b/', true],
    ['*/*/', 'a/', false],
    ['[[:digit:]]', 'd]', true], // DVC knows no names of classes
    [String.raw`[\a]`, '\\', true], // nor a backslash in a bracket
    [String.raw`\*`, '*', true],
    [String.raw`\*`, 'a', false],
    ['?', '😀', true],
  ])('%s and %s', (text, path, fits) => {
    expect(ignorePattern(text)?.fits.test(path)).toBe(fits);
  });
  it.each(['', '  ', '# a', '/', '!', '[', '[z-a]', '*/', '**/', '/**/', '/**/*/', 'a\\'])(
    '%j is none',
    (text) => {
      expect(ignorePattern(text)).toBeUndefined();
    },
  );
});

describe('a pattern in a folder of the project', () => {
  it.each([
    ['*/', 'a/', true],
    ['**', '', true], // the folder itself
    ['**/', '', true],
    [String.raw`\*`, 'a', true], // DVC loses the backslash there
    ['a', '', false],
  ])('%s and %j', (text, path, fits) => {
    expect(ignorePattern(text, 'dvc-below')?.fits.test(path)).toBe(fits);
  });
});

it.each(['\\', '/\\', '**/\\', '\\/', '/\\/a', '[', '#a'])('%j is none in a folder either', (text) => {
  expect(ignorePattern(text, 'dvc-below')).toBeUndefined();
});

describe('a pattern of git', () => {
  it.each([
    ['*/', 'a/', true],
    ['**/', 'a/b/', true],
    ['/**/', 'a/', true],
    ['x/**', 'x/', false],
    ['x/**', 'x/q', true],
    ['x/**/', 'x/', false],
    ['x/**/', 'x/q/', true],
    ['x', 'q/x/', true],
    ['x', 'x/q', false],
    ['x/', 'x', false],
    ['/x', 'q/x', false],
    ['**', 'a', true],
  ])('%s and %s', (text, path, fits) => {
    expect(ignorePattern(text, 'git')?.fits.test(path)).toBe(fits);
  });
});

describe('a project', () => {
  const root = mkdtempSync(join(tmpdir(), 'jb-ignore-'));
  for (const folder of ['sub/deep', 'cut/in', 'other/.dvc'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, '.dvcignore'), '# of the root\n*.tmp\n/cut/\n!cut/in/x\n');
  writeFileSync(join(root, 'sub', '.dvcignore'), '!keep.tmp\n/only\n');
  const rule = (at: string): string | undefined => checkIgnore(root, at).rules.at(-1)?.at;
  const isIgnored = (at: string): boolean => checkIgnore(root, at).isIgnored;

  it('is told which line of which file decides', () => {
    expect(rule('a.tmp')).toBe('.dvcignore:2');
    expect(rule('sub/deep/keep.tmp')).toBe('sub/.dvcignore:1');
    expect(isIgnored('sub/deep/keep.tmp')).toBe(false);
    expect(isIgnored('keep.tmp')).toBe(true);
  });
  it('has rules of a folder only from there down', () => {
    expect(isIgnored('sub/only')).toBe(true);
    expect(isIgnored('sub/deep/only')).toBe(false);
    expect(isIgnored('only')).toBe(false);
  });
  it('does not see again what lies in an ignored folder', () => {
    expect(isIgnored('cut/in/x')).toBe(true);
  });
  it('in which a folder ignores itself shows nothing of it, whatever comes after', () => {
    const all = mkdtempSync(join(tmpdir(), 'jb-ignore-'));
    mkdirSync(join(all, 'sub/in'), { recursive: true });
    writeFileSync(join(all, 'sub', '.dvcignore'), '**\n!in\n');
    expect(checkIgnore(all, 'sub/in/x')).toMatchObject({
      isIgnored: true,
      rules: [{ at: 'sub/.dvcignore:1' }],
    });
    expect(checkIgnore(all, 'sub').isIgnored).toBe(false);
  });
  it('is told the first of several patterns of one kind, as DVC names it', () => {
    const some = mkdtempSync(join(tmpdir(), 'jb-ignore-'));
    writeFileSync(join(some, '.dvcignore'), 'x\na*\n*b\n!c\n');
    expect(checkIgnore(some, 'ab').rules.map(({ at }) => at)).toEqual(['.dvcignore:2']);
  });
  it('does not look into git, DVC’s own folder or another project', () => {
    for (const at of ['.git', '.git/config', '.dvc/config', '.hg/x', 'other/file'])
      expect(isIgnored(at)).toBe(true);
    expect(isIgnored('../elsewhere')).toBe(false);
    expect(isIgnored('plain')).toBe(false);
  });
});
