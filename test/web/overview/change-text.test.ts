import { expect, test } from 'vitest';
import { changeText } from '../../../web/pages/overview/change-text.ts';

test.each([
  [120, 100, '▲ 20 % more than then'],
  [80, 100, '▼ 20 % less than then'],
  [100.1, 100, 'as in then'],
  [1000, 100, '▲ 10 times then'],
  [5, 0, 'nothing in then'],
  [0, 0, undefined],
  [null, 100, undefined],
  [Number.NaN, 100, undefined],
])('%s after %s', (now, before, text) => {
  expect(changeText(now, before, 'then')).toBe(text);
});
