import { describe, expect, test } from 'vitest';
import { keyOf } from '../../../src/pipeline/model/key.ts';
import { Float, Moment } from '../../../src/pipeline/model/value.ts';
import { readParamsText, readValuesText } from '../../../src/pipeline/params/read-params.ts';

function read(text: string, file: string) {
  const values = readValuesText(text, file);
  if (!values.ok) throw new Error(`${values.error.what}: ${values.error.why}`);
  return values.value;
}

const map = (members: Readonly<Record<string, unknown>>) => new Map(Object.entries(members));

describe('files of parameters', () => {
  test.each(['p.yaml', 'p.yml', 'P.json', 'p', '.json', 'a.toml/p'])(
    '%s is read by the end of its name',
    (file) => {
      expect(read('{"a": 1}', file)).toEqual(map({ a: 1n }));
    },
  );

  test.each([
    ['p.yaml', ''],
    ['p.json', 'null'],
    ['p.json', '[]'],
    ['p.toml', ''],
    ['p.py', ''],
    ['p.yaml', '0'],
  ])('%s that holds %j is an empty mapping', (file, text) => {
    expect(read(text, file)).toEqual(new Map());
  });

  test('parameters are names with values', () => {
    expect(readParamsText('[1]', 'sub/p.json')).toMatchObject({
      ok: false,
      error: {
        what: "expected a dictionary, got 'list' in file 'sub/p.json'",
        at: { file: 'sub/p.json', line: 1 },
      },
    });
  });
});

describe('JSON, as Python reads it', () => {
  test('whole numbers have no bound and stay apart from others', () => {
    expect(read('[1, -0, 12345678901234567890, 1.0, 1e2, -0.0, NaN, -Infinity]', 'p.json')).toEqual([
      1n,
      0n,
      12345678901234567890n,
      new Float(1),
      new Float(100),
      new Float(-0),
      new Float(Number.NaN),
      new Float(Number.NEGATIVE_INFINITY),
    ]);
  });

  test('the last of two members of one name counts, at the place of the first', () => {
    expect([...(read('{"a": 1, "b": 2, "a": 3}', 'p.json') as Map<string, unknown>)]).toEqual([
      ['a', 3n],
      ['b', 2n],
    ]);
  });

  test('names keep their order, and none is special', () => {
    expect([...(read('{"2": 1, "1": 2, "__proto__": 3}', 'p.json') as Map<string, unknown>).keys()]).toEqual([
      '2',
      '1',
      '__proto__',
    ]);
  });

  test('escapes', () => {
    expect(read(String.raw`"\u00e9\ud83d\ude00\/\n\"\\"`, 'p.json')).toBe('é😀/\n"\\');
  });

  test.each([
    ['{"a": 1,}', 9],
    ['{"a" 1}', 6],
    ['[1 2]', 4],
    ['{a: 1}', 2],
    ['01', 2],
    ['[1', 3],
    ['"a', 1],
    ['"\t"', 2],
    [String.raw`"\x"`, 2],
    ['nul', 1],
    ['1 2', 3],
    ['\ufeff{}', 1],
    ['', 1],
    ["'a'", 1],
    ['[.5]', 2],
  ])('%j is refused at its place', (text, column) => {
    expect(readValuesText(text, 'p.json')).toMatchObject({
      ok: false,
      error: {
        what: "unable to read: 'p.json', JSON file structure is corrupted",
        at: { file: 'p.json', line: 1, column },
      },
    });
  });

  test('a fault is placed by line, and nesting without end is refused', () => {
    expect(readValuesText('{\n  "a": 1\n  "b": 2\n}', 'p.json')).toMatchObject({
      error: { at: { line: 3, column: 3, text: '  "b": 2' } },
    });
    expect(readValuesText('['.repeat(100_000), 'p.json')).toMatchObject({
      ok: false,
      error: { why: 'it is nested too deeply' },
    });
  });
});

