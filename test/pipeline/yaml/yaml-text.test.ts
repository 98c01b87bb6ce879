import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../src/pipeline/model/key.ts';
import { Float, type Value } from '../../../src/pipeline/model/value.ts';
import { sameValue } from '../../../src/pipeline/yaml/edit/same-value.ts';
import { readYaml } from '../../../src/pipeline/yaml/read-yaml.ts';
import { yamlText } from '../../../src/pipeline/yaml/yaml-text.ts';
import { aValue } from '../a-value.ts';

// What the writer of DVC (ruamel.yaml 0.19) writes for the same values.
describe('texts are written as DVC writes them', () => {
  it.each<[string, Value, string]>([
    ['plain', 'a b', 'k: a b\n'],
    ['another type as text', '123', "k: '123'\n"],
    ['a date as text', '2024-01-02', "k: '2024-01-02'\n"],
    ['nothing as text', '', "k: ''\n"],
    ['1.1 booleans are texts', 'yes', 'k: yes\n'],
    ['a colon', 'a: b', "k: 'a: b'\n"],
    ['a comment', 'a # b', "k: 'a # b'\n"],
    ['a quote inside', "it's", "k: it's\n"],
    ['a quote and a colon', "it's: x", 'k: "it\'s: x"\n'],
    ['several lines', 'a\nb\n', 'k: "a\\nb\\n"\n'],
    ['a tab', 'a\tb', 'k: "a\\tb"\n'],
    ['not ASCII', 'naïve – 😀', 'k: naïve – 😀\n'],
    ['controls', '\u0000\u001b\u007f', 'k: "\\0\\e\\x7F"\n'],
    ['nothing', null, 'k:\n'],
    ['empty collections', [[], new Map()], 'k:\n- []\n- {}\n'],
    ['nothing in a list', [null, [null]], 'k:\n- \n- - \n'],
    [
      'numbers',
      [new Float(1e-5), new Float(1), new Float(Number.NaN), 1n],
      'k:\n- 1e-05\n- 1.0\n- .nan\n- 1\n',
    ],
    ['nested', [[1n, [2n]], new Map([['a', [3n]]])], 'k:\n- - 1\n  - - 2\n- a:\n  - 3\n'],
    [
      'a long text keeps the space at its fold',
      'python train.py --data data/prepared/features.parquet --model out/model.bin --epochs 10',
      'k: python train.py --data data/prepared/features.parquet --model out/model.bin \n  --epochs 10\n',
    ],
    [
      'a word that is too long stands on a line of its own',
      `curl ${'x'.repeat(90)}`,
      `k: curl \n  ${'x'.repeat(90)}\n`,
    ],
  ])('%s', (_, value, text) => {
    expect(yamlText(new Map([['k', value]]))).toBe(text);
  });

  it.each<[string, Value, string]>([
    ['a number', 0n, '0: v\n'],
    ['nothing', null, 'null: v\n'],
    ['a text of several lines', 'a\nb', '? "a\\nb"\n: v\n'],
    ['a long text', 'x'.repeat(123), `? ${'x'.repeat(123)}\n: v\n`],
    ['a list', ['a', 'b'], '? - a\n  - b\n: v\n'],
    ['`<<`', '<<', "'<<': v\n"],
  ])('as a key: %s', (_, key, text) => {
    expect(yamlText(new Map([[keyOf(key), 'v']]))).toBe(text);
  });

  it('a value that stands in two places is named', () => {
    const shared = new Map([['b', [1n]]]);
    const text = 'a: &id001\n  b:\n  - 1\nc:\n- *id001\n';
    expect(
      yamlText(
        new Map<string, Value>([
          ['a', shared],
          ['c', [shared]],
        ]),
      ),
    ).toBe(text);
  });
});

describe('what the writer of DVC would alter is written so that it stays', () => {
  it.each<[string, string]>([
    ['two spaces at the fold', `${'x'.repeat(70)}  ${'y'.repeat(20)}`],
    ['an escape at the fold', `${'x'.repeat(85)}\t${'y'.repeat(20)} z`],
    ['a line break that is not LF', 'a\u0085b'],
    ['a long key with spaces', 'word '.repeat(20).trim()],
  ])('%s', (_, text) => {
    const value = new Map<string, Value>([[text, text]]);
    expect(readYaml(yamlText(value), 'f')).toMatchObject({ ok: true, value: { value } });
  });
});

it('every value is read back as it was', () => {
  fc.assert(
    fc.property(aValue, (value) => {
      const tree = readYaml(yamlText(value), 'f');
      if (!tree.ok) throw new Error(tree.error.why);
      expect(sameValue(tree.value.value, value)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
