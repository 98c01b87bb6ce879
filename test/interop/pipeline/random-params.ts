import fc from 'fast-check';

/** A file of parameters, and keys to look for in it. */
export interface ParamsFile {
  readonly name: string;
  readonly text: string;
  readonly keys: readonly string[];
}

const key = fc.constantFrom('a', 'lr', 'b', 'x-y', 'né', '0', '1', 'k k', 'a*', '[z]', 'A');
const dotted = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: key },
      fc.constantFrom('*', '?', '-1', '01', '**', '[ab]', '[!a]', '', ' 0'),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((parts) => parts.join('.'));

/** JSON, with the numbers and words that Python allows, now and then broken. */
const json: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.constantFrom(
      '1',
      '-0',
      '0.10',
      '1E5',
      '1e-7',
      '12345678901234567890',
      '-1.5e+300',
      '1e999',
      '01',
      '.5',
      '1.',
      '+1',
    ),
    fc.constantFrom('null', 'true', 'false', 'NaN', 'Infinity', '-Infinity', 'nul', "'a'"),
    fc
      .oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.string({ maxLength: 6 }))
      .map((text) => JSON.stringify(text)),
    fc.constantFrom('"\\u00e9\\ud83d\\ude00"', '"\\/\\b"', '"\\x"', '"a\tb"', '"\\u12"'),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 4 })
      .map(
        (members) => `{${members.map(([name, value]) => `${JSON.stringify(name)} : ${value}`).join(',\n')}}`,
      ),
  ),
})).value;

/** Assignments of literals and of what is none; bytes and imaginary numbers, which no lock can hold, are not among them. */
const python: fc.Arbitrary<string> = fc
  .letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      fc.constantFrom(
        '1',
        '-1',
        '+2',
        '0x1F',
        '0b1_0',
        '1_000',
        '1.',
        '.5',
        '1e-3',
        '-1.5E3',
        '00',
        '- 3',
        '(4)',
        '-(5)',
        '--1',
      ),
      fc.constantFrom(
        'None',
        'True',
        'False',
        'x',
        'f(1)',
        '1 + 2',
        'not True',
        'lambda: 1',
        '[i for i in x]',
        'a.b',
      ),
      fc.constantFrom(
        "'a'",
        '"b\\n"',
        "'''c\nd'''",
        "r'\\e'",
        "f'g{1}'",
        "'h' 'i'",
        '"\\u00e9\\x41\\101\\q"',
        "u'j'",
        "('k'\n 'l')",
        "'#'",
      ),
      fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      fc
        .array(tie('value'), { maxLength: 3 })
        .map((items) => `(${items.join(', ')}${items.length === 1 ? ',' : ''})`),
      fc
        .array(fc.tuple(fc.constantFrom("'a'", "'b'", '1', 'True', 'None', '**x'), tie('value')), {
          maxLength: 3,
        })
        .map(
          (members) =>
            `{${members.map(([name, value]) => (name === '**x' ? name : `${name}: ${value}`)).join(',\n  ')}}`,
        ),
      fc.constantFrom('set()', '{1}', "{'a', 'a'}", '[\n  1, # one\n  2,\n]'),
    ),
  }))
  .value.chain((value) =>
    fc.constantFrom(
      `a = ${value}`,
      `a = ${value}, 2`,
      `z = ${value},`,
      `b: float = ${value}`,
      `self.x = ${value}`,
      `lr = b = ${value}`,
      `A.z = ${value}`,
      `c, d = ${value}`,
      `x[0] = ${value}`,
      `a += ${value}`,
      `e = ${value}; f = 2`,
      `g = ${value}  # why`,
      `h: "dict[str, int]" = ${value}`,
    ),
  );

const simple = [
  'pass',
  'import os',
  'x: int',
  '"""words"""',
  'print("a")',
  'del a',
  'assert a == 1, "b"',
  '@wrap',
  'return 1',
];
const block = (head: string, lines: readonly string[], indent: string): string =>
  `${head}\n${lines.map((line) => indent + line.replaceAll('\n', `\n${indent}`)).join('\n')}`;

const pythonFile = fc.letrec<{ lines: readonly string[] }>((tie) => ({
  lines: fc.array(
    fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      { weight: 6, arbitrary: python },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          ...simple.slice(0, -2),
          '',
          '# note',
          'class E: pass',
          'class F: z = 1; y = 2',
        ),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.constantFrom(
              'class A:',
              'class B(C, metaclass=D):',
              '@wrap\nclass A:',
              'def __init__(self, x={"a": 1}) -> None:',
              'def other():',
              'async def __init__(self):',
              'if True:',
              'for i in [1]:',
              'with open("f") as f:',
              'while x: # note',
            ),
            tie('lines'),
            fc.constantFrom('  ', '\t', '    '),
          )
          .map(([head, lines, indent]) =>
            block(head, lines.length === 0 ? ['pass'] : [...lines, 'pass'], indent),
          ),
      },
    ),
    { maxLength: 5 },
  ),
})).lines;

const toml = fc.constantFrom(
  'a = 1\nb = 1.0\n[lr]\nx-y = "s"\n"né" = [1, 2.5, {k = true}]\n',
  'a = 1979-05-27T07:32:00Z\nb = 1979-05-27\nlr = 07:32:00\nx = 1979-05-27 07:32:00.5\n',
  '[[a]]\nb = 1\n[[a]]\nb = 2\n',
  'a.b.lr = 0x1F\na.b.c = 1_000\nlr = 1e5\nm = inf\nn = -nan\n',
  'a = 1\na = 2\n',
  'a = 12345678901\n[b]\n0 = "z"\n',
  'a = ',
  '',
);

const named = (name: string, text: fc.Arbitrary<string>): fc.Arbitrary<ParamsFile> =>
  fc.record({ name: fc.constant(name), text, keys: fc.array(dotted, { maxLength: 6 }) });

/** Files of parameters of every kind; YAML as far as JSON is YAML. */
export const paramsFile: fc.Arbitrary<ParamsFile> = fc.oneof(
  { weight: 3, arbitrary: named('p.json', json) },
  {
    weight: 4,
    arbitrary: named(
      'p.py',
      pythonFile.map((lines) => `${lines.join('\n')}\n`),
    ),
  },
  { weight: 1, arbitrary: named('P.TOML', toml) },
  { weight: 2, arbitrary: named('p.yaml', json) },
);
