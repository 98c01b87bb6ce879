import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Aside, recoverAside } from '../../../src/pipeline/repro/aside.io.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'joulebook-aside-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const folder = (): string => join(root, '.dvc/tmp/joulebook/aside');

function taken(): Aside {
  writeFileSync(join(root, 'model'), 'of before');
  const aside = Aside.take({ pid: 7, random: () => 0.5 }, root, [{ at: 'model', isOnly: true }]);
  if (!aside.ok) throw new Error(aside.error.what);
  return aside.value;
}

test('nobody takes what its owner still cares for, and it comes back where the stage has failed', () => {
  const aside = taken();
  expect(existsSync(join(root, 'model'))).toBe(false);
  expect(recoverAside(root).back).toEqual([]);
  expect(aside.bringBack().back).toEqual(['model']);
  expect(readFileSync(join(root, 'model'), 'utf8')).toBe('of before');
  expect(readdirSync(folder())).toEqual([]);
});

test('of a repro that was killed after its list was written, everything comes back', () => {
  mkdirSync(join(folder(), '9.x.0'), { recursive: true });
  writeFileSync(join(folder(), '9.x.0/owner'), '');
  writeFileSync(join(folder(), '9.x.0/0'), 'of before');
  const list = [
    { at: 'model', isOnly: true, kept: join(folder(), '9.x.0/0') },
    { at: 'not-moved-yet', isOnly: true, kept: join(folder(), '9.x.0/1') },
  ];
  writeFileSync(join(folder(), '9.x.0/list.json'), JSON.stringify(list));
  expect(recoverAside(root).back).toEqual(['model']);
  expect(readFileSync(join(root, 'model'), 'utf8')).toBe('of before');
  expect(readdirSync(folder())).toEqual([]);
});

test.each([[[]], [['owner']], [['owner', '.list.json.tmp']]])(
  'of one that was killed before, with %j, nothing stays',
  (files) => {
    mkdirSync(join(folder(), '9.x.2'), { recursive: true });
    for (const file of files) writeFileSync(join(folder(), '9.x.2', file), '');
    expect(recoverAside(root)).toEqual({ back: [], kept: new Map() });
    expect(readdirSync(folder())).toEqual([]);
  },
);
