import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/errors.ts';
import { keyOf } from '../../../src/pipeline/model/key.ts';
import { Float, Moment, type Value } from '../../../src/pipeline/model/value.ts';
import { compose } from '../../../src/pipeline/yaml/read/compose.ts';
import { composePlain } from '../../../src/pipeline/yaml/read/compose-plain.ts';
import { readYaml, type YamlTree } from '../../../src/pipeline/yaml/read-yaml.ts';
import { aYamlText } from '../a-yaml-text.ts';

function read(text: string): YamlTree {
  const tree = readYaml(text, 'dvc.yaml');
  if (!tree.ok) throw new Error(`${tree.error.why} ${JSON.stringify(tree.error.at)}`);
  return tree.value;
}

function refused(text: string): Problem {
  const tree = readYaml(text, 'dvc.yaml');
  if (tree.ok) throw new Error('it is read');
  return tree.error;
}

describe('plain values', () => {
  it.each<[string, Value]>([
    ['1e5', new Float(1e5)],
    ['1e-5', new Float(1e-5)],
    ['1.', new Float(1)],
    ['.5', new Float(0.5)],
    ['.inf', new Float(Number.POSITIVE_INFINITY)],
    ['-.INF', new Float(Number.NEGATIVE_INFINITY)],
    ['.NaN', new Float(Number.NaN)],
    ['010', 10n],
    ['0o17', 15n],
    ['0x1F', 31n],
    ['-0b11', -3n],
    ['1_000', 1000n],
    ['12345678901234567890123', 12345678901234567890123n],
    ['yes', 'yes'],
    ['on', 'on'],
    ['TRUE', true],
    ['~', null],
    ['', null],
    ['12:30:45', '12:30:45'],
    ['1.2.3', '1.2.3'],
    ['2024-01-02', new Moment('date', '2024-01-02')],
    ['2001-12-14t21:59:43.1234567-05:30', new Moment('datetime', '2001-12-14 21:59:43.123457-05:30')],
    ['2001-12-31 23:59:59.9999999 Z', new Moment('datetime', '2002-01-01 00:00:00+00:00')],
    ['!!str 12', '12'],
    ['!!float 12', new Float(12)],
  ])('%s', (text, value) => {
    expect(read(`k: ${text}`).value).toEqual(new Map([['k', value]]));
  });

  it('keys that are not text stay what they are', () => {
    expect(read('{0: a, 1.5: b, true: c, ~: d, [x, 1]: e}').value).toEqual(
      new Map([0n, new Float(1.5), true, null, ['x', 1n]].map((key, i) => [keyOf(key), 'abcde'[i]])),
    );
  });
});

describe('anchors', () => {
  it('merge keys give what is not there, the first of a list first', () => {
    const text = 'a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: 0\n';
    expect([...(read(text).value as ReadonlyMap<string, Value>).entries()].at(-1)).toEqual([
      'c',
      new Map([
        ['y', 2n],
        ['z', 4n],
        ['x', 0n],
      ]),
    ]);
  });

  it('a few lines that stand for more than a memory holds are refused at once', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    expect(refused(lines.join('\n'))).toMatchObject({ code: 'E_PIPELINE_FILE', at: { line: 6, column: 5 } });
  });

  it('what holds itself is refused', () => {
    expect(refused('a: &a [1, *a]').why).toBe('this holds itself by an alias');
  });

  it('depth has a bound', () => {
    expect(refused('['.repeat(100_000)).why).toContain('more than 400 deep');
    expect(refused('- '.repeat(5_000)).why).toContain('more than 400 deep');
    const chain = Array.from({ length: 20_000 }, (_, i) => `- &a${i} [${i === 0 ? 'x' : `*a${i - 1}`}]`);
    expect(refused(chain.join('\n')).why).toContain('more than 400 deep');
  });
});

