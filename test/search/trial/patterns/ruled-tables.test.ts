import { expect, test } from 'vitest';
import { reportsOf } from '../reports-of.ts';

test("spaCy's table, whose titles have several words, by steps", () => {
  const table = `E    #       LOSS TOK2VEC  LOSS NER  ENTS_F  SCORE
---  ------  ------------  --------  ------  ------
  0       0          0.00     45.67    0.00    0.00
  0     200        134.00   1345.67   65.10    0.65
 12    4000   12345678.00    845.67   75.10    0.75
Saved 2 pipelines
`;
  expect(reportsOf(table, 'SCORE')).toEqual([
    [1, 0],
    [201, 0.65],
    [4001, 0.75],
  ]);
  expect(reportsOf(table, 'loss_ner')).toEqual([
    [1, 45.67],
    [201, 1345.67],
    [4001, 845.67],
  ]);
});

test("skorch's table, where a cell may be empty", () => {
  const table = `  epoch    train_loss    valid_acc    valid_loss    cp     dur
-------  ------------  -----------  ------------  ----  ------
      1        0.6905       0.6150        0.6749     +  0.0345
      2        \u001b[36m0.6700\u001b[0m       0.6350        0.6693        0.0145
`;
  expect(reportsOf(table, 'valid_loss')).toEqual([
    [1, 0.6749],
    [2, 0.6693],
  ]);
});
