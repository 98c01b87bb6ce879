import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
  const questions = fc.sample(question, { seed, numRuns: 8000 });
  const lines = questions.map(([text, names, isFolder]) => JSON.stringify([text, names.join('/'), isFolder]));
  const theirs = answers('ignore_with_dvc.py', lines, site);
  for (const [i, [text, names, isFolder]] of questions.entries()) {
    if (theirs[i] === null) continue;
    expect(isIgnored(text, names, isFolder), `JOULEBOOK_SEED=${seed}\n${lines[i]}`).toBe(theirs[i]);
  }
});

/** A folder that is ignored takes all that is in it along. */
function isIgnored(text: string, names: readonly string[], isFolder: boolean): boolean {
  const rule = ignorePattern(text);
  return names.some((_, i) => {
    const isInner = i < names.length - 1 || isFolder;
    const path = names.slice(0, i + 1).join('/') + (isInner ? '/' : '');
    return rule?.isIgnored === true && (isInner || !rule.isForFolders) && rule.fits.test(path);
  });
}
