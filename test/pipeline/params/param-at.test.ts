import { expect, test } from 'vitest';
import { isMap, type ValueMap } from '../../../src/pipeline/model/value.ts';
import { paramAt } from '../../../src/pipeline/params/param-at.ts';
import { readValuesText } from '../../../src/pipeline/params/read-params.ts';

const text = `
train: {lr: 1, layers: [{size: 2}, {size: 3}], "a.b": 4}
weights: {0: 5, 1.5: 6, true: 7}
deep: {x: {y: {z: 8}}}
none:
"k*": 9
`;

function values(): ValueMap {
  const read = readValuesText(text, 'params.yaml');
  if (!read.ok || !isMap(read.value)) throw new Error('the example cannot be read');
  return read.value;
}

test.each([
  ['train.lr', 1n],
  ['.train.lr', 1n],
  ['train.layers.1.size', 3n],
  ['train.layers.-1.size', 3n],
  ['train.layers.01.size', 3n],
  ['weights.0', 5n],
  ['weights.1', 7n],
  ['none', null],
  ['tr*.lr', 1n],
  ['t?ain.[kl]r', 1n],
  ['train.[!a-k]r', 1n],
  ['deep.**.z', 8n],
  ['**.y', new Map([['z', 8n]])],
  ['k*', 9n],
])('%s leads to its value', (key, value) => {
  expect(paramAt(values(), key)).toEqual(value);
});

test.each([
  'train.nope',
  'train.lr.x',
  'train.a.b',
  'train.layers.2',
  'train.layers.-3',
  'train.layers.x',
  'none.x',
  'train.*',
  '**.**',
  'weights.*',
  '...',
  'TRAIN',
])('%s leads to none, or to several', (key) => {
  expect(paramAt(values(), key)).toBeUndefined();
});
