import { describe, expect, it, test } from 'vitest';
import fc from 'fast-check';
import { applyOverrides } from '../../../src/pipeline/exp/override/apply-overrides.ts';
import { readOverrides } from '../../../src/pipeline/exp/override/read-override.ts';
import { paramsText } from '../../../src/pipeline/exp/edit/params-text.ts';
import { readParamsText } from '../../../src/pipeline/params/read-params.ts';
import { jsonInOrder } from '../../../src/pipeline/values/json-text.ts';

/** A file of parameters after some `-S`; a problem as its text. */
function changed(file: string, text: string | undefined, ...words: readonly string[]): string {
  const before = text === undefined ? { ok: true as const, value: new Map() } : readParamsText(text, file);
  const files = readOverrides(words.map((word) => `${file}:${word}`));
  if (!before.ok || !files.ok) throw new Error('not read');
  const after = applyOverrides(before.value, files.value.get(file) ?? []);
  if (!after.ok) throw new Error(after.error.what);
  const written = paramsText(text, file, before.value, after.value);
  return written.ok ? written.value : written.error.what;
}

describe('YAML', () => {
  const TEXT = `# what is learned
lr: 0.1   # rate
mode: "on"
train:
  layers: [1, 2]  # sizes
  opt: {name: sgd, betas: [0.9, 0.99]} # of torch

  epochs: 3
`;
  it('keeps comments and layout', () => {
    expect(changed('params.yaml', TEXT, 'lr=0.2', 'train.epochs=5')).toBe(
      TEXT.replace('0.1', '0.2').replace('epochs: 3', 'epochs: 5'),
    );
  });
  it('changes brackets and braces in their places', () => {
    expect(changed('params.yaml', TEXT, 'train.layers=[8,9,10]', 'train.opt.name=adam')).toBe(
      TEXT.replace('[1, 2]', '[8, 9, 10]').replace('name: sgd', 'name: adam'),
    );
  });
  it('adds at the end of its mapping, and takes whole lines away', () => {
    expect(changed('params.yaml', TEXT, '+train.seed=1', '~mode')).toBe(
      `${TEXT.replace('mode: "on"\n', '')}  seed: 1\n`,
    );
  });
  test.each([
    ['lr=1e-5', 'lr: 1.0e-05'],
    ['lr=-1e-7', 'lr: -1.0e-07'],
    ['mode=off', 'mode: "off"'],
    ['lr=3', 'lr: 3 '],
  ])('writes %s so that PyYAML reads it alike', (word, line) => {
    expect(changed('params.yaml', TEXT, word)).toContain(`\n${line}`);
  });
  it('makes a file where there is none', () => {
    expect(changed('params.yaml', undefined, '+a.b=1')).toBe('a:\n  b: 1\n');
  });
});

test('TOML keeps comments, tables and layout', () => {
  const text = `# top
lr = 0.1 # rate
name = "a # b"
[train] # table
layers = [
  1, 2,
] # sizes
opt = {name = "sgd"}

[other]
x.y = 'z'
`;
  expect(
    changed(
      'p.toml',
      text,
      'lr=1e-5',
      'train.layers=[3]',
      'train.opt.name=adam',
      '+train.seed=1',
      'other.x.y=w',
      '+top=true',
    ),
  ).toBe(`# top
lr = 1e-05 # rate
name = "a # b"
top = true
[train] # table
layers = [3] # sizes
opt = {name = "adam"}
seed = 1

[other]
x.y = "w"
`);
  expect(changed('p.toml', text, '~name')).toBe(text.replace('name = "a # b"\n', ''));
  expect(changed('p.toml', text, 'name=null')).toBe('cannot change p.toml');
});

test('JSON keeps its layout, and is written anew with its indentation where something is added', () => {
  const text = `{\n    "lr": 0.1,\n    "train": {"layers": [1, 2], "é": "ü"}\n}\n`;
  expect(changed('p.json', text, 'lr=2', 'train.layers=[3]')).toBe(
    text.replace('0.1', '2').replace('[1, 2]', '[3]'),
  );
  expect(changed('p.json', text, '+new=null')).toBe(
    `{\n    "lr": 0.1,\n    "train": {\n        "layers": [1, 2],\n        "\\u00e9": "\\u00fc"\n    },\n    "new": null\n}\n`,
  );
  expect(changed('p.json', '{"a": 1}', '+b=2')).toBe('{"a": 1, "b": 2}');
});

test('Python keeps all but the literal', () => {
  const text = `"""Settings."""
lr = 0.1  # rate
names = {"a": 1, "b": [2, 3]}  # by name
class Train:
    epochs: int = 3  # many
    def __init__(self):
        self.seed = 1
        x = 2
def f():
    lr = 5
`;
  expect(changed('p.py', text, 'lr=0.2', 'names.b=[4]', 'Train.epochs=7', 'Train.seed=9')).toBe(
    text
      .replace('lr = 0.1', 'lr = 0.2')
      .replace('[2, 3]', '[4]')
      .replace('int = 3', 'int = 7')
      .replace('seed = 1', 'seed = 9'),
  );
  expect(changed('p.py', text, 'lr="it\'s"')).toContain(`lr = "it's"  # rate`);
  expect(changed('p.py', text, '+new=1')).toBe('cannot change p.py');
});

test.each(['params.yaml', 'p.toml', 'p.json', 'p.py'])(
  'what is written to %s reads back the same',
  (file) => {
    const texts: Readonly<Record<string, string>> = {
      'params.yaml': 'a: 1\nb:\n  c: [1, 2] # x\n  d: text\n',
      'p.toml': 'a = 1\n[b]\nc = [1, 2] # x\nd = "text"\n',
      'p.json': '{\n  "a": 1,\n  "b": {"c": [1, 2], "d": "text"}\n}\n',
      'p.py': 'a = 1\nb = {"c": [1, 2], "d": "text"} # x\n',
    };
    const text = texts[file] ?? '';
    const scalar = fc.oneof(
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.constantFrom(
        'true',
        'false',
        'on',
        'no',
        'a b',
        '1:30',
        '0o7',
        '# x',
        "'",
        ' x',
        'ü😀',
        '\u0007',
        'a\nb',
      ),
      fc.string({ maxLength: 12 }),
    );
    const quoted = (raw: string): string =>
      `'${raw.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
    fc.assert(
      fc.property(fc.constantFrom('a', 'b.c', 'b.d'), scalar, fc.boolean(), (key, raw, isText) => {
        const isNumber = /^-?\d/.test(raw) && !isText;
        // Backslashes count only before a quote and at the end in Hydra's quotes.
        fc.pre(isNumber || !raw.includes('\\'));
        const word = `${key}=${isNumber ? raw : quoted(raw)}`;
        const files = readOverrides([`${file}:${word}`]);
        fc.pre(files.ok);
        const before = readParamsText(text, file);
        if (!before.ok || !files.ok) throw new Error('not read');
        const after = applyOverrides(before.value, files.value.get(file) ?? []);
        if (!after.ok) throw new Error(after.error.what);
        const written = paramsText(text, file, before.value, after.value);
        if (!written.ok) throw new Error(written.error.what);
        const read = readParamsText(written.value, file);
        expect(read.ok && jsonInOrder(read.value), written.value).toBe(jsonInOrder(after.value));
      }),
    );
  },
);
