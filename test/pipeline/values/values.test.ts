import { describe, expect, it } from 'vitest';
import { keyOf, keyValue } from '../../../src/pipeline/model/key.ts';
import { Float, Moment, type Value } from '../../../src/pipeline/model/value.ts';
import { byCodePoints } from '../../../src/pipeline/values/code-points.ts';
import { floatText } from '../../../src/pipeline/values/float-text.ts';
import { jsonText } from '../../../src/pipeline/values/json-text.ts';
import { samePythonValue } from '../../../src/pipeline/values/same-python-value.ts';
import { pythonRepr, textOf } from '../../../src/pipeline/values/text-of.ts';

const map = (...pairs: readonly (readonly [Value, Value])[]): Value =>
  new Map(pairs.map(([key, value]) => [keyOf(key), value]));

describe('numbers as Python writes them', () => {
  it.each([
    [1, '1.0'],
    [-0, '-0.0'],
    [0.001, '0.001'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [123456789.125, '123456789.125'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1.5e300, '1.5e+300'],
    [5e-324, '5e-324'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ])('%d is %s', (n, text) => {
    expect(floatText(n)).toBe(text);
  });
});

describe('JSON as Python dumps it with sorted keys', () => {
  it.each<[string, Value, string]>([
    ['separators', ['a', [1n, null, true]], '["a", [1, null, true]]'],
    ['sorted keys', map(['b', 1n], ['a', 2n]), '{"a": 2, "b": 1}'],
    ['keys by code points', map(['😀', 1n], ['\ufffd', 2n]), '{"\\ufffd": 2, "\\ud83d\\ude00": 1}'],
    ['escapes', 'é"\\/\n\u0000\u007f', '"\\u00e9\\"\\\\/\\n\\u0000\\u007f"'],
    ['whole floats', new Float(1), '1.0'],
    ['no numbers', [new Float(Number.NaN), new Float(Number.NEGATIVE_INFINITY)], '[NaN, -Infinity]'],
    ['whole numbers without bound', 10n ** 25n, '10000000000000000000000000'],
    ['number keys by size', map([10n, 1n], [2n, 1n], [new Float(2.5), 1n]), '{"2": 1, "2.5": 1, "10": 1}'],
    ['other keys', map([true, 1n], [0n, 1n]), '{"0": 1, "true": 1}'],
  ])('%s', (_, value, text) => {
    expect(jsonText(value)).toBe(text);
  });

  it('leaves keys out at any depth', () => {
    expect(jsonText(map(['size', 1n], ['a', [map(['size', 2n], ['b', 3n])]]), new Set(['size']))).toBe(
      '{"a": [{"b": 3}]}',
    );
  });
});

describe('equality as in Python', () => {
  const big = 2n ** 53n + 1n;
  it.each<[string, Value, Value, boolean]>([
    ['1 and 1.0', 1n, new Float(1), true],
    ['1 and true', 1n, true, true],
    ['0.0 and false', new Float(0), false, true],
    ['0 and nothing', 0n, null, false],
    ["1 and '1'", 1n, '1', false],
    ['a whole number that no float can hold', big, new Float(Number(big)), false],
    ['NaN and NaN', new Float(Number.NaN), new Float(Number.NaN), false],
    ['mappings in another order', map(['a', 1n], ['b', 2n]), map(['b', 2n], ['a', new Float(1)]), true],
    ['keys 1 and 1.0', map([1n, 'x']), map([new Float(1), 'x']), true],
    ["keys 1 and '1'", map([1n, 'x']), map(['1', 'x']), false],
    ['lists in another order', [1n, 2n], [2n, 1n], false],
    ['a list and its beginning', [1n, 2n], [1n], false],
    ['a date and its text', new Moment('date', '2024-01-02'), '2024-01-02', false],
  ])('%s', (_, a, b, same) => {
    expect(samePythonValue(a, b)).toBe(same);
    expect(samePythonValue(b, a)).toBe(same);
  });
});

describe('texts of values', () => {
  it.each<[Value, string]>([
    [true, 'true'],
    [null, 'None'],
    [new Float(0.00001), '1e-05'],
    ['a b', 'a b'],
    [[1n, 'a', true, null], "[1, 'a', True, None]"],
    [map(['k', "it's"], [1n, 'a\n']), `{'k': "it's", 1: 'a\\n'}`],
    [map([['a', 1n], 2n]), "{('a', 1): 2}"],
  ])('value %# is written', (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it('shows what cannot be printed as an escape', () => {
    expect(pythonRepr('\u0007é\u00a0\u2028😀\u{e0001}\'"')).toBe(`'\\x07é\\xa0\\u2028😀\\U000e0001\\'"'`);
  });
});

it.each<[Value]>([
  [1n],
  [new Float(-0)],
  [new Float(1.5)],
  [true],
  [null],
  ['a'],
  ['\u0000a'],
  [['a', 1n, [null]]],
  [new Moment('date', '2024-01-02')],
])('key %# is read back as it was', (value) => {
  expect(keyValue(keyOf(value))).toEqual(value);
});

it('characters beyond U+FFFF come after all others', () => {
  expect(['😀', '\ufffd', 'a', '', 'ab', '\ud7ff'].sort(byCodePoints)).toEqual([
    '',
    'a',
    'ab',
    '\ud7ff',
    '\ufffd',
    '😀',
  ]);
});
