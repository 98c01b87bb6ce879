import fc from 'fast-check';
import { keyOf } from '../../src/pipeline/model/key.ts';
import { pythonKey } from '../../src/pipeline/values/same-python-value.ts';
import { Float, Moment, type Value } from '../../src/pipeline/model/value.ts';

// Texts that YAML may take for something else, or that stretch the writer: indicators, breaks, what looks like numbers, long lines.
const ODD = [
  '',
  ' ',
  '~',
  'null',
  'true',
  'No',
  'on',
  '123',
  '-1',
  '0x1F',
  '0o17',
  '1_000',
  '1e5',
  '1e-5',
  '.5',
  '5.',
  '.inf',
  '.NaN',
  '2024-01-02',
  '2001-12-14 21:59:43',
  '12:30:45',
  '=',
  '<<',
  '---',
  '...',
  '--- x',
  '-',
  '- x',
  '?',
  '? x',
  ':',
  ': x',
  'a: b',
  'a:b',
  'a:',
  'a #b',
  '#b',
  '&a',
  '*a',
  '!a',
  '%a',
  '@a',
  '`a`',
  '[a]',
  '{a: b}',
  'a, b',
  '"q"',
  "it's",
  "'",
  '"',
  'a\tb',
  '\t',
  'a\nb\n',
  'a\n\nb',
  '\n',
  ' a',
  'a ',
  'a\n b',
  'a \nb',
  'a\r\nb',
  'a\u0085b',
  'a\u2028b',
  'a\u2029 b',
  'a \u2028b',
  '\ufeffa',
  'é',
  '😀',
  '\u{10ffff}',
  'a\u0000b',
  '\u001b[0m',
  '\u007f',
  '\u00a0x',
  '|',
  '> x',
  '$HOME',
  '${x}',
];

const word = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[a-z/.=-]{1,12}$/) },
  { weight: 2, arbitrary: fc.constantFrom(...ODD) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{70,90}$/) },
);
const separator = fc.constantFrom(' ', ' ', ' ', ' ', ' ', '  ', '\n', '', '\t', '\u2028');

/** Texts of all sorts, many of them too long for a line. */
export const aText: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 2, arbitrary: fc.constantFrom(...ODD) },
    { weight: 2, arbitrary: word },
    {
      weight: 3,
      arbitrary: fc
        .array(fc.tuple(word, separator), { minLength: 1, maxLength: 24 })
        .map((parts) => parts.flat().join('').slice(0, -1)),
    },
    {
      weight: 1,
      arbitrary: fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { maxLength: 30 }).map((w) => w.join(' ')),
    },
  )
  .map((text) =>
    text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '?'),
  );

const aDate = fc
  .date({ min: new Date('1000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => new Moment('date', date.toISOString().slice(0, 10)));

/** A value that is neither a list nor a mapping. */
export const aScalar: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: aText },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }) },
  { weight: 1, arbitrary: fc.double().map((n) => new Float(n)) },
  {
    weight: 1,
    arbitrary: fc
      .double({ min: -1000, max: 1000, noNaN: true })
      .map((n) => new Float(Math.round(n * 100) / 100)),
  },
  { weight: 1, arbitrary: aDate },
);

const aKey = fc
  .oneof({ weight: 8, arbitrary: aText }, { weight: 1, arbitrary: aScalar.filter((v) => !isNaN_(v)) })
  .map(keyOf);

function isNaN_(value: Value): boolean {
  return value instanceof Float && Number.isNaN(value.value);
}

/** Values nested a few levels deep. */
export const aValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    aScalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(aKey, tie('value')), { maxLength: 4, selector: ([key]) => pythonKey(key) })
      .map((pairs) => new Map(pairs)),
  ),
})).value;
