import { describe, expect, it, test } from 'vitest';
import { applyOverrides } from '../../../src/pipeline/exp/override/apply-overrides.ts';
import { combinations, readOverrides } from '../../../src/pipeline/exp/override/read-override.ts';
import { readParamsText } from '../../../src/pipeline/params/read-params.ts';
import { jsonInOrder } from '../../../src/pipeline/values/json-text.ts';

/** What one `-S` asks for, its values as JSON. */
function read(word: string) {
  const files = readOverrides([word]);
  if (!files.ok) return `refused: ${files.error.why ?? ''}`;
  const [[file, [one]] = ['', []]] = files.value;
  if (one === undefined) throw new Error('no override');
  const values = one.values.map(jsonInOrder);
  return { file, how: one.how, key: one.key, values, isSweep: one.isSweep };
}

function valueOf(right: string): string {
  const one = read(`k=${right}`);
  return typeof one === 'string' || one.isSweep ? JSON.stringify(one) : (one.values[0] ?? 'none');
}

// What Hydra 1.3 reads, as JSON.
test.each([
  ['1', '1'],
  ['0.1', '0.1'],
  ['1e-3', '0.001'],
  ['1e5', '100000.0'],
  ['1.', '1.0'],
  ['+5', '5'],
  ['-.5', '-0.5'],
  ['1_000', '1000'],
  ['inf', 'Infinity'],
  ['nan', 'NaN'],
  ['True', 'true'],
  ['NULL', 'null'],
  ['007', '"007"'],
  ['info', '"info"'],
  ['yes', '"yes"'],
  ['10abc', '"10abc"'],
  ['1.2.3', '"1.2.3"'],
  ['a b', '"a b"'],
  ['  x  ', '"x"'],
  ['a/b.csv', '"a/b.csv"'],
  ['12:30:45', '"12:30:45"'],
  ['2024-01-01', '"2024-01-01"'],
  [String.raw`a\,b`, '"a,b"'],
  [String.raw`\ x`, '" x"'],
  ["'1'", '"1"'],
  ["'a, b'", '"a, b"'],
  [String.raw`'it\'s'`, '"it\'s"'],
  ['', '""'],
  ['[]', '[]'],
  ['[1, a, null, 2.5]', '[1, "a", null, 2.5]'],
  ['{a: 1, b: [x, y]}', '{"a": 1, "b": ["x", "y"]}'],
  ['${a.b}', '"${a.b}"'],
  ['int(3.7)', '3'],
  ['float(3)', '3.0'],
  ['str(3)', '"3"'],
])('the value %s is %s', (right, json) => {
  expect(valueOf(right)).toBe(json);
});

