import { describe, expect, test } from 'vitest';
import { readDefinition } from '../../../src/pipeline/definition/read-definition.ts';

function read(text: string, file = 'dvc.yaml') {
  const definition = readDefinition(text, file);
  if (!definition.ok) throw new Error(definition.error.what);
  return definition.value;
}

function refused(text: string) {
  const definition = readDefinition(text, 'sub/dvc.yaml');
  if (definition.ok) throw new Error('it was read');
  return definition.error;
}

describe('a dvc.yaml is read', () => {
  test('stages by their kind, in the order of the file', () => {
    const { stages } = read(
      'stages:\n  b: {cmd: c}\n  a: {foreach: [1], do: {cmd: c}}\n  c: {matrix: {x: [1]}, cmd: c, deps: [d]}\n',
    );
    expect([...stages.values()].map(({ name, kind, body }) => [name, kind, [...body.keys()]])).toEqual([
      ['b', 'single', ['cmd']],
      ['a', 'foreach', ['cmd']],
      ['c', 'matrix', ['cmd', 'deps']],
    ]);
  });

  test('what stands beside them', () => {
    const definition = read(
      'vars: [a.yaml, {b: 1}]\nparams: [p]\nmetrics: [m]\nplots: [q, {r: }]\nartifacts: {s: {path: t}}\ndatasets: [{name: u}]\n',
      'a/b/dvc.yaml',
    );
    expect(definition).toMatchObject({
      file: 'a/b/dvc.yaml',
      folder: 'a/b',
      vars: ['a.yaml', new Map([['b', 1n]])],
      params: ['p'],
      metrics: ['m'],
      plots: ['q', new Map([['r', null]])],
      artifacts: new Map([['s', new Map([['path', 't']])]]),
      datasets: [new Map([['name', 'u']])],
    });
  });

  test.each(['', '# nothing\n', '{}', '[]', '0', '---\n', 'stages: {}\n'])('%j has no stages', (text) => {
    expect(read(text).stages.size).toBe(0);
  });

  test('anchors and merge keys are at home, and flags of old outputs are passed over', () => {
    const { stages } = read(
      'stages:\n  a: &a {cmd: c, outs: [o: {cache: false, checkpoint: true}]}\n  b: {<<: *a, frozen: true}\n',
    );
    expect([...(stages.get('b')?.body.keys() ?? [])].sort()).toEqual(['cmd', 'frozen', 'outs']);
  });
});

describe('what has no place in a dvc.yaml is refused at its place', () => {
  test.each([
    [
      'stages:\n  a:\n    cmd: c\n    energy: 5\n',
      'extra keys not allowed, in stages -> a -> energy',
      [4, 5, 6],
    ],
    ['stages:\n  a:\n    deps: [b]\n', 'required key not provided, in stages -> a -> cmd', [2, 3, 1]],
    ['stages:\n  a:\n    cmd: c\n    deps: b\n', 'expected a list, in stages -> a -> deps', [4, 11, 1]],
    [
      'stages:\n  a:\n    cmd: c\n    deps:\n    - b\n    - 5\n',
      'expected str, in stages -> a -> deps -> 1',
      [6, 7, 1],
    ],
    ['stages:\n  a: {cmd: 5}\n', 'expected str, in stages -> a -> cmd', [2, 12, 1]],
    ['stages:\n  a: {cmd: c, frozen: yes}\n', 'expected bool, in stages -> a -> frozen', [2, 23, 3]],
    [
      'stages:\n  a: {cmd: c, outs: [o: {cashe: true}]}\n',
      'extra keys not allowed, in stages -> a -> outs -> 0 -> o -> cashe',
      [2, 26, 5],
    ],
    [
      'stages:\n  a: {cmd: c, plots: [p: {y: [q]}]}\n',
      'expected str, in stages -> a -> plots -> 0 -> p -> y',
      [2, 30, 3],
    ],
    [
      'stages:\n  a:\n    foreach: [1]\n    do: {cmd: c}\n    cmd: c\n',
      'extra keys not allowed, in stages -> a -> cmd',
      [5, 5, 3],
    ],
    ['stages:\n  a: {foreach: [1]}\n', 'required key not provided, in stages -> a -> do', [2, 3, 1]],
    ['stages:\n  a: {matrix: {x: 5}, cmd: c}\n', 'expected str, in stages -> a -> matrix -> x', [2, 19, 1]],
    ['stages:\n  a:\n', 'expected a dictionary, in stages -> a', [2, 3, 1]],
    ['stages:\n  1: {cmd: c}\n', 'expected str, in stages -> 1', [2, 3, 1]],
    ['stages: [a]\n', 'expected a dictionary, in stages', [1, 9, 3]],
    ['stages:\n', 'expected a dictionary, in stages', [1, 1, 6]],
    ['vars: {a: 1}\n', 'expected a list, in vars', [1, 7, 6]],
    ['plots: [{a: {z: b}}]\n', 'extra keys not allowed, in plots -> 0 -> a -> z', [1, 14, 1]],
    ['artifacts: {a: {type: b}}\n', 'required key not provided, in artifacts -> a -> path', [1, 13, 1]],
    ['stage: {}\n', 'extra keys not allowed, in stage', [1, 1, 5]],
    ['- a\n', 'expected a dictionary', [1, 1, 3]],
  ])('%j', (text, why, [line, column, length]) => {
    const told = refused(text);
    expect(told.what).toBe(`'sub/dvc.yaml' validation failed: ${why}`);
    expect(told.at).toEqual({
      file: 'sub/dvc.yaml',
      line,
      column,
      length,
      text: text.split('\n')[(line ?? 1) - 1],
    });
    expect(told.fix).toBeDefined();
  });

  test('all that does not fit is counted, and what was meant is said', () => {
    const told = refused('stages:\n  a: {cmd: c, dep: [b]}\n  b: {cmd: c, oust: [b]}\n');
    expect(told.what).toMatch(/stages -> a -> dep; 1 more of this file do not fit$/u);
    expect(told.why).toBe('extra keys not allowed, in stages -> b -> oust');
    expect(told.fix).toBe('did you mean deps?');
  });

  test('live outputs of DVC 2 are said to be gone', () => {
    expect(refused('stages:\n  a: {cmd: c, live: {b: {}}}\n').fix).toBe(
      'DVC 3 has no live outputs: write its files as metrics and plots',
    );
  });

  test.each([
    ['stages:\n  a:\n\tcmd: c\n', 3],
    ['stages:\n  a: {cmd: c}\n  a: {cmd: d}\n', 3],
    ['stages: [', 1],
    ['stages: *a\n', 1],
  ])('%j is no YAML', (text, line) => {
    expect(refused(text).at).toMatchObject({ file: 'sub/dvc.yaml', line });
  });
});
