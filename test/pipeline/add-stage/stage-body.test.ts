import { expect, test } from 'vitest';
import { type AskedStage, stageBody } from '../../../src/pipeline/add-stage/stage-body.ts';
import { yamlText } from '../../../src/pipeline/yaml/yaml-text.ts';
import { readYaml } from '../../../src/pipeline/yaml/read-yaml.ts';
import { isMap, type ValueMap } from '../../../src/pipeline/model/value.ts';

const asked = (more: Partial<AskedStage>): AskedStage => ({
  name: 's',
  cmd: 'echo',
  deps: [],
  params: [],
  outs: [],
  alwaysChanged: false,
  ...more,
});

function read(text: string): ValueMap {
  const tree = readYaml(text, 'dvc.yaml');
  if (!tree.ok || !isMap(tree.value.value)) throw new Error('no mapping');
  return tree.value.value;
}

test('fields stand in DVC’s order, paths and keys sorted', () => {
  const out = (path: string, kind: 'out' | 'metric' | 'plot', cache = true, persist = false) => ({
    path,
    kind,
    cache,
    persist,
  });
  const body = stageBody(
    asked({
      desc: 'what',
      wdir: 'sub',
      deps: ['z', 'a'],
      params: ['lr,b', 'o.toml:y,x', 'w.json:', 'a'],
      outs: [out('q', 'out', false, true), out('p', 'out'), out('m', 'metric', false), out('l', 'plot')],
      alwaysChanged: true,
    }),
    undefined,
  );
  expect(yamlText(body)).toBe(`desc: what
cmd: echo
wdir: sub
deps:
- a
- z
params:
- a
- b
- lr
- o.toml:
  - x
  - y
- w.json:
outs:
- p
- q:
    cache: false
    persist: true
metrics:
- m:
    cache: false
plots:
- l
always_changed: true
`);
});

test('what the command line cannot say of a stage stays', () => {
  const before = read(
    'desc: old\ncmd: x\nmeta: {m: 1}\nouts:\n- a: {desc: d, push: false, cache: false}\n- b: {remote: r}\n',
  );
  const outs = ['a', 'c'].map((path) => ({ path, kind: 'out', cache: true, persist: false }) as const);
  expect(yamlText(stageBody(asked({ outs }), before))).toBe(`desc: old
cmd: echo
outs:
- a:
    desc: d
    push: false
- c
meta:
  m: 1
`);
});
