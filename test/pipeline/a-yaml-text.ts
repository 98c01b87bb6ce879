import fc from 'fast-check';
import { yamlText } from '../../src/pipeline/yaml/yaml-text.ts';
import { aValue } from './a-value.ts';

// Lines and pieces that meet the corners of YAML when they are put under each other at random.
const LINES = [
  'a:',
  'b:',
  'a: b',
  'b: 1.0',
  'c: 0x1F',
  'd: 1_000',
  'e: ~',
  'f: 2024-01-02',
  'g: 2001-12-14t21:59:43.10-05:00',
  '- a',
  '- a: b',
  '- b:',
  '- - x',
  '-',
  '-  y',
  '? k',
  '?',
  ': v',
  ':',
  '? - a',
  '# c',
  '',
  ' ',
  'a: |',
  'b: >-',
  'c: |+',
  'd: >2',
  '|',
  'text',
  'more text: here',
  'long text goes on',
  '[a, b]',
  'l: [a, "b", 1e3, {x: y}, z: w]',
  '{a: b, c: [1], d, ? e : f}',
  'm: {a: b,',
  '}',
  ']',
  ', x',
  '&x a: b',
  'n: &x {a: 1, b: 2}',
  'o: &y',
  'p: *x',
  '- *y',
  '*x : 1',
  '<<: *x',
  '<<: [*x, *y]',
  '<<: {z: 1}',
  'n: &x [1, {b: &z 2024-01-02}]',
  'aa: *z',
  'bb: [*z, *x, *x]',
  'cc: {x: *y}',
  'dd: &y {c: &x [1], d: *x}',
  '"q',
  'q"',
  'q: "x\\ty\\',
  "'s': t",
  "s: 'it''s",
  "end'",
  '---',
  '...',
  '--- x',
  'r: !!str 12',
  's: !!int "7"',
  't: ! "8"',
  'u: !foo bar',
  '\t- a',
  'v:\tw',
  'a: b # c',
  'a: b#c',
  'a:  - b',
  'a:b',
  'a : b',
  'http://x: y',
  'x: a: b',
  '%YAML 1.2',
  '@x',
  'y: `z`',
  'z: =',
  '=: 1',
  '1: one',
  '1.0: uno',
  'true: yes',
  '[a, b]: c',
  '! a',
  'a: "é😀\\u263a"',
  'b: a\u0085b',
  '\ufeffa: b',
  'c: a\u2028b',
  'k: -',
  'k: - a',
  'k: ?',
  'k: :x',
  'k: [?x, :y, -z, a:b, c: d]',
  'k: {a:b, c:: d, e: , :f}',
];

const aLine = fc
  .tuple(
    fc.oneof(fc.constantFrom(0, 0, 2, 2, 4), fc.integer({ min: 0, max: 7 })),
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...LINES) },
      { weight: 1, arbitrary: fc.stringMatching(/^[a :\-?,[\]{}#&*!|>'"%\t~.0-9e]{0,12}$/) },
    ),
  )
  .map(([indent, line]) => ' '.repeat(indent) + line);

const someLines = fc
  .tuple(
    fc.array(aLine, { minLength: 1, maxLength: 7 }),
    fc.constantFrom('\n', '\n', '\n', '\r\n', '\r'),
    fc.boolean(),
  )
  .map(([lines, end, ended]) => lines.join(end) + (ended ? end : ''));

const PIECES = [
  ' ',
  '  ',
  '\n',
  ':',
  ': ',
  '- ',
  '\n- ',
  '\n  ',
  '#',
  ' #',
  "'",
  '"',
  '\\',
  '|',
  '&x ',
  '*x',
  '[',
  ']',
  '{',
  '}',
  ',',
  '\t',
  '?',
  '!',
  'x',
];

/** What we write, changed in a place or two. */
const anEditedText = fc
  .tuple(aValue, fc.array(fc.tuple(fc.nat(400), fc.nat(3), fc.constantFrom(...PIECES)), { maxLength: 2 }))
  .map(([value, edits]) =>
    edits.reduce((text, [at, removed, piece]) => {
      const from = text.length === 0 ? 0 : at % text.length;
      return text.slice(0, from) + piece + text.slice(from + removed);
    }, yamlText(value)),
  )
  // Half a pair is no text that a file could hold.
  .filter((text) => !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text));

/** Texts of which some are YAML, some nearly. */
export const aYamlText: fc.Arbitrary<string> = fc.oneof(someLines, anEditedText);
