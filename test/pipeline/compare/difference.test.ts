import { expect, test } from 'vitest';
import { differences } from '../../../src/pipeline/compare/difference.ts';
import { Float, type Value } from '../../../src/pipeline/model/value.ts';

const file = (value: Value): ReadonlyMap<string, Value> => new Map([['m', value]]);
const map = (...pairs: readonly (readonly [string, Value])[]): Value => new Map(pairs);
const between = (old: Value, now: Value, all = false): unknown => {
  const [found] = differences(file(old), file(now), all).values();
  return found && Object.fromEntries(found);
};

test('values are compared as Python compares them, and subtracted where both are numbers', () => {
  const old = map(['a', 1n], ['b', new Float(0.9)], ['c', 'x'], ['d', true], ['e', 1n]);
  const now = map(['a', new Float(1)], ['b', new Float(0.95)], ['c', 'y'], ['d', false], ['f', 2n]);
  expect(between(old, now)).toEqual({
    b: { old: new Float(0.9), new: new Float(0.95), diff: new Float(0.95 - 0.9) },
    c: { old: 'x', new: 'y' },
    d: { old: true, new: false, diff: -1n },
    e: { old: 1n, new: null },
    f: { old: null, new: 2n },
  });
});

test('mappings are laid open, lists are compared as a whole', () => {
  const old = map(['t', map(['lr', 1n], ['l', [1n, 'a']])]);
  expect(between(old, map(['t', map(['lr', 3n], ['l', [1n]])]))).toEqual({
    't.lr': { old: 1n, new: 3n, diff: 2n },
    't.l': { old: "[1, 'a']", new: '[1]' },
  });
});

test('what is no number is never equal to itself', () => {
  expect(between(map(['a', new Float(Number.NaN)]), map(['a', new Float(Number.NaN)]))).toHaveProperty('a');
});

test('a file that became a single value cannot be compared key by key', () => {
  expect(between(map(['a', 1n]), 2n)).toEqual({ a: { old: 1n, new: 'unable to parse' } });
  expect(between(1n, 3n)).toEqual({ '': { old: 1n, new: 3n, diff: 2n } });
});

test('without a change there is nothing, unless all is asked for', () => {
  expect(between(map(['a', 1n]), map(['a', 1n]))).toBeUndefined();
  expect(between(map(['a', 1n]), map(['a', 1n]), true)).toEqual({ a: { old: 1n, new: 1n, diff: 0n } });
});
