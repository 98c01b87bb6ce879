import { expect, test } from 'vitest';
import { reportsOf } from '../reports-of.ts';

const rounds = (numbers: readonly number[]): string =>
  numbers.map((n) => `[${n}]\ttrain-rmse:0.${90 - n}\teval-rmse:0.${95 - n}\n`).join('');

test.each([
  ['XGBoost in Python', [0, 10, 20], [1, 11, 21]],
  ['XGBoost in R', [1, 11, 21], [1, 11, 21]],
  ['XGBoost in Python that goes on', [40, 41], [41, 42]],
])('%s: a training of n rounds stands at n', (_, printed, places) => {
  expect(reportsOf(rounds(printed), 'eval-rmse').map(([place]) => place)).toEqual(places);
});
