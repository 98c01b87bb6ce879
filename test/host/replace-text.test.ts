import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replaceText } from '../../src/host/replace-text.io.ts';

const folder = mkdtempSync(join(tmpdir(), 'joulebook-replace-'));

test('whatever was there before, the file holds the text and nothing else, and nothing lies beside it', () => {
  const path = join(folder, 'any');
  const texts = fc.oneof(
    fc.string(),
    fc.integer({ min: 4000, max: 9000 }).map((length) => 'é'.repeat(length / 2)),
  );
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      writeFileSync(path, before);
      expect(replaceText(path, after)).toBeUndefined();
      expect(readFileSync(path, 'utf8')).toBe(after);
      expect(readdirSync(folder)).toEqual(['any']);
    }),
    { numRuns: 60 },
  );
});

test('a short text is written in its place, a file that is not there is made', () => {
  const path = join(folder, 'any');
  writeFileSync(path, '{"a": 1}');
  const { ino } = statSync(path);
  replaceText(path, '{}');
  expect(statSync(path).ino).toBe(ino);
  const fresh = join(mkdtempSync(join(folder, 'fresh-')), 'new');
  expect(replaceText(fresh, '{}')).toBeUndefined();
  expect(readFileSync(fresh, 'utf8')).toBe('{}');
});

test('where it cannot be written is told', () => {
  expect(replaceText(join(folder, 'none', 'at', 'all'), '{}')).toMatchObject({ code: 'E_OUTPUT' });
});
