import { expect, test } from 'vitest';
import { reportsOf } from '../reports-of.ts';

const epoch = (
  e: number,
): string => `2026-01-01 | INFO | train_inner | epoch 00${e}:    100 / 1000 loss=9.1, ppl=450.1, num_updates=100, lr=1.2e-05
2026-01-01 | INFO | valid | epoch 00${e} | valid on 'valid' subset | loss 6.${e} | ppl 34.2 | num_updates ${e}000
2026-01-01 | INFO | valid | epoch 00${e} | valid on 'test' subset | loss 7.${e} | ppl 44.2 | num_updates ${e}000 | best_loss 7.1
2026-01-01 | INFO | train | epoch 00${e} | loss 5.${e} | ppl 120.1 | num_updates ${e}000 | wall 500
`;

test.each([
  ['loss', 6.1, 6.2],
  ['valid_loss', 6.1, 6.2],
  ['test_loss', 7.1, 7.2],
  ['train_loss', 5.1, 5.2],
])('fairseq: %s', (metric, first, second) => {
  expect(reportsOf(epoch(1) + epoch(2), metric)).toEqual([
    [1, first],
    [2, second],
  ]);
});
