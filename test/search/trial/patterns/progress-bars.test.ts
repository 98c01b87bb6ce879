import { describe, expect, test } from 'vitest';
import { reportsOf } from '../reports-of.ts';

describe('bars whose steps are the epochs', () => {
  const draw = (label: string, done: number, rest: string): string =>
    `\r${label}${done * 25}%|███   | ${done}/4 [00:0${done}<00:02, ${rest}]`;
  const expected = [
    [1, 0.1],
    [2, 0.2],
    [3, 0.3],
    [4, 0.4],
  ];

  test('figures that are set in the loop', () => {
    const drawn = [0, 1, 2, 3].flatMap((done) => [
      draw('Epochs: ', done, done === 0 ? '?it/s' : `1.0it/s, acc=0.${done}`),
      draw('Epochs: ', done, `1.0it/s, acc=0.${done + 1}`),
    ]);
    expect(reportsOf(`${drawn.join('')}${draw('Epochs: ', 4, '1.0it/s, acc=0.4')}\n`, 'acc')).toEqual(
      expected,
    );
  });

  test('figures that are set when the bar has moved on', () => {
    const drawn = [1, 2, 3, 4].flatMap((done) => [
      draw('', done, `1.0s/epoch${done === 1 ? '' : `, acc=0.${done - 1}`}`),
      draw('', done, `1.0s/epoch, acc=0.${done}`),
    ]);
    expect(reportsOf(`${draw('', 0, '?epoch/s')}${drawn.join('')}\n`, 'acc')).toEqual(expected);
  });

  test('a bar that may be of the steps of an epoch is heard at its end', () => {
    const drawn = `${draw('Epoch: ', 2, '1.0it/s, acc=0.1')}${draw('Epoch: ', 3, '1.0it/s, acc=0.2')}`;
    expect(reportsOf(`${drawn}${draw('Epoch: ', 4, '1.0it/s, acc=0.3')}\n`, 'acc')).toEqual([[1, 0.3]]);
  });

  test('a list among the figures does not end a bar', () => {
    expect(reportsOf(`${draw('Epoch 1: ', 4, 'p=[1, 2], acc=0.3')}\n`, 'acc')).toEqual([[2, 0.3]]);
  });

  test('an epoch that was not finished says nothing', () => {
    expect(reportsOf(`${draw('Epochs: ', 0, '1.0it/s, acc=0.1')}\nKilled\n`, 'acc')).toEqual([]);
  });
});