describe('TOML', () => {
  test('keeps whole numbers, others, dates and times apart', () => {
    const text = 'a = 1\nb = 1.0\nc = 1_000\n"d e" = [true, {f = "g"}]\n[h.i]\nj = inf\n';
    expect(read(text, 'p.toml')).toEqual(
      map({
        a: 1n,
        b: new Float(1),
        c: 1000n,
        'd e': [true, map({ f: 'g' })],
        h: map({ i: map({ j: new Float(Number.POSITIVE_INFINITY) }) }),
      }),
    );
  });

  test.each([
    ['1979-05-27T07:32:00Z', 'datetime', '1979-05-27 07:32:00+00:00'],
    ['1979-05-27T00:32:00.5-07:00', 'datetime', '1979-05-27 00:32:00.500000-07:00'],
    ['1979-05-27 07:32:00', 'datetime', '1979-05-27 07:32:00'],
    ['1979-05-27', 'date', '1979-05-27'],
    ['07:32:00', 'time', '07:32:00'],
  ] as const)('%s is written as Python writes it', (text, kind, written) => {
    expect(read(`a = ${text}`, 'p.toml')).toEqual(map({ a: new Moment(kind, written) }));
  });

  test('a fault is placed', () => {
    expect(readValuesText('a = 1\na = 2\n', 'p.toml')).toMatchObject({
      ok: false,
      error: {
        what: "unable to read: 'p.toml', TOML file structure is corrupted",
        at: { file: 'p.toml', line: 2 },
      },
    });
  });
});

describe('Python', () => {
  test('literals at the top, in classes and in __init__', () => {
    const text = `"""words"""
import os
LR: float = 1e-3
SIZE, OTHER = 1, 2
A = B = 3
NAMES = ("a", 'b',)
LONG = [
    1,  # one
    -2.5,
]
COMPUTED = LR * 2
PATH = os.path.join("a", "b")
x = 1; y = 'it''s'

if LR:
    HIDDEN = 1

@dataclass
class Train(Base):
    epochs = 10
    opt = {"name": "adam", 0: None}

    def __init__(self, seed=1):
        self.seed = 7
        local = 8
        if seed:
            self.other = 9

    class Inner: depth = 2

def main(): z = 1
`;
    expect(read(text, 'p.py')).toEqual(
      map({
        LR: new Float(0.001),
        NAMES: ['a', 'b'],
        LONG: [1n, new Float(-2.5)],
        x: 1n,
        y: 'its',
        Train: map({
          epochs: 10n,
          opt: new Map<string, unknown>([
            ['name', 'adam'],
            [keyOf(0n), null],
          ]),
          seed: 7n,
          Inner: map({ depth: 2n }),
        }),
      }),
    );
  });

  test.each([
    ['0x1F', 31n],
    ['1_000', 1000n],
    ['-1', -1n],
    ['1.', new Float(1)],
    ['(1)', 1n],
    ['1,', [1n]],
    ['()', []],
    ['set()', []],
    ['{1, 1}', [1n]],
    ['True', true],
    ['None', null],
    [String.raw`r"\n"`, '\\n'],
    [String.raw`"\x41\u00e9\101"`, 'AéA'],
    ["'a' \\\n  'b'", 'ab'],
    ['{True: 1, 1: 2}', new Map([[keyOf(true), 2n]])],
    ['"""a\nb"""', 'a\nb'],
  ])('%s', (literal, value) => {
    expect(read(`a = ${literal}\n`, 'p.py')).toEqual(map({ a: value }));
  });

  test.each([
    'f(1)',
    'x',
    '1 + 2',
    "f'a'",
    "b'a'",
    '1j',
    '[i for i in x]',
    'lambda: 1',
    '--1',
    '-True',
    '[*a]',
    '{**a}',
    'not True',
  ])('%s is no literal', (expression) => {
    expect(read(`a = ${expression}\nb = 1\n`, 'p.py')).toEqual(map({ b: 1n }));
  });

  test.each([
    ["a = 'b\n", 1, 5],
    ['a = [1\n', 1, 5],
    ['a = 1)\n', 1, 6],
    ['if x:\n    a = 1\n  b = 2\n', 3, 3],
    ['  a = 1\n', 1, 3],
    ['a = 010\n', 1, 5],
    ['a = ?\n', 1, 5],
    ['"""a', 1, 1],
  ])('%j is refused at its place', (text, line, column) => {
    expect(readValuesText(text, 'p.py')).toMatchObject({
      ok: false,
      error: {
        what: "unable to read: 'p.py', Python file structure is corrupted",
        at: { file: 'p.py', line, column },
      },
    });
  });
});