describe('faults are shown in their place', () => {
  it.each<[string, string, number, number, number]>([
    ['a tab as indentation', 'stages:\n\ta:\n', 2, 1, 1],
    ['a key that is written twice', 'a: 1\nb:\n  cmd: x\n  cmd: y\n', 4, 3, 3],
    ['an unknown alias', 'a: *nowhere\n', 1, 4, 8],
    ['an unknown tag', 'a: 1\nb: !foo x\n', 2, 4, 4],
    ['a colon in a text', 'cmd: echo a: b\n', 1, 12, 1],
    ['a quote that is not closed', "a: 1\nb: 'x\nc: 2\n", 2, 4, 1],
    ['a bracket that is not closed', 'a: [1, 2\nb: 3\n', 2, 2, 1],
    ['a line without a colon', 'a: 1\nb\nc: 3\n', 2, 1, 1],
    ['less indentation than any', 'a:\n    b: 1\n  c: 2\n', 3, 3, 1],
    ['a date that is none', 'd: 2024-02-30\n', 1, 4, 10],
    ['a number that is none', 'd: 0x_\n', 1, 4, 3],
    ['a second document', 'a: 1\n---\nb: 2\n', 2, 1, 3],
    ['an equals sign alone', 'a: =\n', 1, 4, 1],
    ['another version of YAML', '%YAML 1.1\n---\na: 1\n', 1, 1, 9],
    ['a character that is not allowed', 'a: x\u0007y\n', 1, 5, 1],
    ['an escape that is none', 'a: "x\\y"\n', 1, 6, 2],
    ['behind CR LF', 'a: 1\r\nb: *x\r\n', 2, 4, 2],
  ])('%s', (_, text, line, column, length) => {
    const { at, why, fix, what } = refused(text);
    expect({ line: at?.line, column: at?.column, length: at?.length }).toEqual({ line, column, length });
    expect(at?.text).toBe(text.split(/\r?\n/)[line - 1]);
    expect(what).toBe('dvc.yaml is not valid YAML');
    expect(why).toBeTruthy();
    expect(fix ?? '-').not.toBe('');
  });

  it('a merge conflict is called one', () => {
    const text = 'a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n';
    expect(refused(text)).toMatchObject({
      what: 'dvc.yaml holds a merge conflict',
      at: { line: 2, length: 12 },
    });
  });
});

describe('places of values', () => {
  const tree = read(
    '# top\nstages:\n  a:\n    cmd: [x, "y z"]\n    deps:\n    - p\n    - q: 1\n  b: &b\n    0: z\n  c:\n    <<: *b\n    e:\n',
  );
  it.each<[string, readonly (string | number)[], 'key' | 'value', number, number, number]>([
    ['a key', ['stages', 'a'], 'key', 3, 3, 1],
    ['an item of a flow list', ['stages', 'a', 'cmd', 1], 'value', 4, 14, 5],
    ['an item', ['stages', 'a', 'deps', 0], 'value', 6, 7, 1],
    ['a value in an item', ['stages', 'a', 'deps', 1, 'q'], 'value', 7, 10, 1],
    ['a number as key', ['stages', 'b', 0], 'value', 9, 8, 1],
    ['what was merged', ['stages', 'c', keyOf(0n)], 'value', 9, 8, 1],
    ['what is empty', ['stages', 'c', 'e'], 'value', 12, 5, 1],
    ['what is missing, by what should hold it', ['stages', 'a', 'outs'], 'value', 3, 3, 1],
  ])('%s', (_, path, of, line, column, length) => {
    const { file, line: l, column: c, length: n } = tree.placeOf(path, of);
    expect({ file, line: l, column: c, length: n }).toEqual({ file: 'dvc.yaml', line, column, length });
  });
});

it('the quick way for plain texts comes to the same nodes as the whole reader', () => {
  let quick = 0;
  fc.assert(
    fc.property(aYamlText, (text) => {
      const plain = composePlain(text);
      if (plain === undefined) return;
      quick++;
      expect(plain.root).toEqual(compose(text).root);
    }),
    { numRuns: 3000 },
  );
  expect(quick).toBeGreaterThan(20);
});

it('the quick way takes no text that the whole reader refuses, with whatever sign wherever', () => {
  const base = "a:\n  b1: x y\n  - z\n  c:\n  - d: 1\n    e: 'q'\n  - f\n";
  const texts = [base, base.replace('  - z\n', '')];
  const signs = [
    ...Array.from('@&*!|>%`\'"#-?:,[]{}~=.<\\/+0 \n\t'),
    '- ',
    ': ',
    ' #',
    '\n\n',
    '---',
    '...',
    '<<:',
  ];
  for (const text of texts)
    for (let at = 0; at <= text.length; at++)
      for (const sign of signs)
        for (const removed of [0, 1, 2]) {
          const edited = text.slice(0, at) + sign + text.slice(at + removed);
          const plain = composePlain(edited);
          if (plain !== undefined) expect(plain.root, JSON.stringify(edited)).toEqual(compose(edited).root);
        }
});

it('whatever a text holds, it is read or refused', () => {
  fc.assert(
    fc.property(fc.oneof(aYamlText, fc.string({ unit: 'binary' })), (text) => {
      const tree = readYaml(text, 'f');
      if (!tree.ok) expect(tree.error).toMatchObject({ code: 'E_PIPELINE_FILE', at: { file: 'f' } });
    }),
    { numRuns: 1000 },
  );
});