test.each([
  'a=b',
  'a[b',
  '[1',
  '{a',
  "'open",
  'f(1)',
  'choice()',
  'choice(1',
  'glob(*)',
  'int(a)',
  'range(a)',
])('the value %s is refused', (right) => {
  expect(valueOf(right)).toMatch(/^"refused: ./);
});

test.each([
  ['1,2', ['1', '2']],
  ['a, b ,c', ['"a"', '"b"', '"c"']],
  ['[1,2],[3]', ['[1, 2]', '[3]']],
  ['choice(0.1,x)', ['0.1', '"x"']],
  ['range(3)', ['0', '1', '2']],
  ['range(1,10,3)', ['1', '4', '7']],
  ['range(5,1,-2)', ['5', '3']],
  ['range(0,1,0.25)', ['0.0', '0.25', '0.5', '0.75']],
  ['range(0,0.3,0.1)', ['0.0', '0.1', '0.2']],
  ['range(start=1,stop=3)', ['1', '2']],
])('%s is a sweep', (right, values) => {
  expect(read(`k=${right}`)).toMatchObject({ isSweep: true, values });
});

describe('the left side', () => {
  test.each([
    ['lr=1', { file: 'params.yaml', how: 'change', key: 'lr' }],
    ['a.b.0=1', { file: 'params.yaml', how: 'change', key: 'a.b.0' }],
    ['conf/p.toml:a=x:y', { file: 'conf/p.toml', how: 'change', key: 'a' }],
    ['+new=1', { how: 'add', key: 'new' }],
    ['++any=1', { how: 'set', key: 'any' }],
    ['~old', { how: 'delete', key: 'old', values: [] }],
    ['p.json:~old=1', { file: 'p.json', how: 'delete', key: 'old' }],
  ])('%s', (word, meaning) => {
    expect(read(word)).toMatchObject(meaning);
  });
  test.each(['lr', '=1', 'a/b=1', 'a@b=1', 'a..b=1', ' a=1'])('%s is refused', (word) => {
    expect(read(word)).toMatch(/^refused: ./);
  });
});

describe('what overrides leave', () => {
  const PARAMS = 'lr: 0.1\ntrain: {epochs: 3, layers: [1, {size: 2}]}\nempty:\n';
  function left(...words: readonly string[]): string {
    const files = readOverrides(words);
    const params = readParamsText(PARAMS, 'params.yaml');
    if (!files.ok || !params.ok) throw new Error('not read');
    const after = applyOverrides(params.value, files.value.get('params.yaml') ?? []);
    return after.ok ? jsonInOrder(after.value) : `${after.error.what} ${after.error.why ?? ''}`;
  }
  test.each([
    [['lr=1'], '{"lr": 1, "train": {"epochs": 3, "layers": [1, {"size": 2}]}, "empty": null}'],
    [['train.epochs=4'], '{"lr": 0.1, "train": {"epochs": 4, "layers": [1, {"size": 2}]}, "empty": null}'],
    [
      ['train.layers.1.size=5'],
      '{"lr": 0.1, "train": {"epochs": 3, "layers": [1, {"size": 5}]}, "empty": null}',
    ],
    [['train.layers=[9]'], '{"lr": 0.1, "train": {"epochs": 3, "layers": [9]}, "empty": null}'],
    [['~train', '+a.b=x'], '{"lr": 0.1, "empty": null, "a": {"b": "x"}}'],
    [['train={epochs: 9}'], '{"lr": 0.1, "train": {"epochs": 9, "layers": [1, {"size": 2}]}, "empty": null}'],
    [
      ['+train={new: 1}', '~lr=0.1', '++empty=2'],
      '{"train": {"epochs": 3, "layers": [1, {"size": 2}], "new": 1}, "empty": 2}',
    ],
  ])('%j', (words, json) => {
    expect(left(...words)).toBe(json);
  });
  test.each([
    [['nope=1'], "Could not override 'nope'."],
    [['train.nope=1'], "Could not override 'train.nope'."],
    [['lr.deep=1'], "Could not override 'lr.deep'."],
    [['train.layers.7=1'], "Could not override 'train.layers.7'."],
    [['train={new: 1}'], "Could not override 'train'."],
    [['+lr=2'], "Could not append to config. An item is already at 'lr'."],
    [['~nope'], "Could not delete from config. 'nope'"],
    [['~lr=7'], 'its value is 0.1'],
  ])('%j is refused', (words, why) => {
    expect(left(...words)).toContain(why);
  });
});

it('combines sweeps, the first slowest, over several files', () => {
  const files = readOverrides(['a=1,2', 'p.json:b=choice(x,y)', 'c=3']);
  if (!files.ok) throw new Error(files.error.what);
  const sets = combinations(files.value).map((set) =>
    [...set].map(([file, overrides]) => `${file} ${overrides.map(({ text }) => text).join(' ')}`),
  );
  expect(sets).toEqual([
    ['params.yaml a=1 c=3', 'p.json b=x'],
    ['params.yaml a=1 c=3', 'p.json b=y'],
    ['params.yaml a=2 c=3', 'p.json b=x'],
    ['params.yaml a=2 c=3', 'p.json b=y'],
  ]);
});
