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
    ['[[:digit:]]', 'd]', true], // DVC knows no names of classes
    [String.raw`\*`, '*', true],
    [String.raw`\*`, 'a', false],
    ['?', '😀', true],
  ])('%s and %s', (text, path, fits) => {
    expect(ignorePattern(text)?.fits.test(path)).toBe(fits);
  });
  it.each(['', '  ', '# a', '/', '!', '[', '[z-a]', '*/', '**/'])('%j is none', (text) => {
    expect(ignorePattern(text)).toBeUndefined();
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
  it('does not look into git, DVC’s own folder or another project', () => {
    for (const at of ['.git', '.git/config', '.dvc/config', '.hg/x', 'other/file'])
      expect(isIgnored(at)).toBe(true);
    expect(isIgnored('../elsewhere')).toBe(false);
    expect(isIgnored('plain')).toBe(false);
  });
});
