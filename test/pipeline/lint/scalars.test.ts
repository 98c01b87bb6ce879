import { describe, expect, test } from 'vitest';
import { lintScalars } from '../../../src/pipeline/lint/scalars.ts';

describe('what PyYAML reads otherwise than DVC', () => {
  test.each([
    ['1e-3', 'the number 0.001', "the text '1e-3'", 'write 1.0e-3'],
    ['1e5', 'the number 100000.0', "the text '1e5'", 'write 1.0e+5'],
    ['1.5e3', 'the number 1500.0', "the text '1.5e3'", 'write 1.5e+3'],
    ['-.5', 'the number -0.5', "the text '-.5'", 'write -0.5'],
    ['010', '10', '8, an octal number', 'write 10, or quote it where it is a text'],
    ['0o17', 'the number 15', "the text '0o17'", 'write 15, or quote it where it is a text'],
    ['08', 'the number 8', "the text '08'", 'write 8, or quote it where it is a text'],
    ['yes', "the text 'yes'", 'true', "write true where it is a truth value, 'yes' where it is a text"],
    ['Off', "the text 'Off'", 'false', "write false where it is a truth value, 'Off' where it is a text"],
    ['12:30:45', "the text '12:30:45'", '45045, a number to the base of sixty', "quote it: '12:30:45'"],
  ])('%s', (scalar, dvc, pyYaml, fix) => {
    const text = `train:\n  lr: ${scalar}  # note\n`;
    const [first, ...more] = lintScalars(text, 'params.yaml');
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      what: `'train.lr' in 'params.yaml' is ${dvc} for DVC and ${pyYaml} for PyYAML`,
      fix,
      at: { file: 'params.yaml', line: 2, column: 7, length: scalar.length },
    });
  });

  test.each([
    '1.0e-3',
    '1.5',
    '1.',
    '.5',
    '-.inf',
    '.nan',
    '10',
    '0',
    '0x1F',
    '0b11',
    '1_000',
    "'1e-3'",
    '"yes"',
    "'010'",
    'true',
    'null',
    '2024-01-02',
    'y',
    'yesterday',
    '1:30 pm',
    '1:99',
    '[1, 2]',
    '|\n    yes',
    '007x',
    '07',
    '00',
    '-1.0e+5',
    '+1',
  ])('%s is the same for both', (scalar) => {
    expect(lintScalars(`a:\n  b: ${scalar}\n`, 'params.yaml')).toEqual([]);
  });

  test('names and items of lists are looked at too', () => {
    const told = lintScalars('on: 1\nlist: [1e5, {no: x}]\n', 'p.yaml').map(({ at }) => [
      at?.line,
      at?.column,
    ]);
    expect(told).toEqual([
      [1, 1],
      [2, 8],
      [2, 14],
    ]);
  });

  test('other formats, and what is no YAML, are passed over', () => {
    expect(lintScalars('lr = 1e-3\n', 'p.toml')).toEqual([]);
    expect(lintScalars('{"lr": 1e-3}', 'p.json')).toEqual([]);
    expect(lintScalars('a: [1e-3', 'p.yaml')).toEqual([]);
  });
});
