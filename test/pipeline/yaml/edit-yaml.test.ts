import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isMap, type Value, type ValueMap } from '../../../src/pipeline/model/value.ts';
import { editYaml } from '../../../src/pipeline/yaml/edit-yaml.ts';
import { sameValue } from '../../../src/pipeline/yaml/edit/same-value.ts';
import { readYaml } from '../../../src/pipeline/yaml/read-yaml.ts';
import { yamlText } from '../../../src/pipeline/yaml/yaml-text.ts';
import { aValue } from '../a-value.ts';

const TEXT = `# the file
a: 1   # one
b:
  # inside
  c: 'x'
  d: [1, 2]

list:
- p: 1 # first
  q: 2
- r
last: "end"
# bye
`;

function valueOf(text: string): Map<string, Value> {
  const tree = readYaml(text, 'f');
  if (!tree.ok || !isMap(tree.value.value)) throw new Error('not a mapping');
  return new Map(tree.value.value);
}

function changed(change: (value: Map<string, Value>) => void): string {
  const value = valueOf(TEXT);
  change(value);
  const edited = editYaml(TEXT, value);
  expect(sameValue(valueOf(edited), value)).toBe(true);
  return edited;
}

it('what stays the same keeps its text', () => {
  expect(changed(() => {})).toBe(TEXT);
});

it('a value is changed in its place, the comment behind it stays', () => {
  expect(changed((value) => value.set('a', 'two'))).toBe(TEXT.replace('a: 1 ', 'a: two '));
});

it('a value inside is changed alone', () => {
  const edited = changed((value) =>
    value.set(
      'b',
      new Map<string, Value>([
        ['c', 'y'],
        ['d', [1n, 2n]],
      ]),
    ),
  );
  expect(edited).toBe(TEXT.replace("c: 'x'", 'c: y'));
});

it('an item of a list is changed alone', () => {
  const edited = changed((value) =>
    value.set('list', [
      new Map([
        ['p', 1n],
        ['q', 3n],
      ]),
      'r',
    ]),
  );
  expect(edited).toBe(TEXT.replace('q: 2', 'q: 3'));
});

it('a new key comes last in its mapping', () => {
  const edited = changed((value) =>
    value.set(
      'b',
      new Map<string, Value>([
        ['c', 'x'],
        ['d', [1n, 2n]],
        ['e', [3n]],
      ]),
    ),
  );
  expect(edited).toBe(TEXT.replace('d: [1, 2]\n', 'd: [1, 2]\n  e:\n  - 3\n'));
});

it('a key goes with its lines', () => {
  expect(changed((value) => value.delete('list'))).toBe(TEXT.replace(/list:\n(?:.*\n){3}/, ''));
});

it('a text in flow style is written anew', () => {
  expect(editYaml('{a: 1}', new Map([['a', 2n]]))).toBe('a: 2\n');
});

it('whatever is changed into whatever, the text says it', () => {
  const aMap = fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), aValue))
    .map((pairs): ValueMap => new Map(pairs));
  fc.assert(
    fc.property(aMap, aMap, (before, after) => {
      expect(sameValue(valueOf(editYaml(yamlText(before), after)), after)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
