import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ADJECTIVES, ANIMALS } from '../../src/book/name-words.ts';
import { isRunId, readableName, runId, shortId, timeOfId } from '../../src/book/run-id.ts';

test('the ULID of a known time', () => {
  // Time part of the example in the ULID specification.
  expect(runId(1_469_918_176_385, () => 0)).toBe('01ARYZ6S410000000000000000');
  expect(runId(1_469_918_176_385, () => 0.999_999)).toBe('01ARYZ6S41ZZZZZZZZZZZZZZZZ');
});

test('ids are ids, carry their time, and sort by it', () => {
  const time = fc.integer({ min: 0, max: 2 ** 47 });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(time, time, random, (a, b, r) => {
      const [x, y] = [runId(a, () => r), runId(b, () => r)];
      expect(isRunId(x)).toBe(true);
      expect(timeOfId(x)).toBe(a);
      expect(Math.sign(x.localeCompare(y))).toBe(Math.sign(a - b));
    }),
  );
});

test('what is no id', () => {
  for (const text of [
    '',
    'abc',
    '81ARYZ6S410000000000000000',
    '01ARYZ6S41000000000000000I',
    '01aryz6s410000000000000000',
    '01ARYZ6S4100000000000000000',
  ]) {
    expect(isRunId(text), text).toBe(false);
  }
});

test('the short id is its last six characters', () => {
  expect(shortId('01ARYZ6S410000000000ABCDEF')).toBe('ABCDEF');
});

test('a name is always the same for one id, spread over the words, and ends with the id', () => {
  const id = '01ARYZ6S41TSV4RRFFQ69G5FAV';
  expect(readableName(id)).toBe(readableName(id));
  let seed = 1;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const names = Array.from({ length: 2000 }, () => runId(0, random)).map((made) => {
    const name = readableName(made);
    expect(name).toMatch(/^[a-z]+-[a-z]+-[0-9a-z]{4}$/u);
    expect(name.slice(-4).toUpperCase()).toBe(made.slice(-4));
    return name.split('-');
  });
  expect(new Set(names.map(([adjective]) => adjective)).size).toBe(ADJECTIVES.length);
  expect(new Set(names.map(([, animal]) => animal)).size).toBe(ANIMALS.length);
});

test('about a hundred words of each kind, none twice', () => {
  for (const words of [ADJECTIVES, ANIMALS]) {
    expect(words.length).toBeGreaterThan(85);
    expect(new Set(words).size).toBe(words.length);
  }
});
