import { expect, test } from 'vitest';
import { readDefinition } from '../../../src/pipeline/definition/read-definition.ts';
import { lintPipeline } from '../../../src/pipeline/lint/lint-pipeline.ts';
import { resolveDefinition } from '../../../src/pipeline/resolve/resolve-stages.ts';
import { ok } from '../../../src/result.ts';

function linted(text: string, params: Readonly<Record<string, string>> = {}) {
  const definition = readDefinition(text, 'dvc.yaml');
  if (!definition.ok) throw new Error(definition.error.what);
  const resolved = resolveDefinition(definition.value, { root: '/repo', read: () => ok(undefined) });
  if (!resolved.ok) throw new Error(resolved.error.what);
  const { stages } = resolved.value;
  return lintPipeline({ definition: definition.value, stages, params: new Map(Object.entries(params)) });
}

test('a sound pipeline has nothing to be told', () => {
  const text = `stages:
  prep: {cmd: python prep.py, deps: [prep.py], outs: [data]}
  train:
    matrix: {lr: [1, 2]}
    cmd: python train.py
    deps: [data]
    outs: ["model-\${item.lr}"]
  fetch: {cmd: curl x, outs: [raw], frozen: true}
  check: {cmd: date, always_changed: true}
`;
  expect(linted(text, { 'params.yaml': 'lr: 1.0e-3\n' })).toEqual([]);
});

test('lines that need each other are told once for a group, at its cmd', () => {
  const text =
    'stages:\n  g:\n    foreach: [a, b]\n    do:\n      cmd: |\n        X=${item}\n        echo $X > ${item}\n      deps: [in]\n      outs: ["${item}"]\n';
  expect(linted(text)).toEqual([
    expect.objectContaining({
      what: "the lines of cmd of stage 'g' are shells of their own, and the variable X is lost in the next",
      at: expect.objectContaining({ line: 5, column: 7, length: 3 }) as unknown,
    }),
  ]);
});

test('the items of a list are shells of their own as well, but the lines of one item are not', () => {
  const told = linted(
    'stages:\n  a: {cmd: [cd src, make], deps: [in]}\n  b:\n    cmd:\n    - |\n      cd src\n      make\n    deps: [in]\n',
  );
  expect(told.map(({ what }) => what)).toEqual([
    "the items of cmd of stage 'a' are shells of their own, and `cd src` is lost in the next",
  ]);
});

test('a stage without dependencies is told, once for a group', () => {
  const told = linted(
    'stages:\n  one: {cmd: a, outs: [x]}\n  two: {cmd: b}\n  g: {foreach: [p, q], do: {cmd: c, outs: ["${item}"]}}\n',
  );
  expect(told.map(({ what, at }) => [what, at?.line])).toEqual([
    ["stage 'one' has no dependencies: its result is never taken from the run-cache", 2],
    ["stage 'two' has neither dependencies nor outputs: it is run every time", 3],
    ["stage 'g' has no dependencies: its result is never taken from the run-cache", 4],
  ]);
});

test('an output of two stages is told, with the axis that its path lacks', () => {
  const told = linted(`stages:
  a: {cmd: a, deps: [in], outs: [same]}
  b: {cmd: b, deps: [in], metrics: [./same]}
  m:
    matrix: {lr: [1, 2], seed: [1, 2, 3]}
    cmd: c
    deps: [in]
    outs: ["model-\${item.lr}", log]
`);
  expect(told.map(({ code, what, fix }) => [code, what, fix])).toEqual([
    [
      'E_PIPELINE_GRAPH',
      "output 'same' is specified in: a, b",
      'give each stage an output of its own, or join the stages',
    ],
    [
      'E_PIPELINE_GRAPH',
      "output 'model-1' is specified in: m@1-1, m@1-2, m@1-3",
      'put ${key}, or each of ${item.lr}, ${item.seed}, into the path',
    ],
  ]);
});

test('parameters are looked through', () => {
  const told = linted('stages:\n  a: {cmd: a, params: [lr], outs: [o]}\n', { 'params.yaml': 'lr: 1e-3\n' });
  expect(told.map(({ what }) => what)).toEqual([
    "'lr' in 'params.yaml' is the number 0.001 for DVC and the text '1e-3' for PyYAML",
  ]);
});
