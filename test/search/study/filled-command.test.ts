import { describe, expect, it } from 'vitest';
import { filledCommand } from '../../../src/search/study/filled-command.ts';

describe('the command of a configuration', () => {
  it('has the values in place of the parameters', () => {
    expect(
      filledCommand('node train.mjs --lr ${param:lr} --name ${param:name}', { lr: 1e-4, name: 'a b' }),
    ).toBe("node train.mjs --lr 0.0001 --name 'a b'");
  });

  it('lists all parameters where the command says so', () => {
    expect(filledCommand('python train.py ${args}', { lr: 0.1, batch: 8 })).toBe(
      'python train.py --batch=8 --lr=0.1',
    );
  });

  it('is not told where only the search file can fill it', () => {
    expect(filledCommand('train ${json_file}', { lr: 0.1 })).toBeUndefined();
    expect(filledCommand('train --fast ${param:fast}', { fast: true })).toBeUndefined();
    expect(filledCommand('train --lr ${param:lr}', {})).toBeUndefined();
    expect(filledCommand("sh -c 'train ${param:lr}'", { lr: 1 })).toBeUndefined();
  });
});
