import { describe, expect, test } from 'vitest';
import { readDefinition } from '../../../src/pipeline/definition/read-definition.ts';
import type { Parsing } from '../../../src/pipeline/resolve/flags.ts';
import type { ReadValues } from '../../../src/pipeline/resolve/load-vars.ts';
import {
  type Resolved,
  resolveDefinition,
  resolveStages,
} from '../../../src/pipeline/resolve/resolve-stages.ts';
import { readValuesText } from '../../../src/pipeline/params/read-params.ts';
import { ok, type Result } from '../../../src/result.ts';

type Files = Readonly<Record<string, string>>;

function resolve(
  text: string,
  files: Files = {},
  file = 'dvc.yaml',
  parsing: Parsing = {},
): Result<Resolved> {
  const read: ReadValues = (path) => {
    const content = files[path];
    return content === undefined ? ok(undefined) : readValuesText(content, path);
  };
  const definition = readDefinition(text, file);
  return definition.ok ? resolveDefinition(definition.value, { root: '/repo', read, parsing }) : definition;
}

function resolved(...args: Parameters<typeof resolve>): Resolved {
  const result = resolve(...args);
  if (!result.ok) throw new Error(`${result.error.what}: ${result.error.why}`);
  return result.value;
}

/** The command of each stage by its name, or why there is none. */
function commands(...args: Parameters<typeof resolve>): Readonly<Record<string, unknown>> {
  const { stages } = resolved(...args);
  return Object.fromEntries(
    stages.map(({ name, stage }) => [
      name,
      stage.ok ? stage.value.cmd : (stage.error.why ?? stage.error.what),
    ]),
  );
}

function problemOf(...args: Parameters<typeof resolve>) {
  const result = resolve(...args);
  if (!result.ok) return result.error;
  const broken = result.value.stages.find(({ stage }) => !stage.ok)?.stage;
  if (broken === undefined || broken.ok) throw new Error('it was resolved');
  return broken.error;
}

const params =
  'a: 1\nf: 1.0\nsmall: 1e-5\nyes: true\nnone:\ns: x y\nlist: [a, b]\nm: {k: 1, deep: {on: true, off: false}, l: [1, p q], e: {}, n: , t: a b}\n';

describe('texts with ${}', () => {
  test.each([
    ['${a}', '1'],
    ['${f} ${small} ${yes} ${none}', '1.0 1e-05 true None'],
    ['${list[0]}${list.1}${list.-1}${list[ 0 ]}${ a }', 'abba1'],
    ['${m[k]} ${m.deep.on}', '1 true'],
    ['\\${a} $a ${a', '${a} $a ${a'],
    ['run ${m}', "run --k 1 --deep.on --l 1 'p q' --n None --t 'a b'"],
    ['echo ${\na}', 'echo ${\na}'],
  ])('%s', (text, expected) => {
    const yaml = `stages: {x: {cmd: ${JSON.stringify(`- ${text}`)}}}`;
    expect(commands(yaml, { 'params.yaml': params })).toEqual({ x: `- ${expected}` });
  });

  test('flags of mappings follow the configuration', () => {
    const parsing = { bool: 'boolean_optional', list: 'append' } as const;
    expect(
      commands('stages: {x: {cmd: "run ${m}"}}', { 'params.yaml': params }, 'dvc.yaml', parsing),
    ).toEqual({
      x: "run --k 1 --deep.on --no-deep.off --l 1 --l 'p q' --n None --t 'a b'",
    });
  });

  test.each([
    ['${z}', "Could not find 'z'"],
    ['${list[7]}', "Could not find 'list.7'"],
    ['${a.b}', "Could not find 'a.b'"],
    ['x ${list}', "Cannot interpolate data of type 'list'"],
    ['${}', '${} is not the name of a value'],
    ['${a[0}', '${a[0} is not the name of a value'],
    ['${HOME:-x}', "Could not find 'HOME:-x'"],
  ])('%s is refused', (text, why) => {
    expect(commands(`stages: {x: {cmd: ${JSON.stringify(text)}}}`, { 'params.yaml': params })).toEqual({
      x: why,
    });
  });

  test('what cannot be found is underlined, and what was meant is said', () => {
    const text =
      'stages:\n  train:\n    desc: \\${trian.lr}\n    cmd: >-\n      python train.py\n      --lr ${train.lrr}\n';
    expect(problemOf(text, { 'params.yaml': 'train: {lr: 1}' })).toEqual({
      code: 'E_PIPELINE_FILE',
      what: "failed to parse 'stages.train.cmd' in 'dvc.yaml'",
      why: "Could not find 'train.lrr'",
      fix: 'did you mean ${train.lr}?',
      at: { file: 'dvc.yaml', line: 6, column: 12, text: '      --lr ${train.lrr}', length: 12 },
    });
  });
});

describe('groups', () => {
  test('a list gives a stage for each item, a mapping one for each key', () => {
    const text = `stages:
  l: {foreach: [a, 1.0, true, null], do: {cmd: "echo \${item}"}}
  m: {foreach: {us: {t: 1}, 2: {t: 3}}, do: {cmd: "echo \${key} \${item.t}"}}
  i: {foreach: [{t: 1}, x], do: {cmd: "echo \${item}"}}
`;
    expect(commands(text)).toEqual({
      'l@a': 'echo a',
      'l@1.0': 'echo 1.0',
      'l@true': 'echo true',
      'l@None': 'echo None',
      'm@us': 'echo us 1',
      'm@2': 'echo 2 3',
      'i@0': 'echo --t 1',
      'i@1': 'echo x',
    });
  });

  test('a truth value out of a file is named as Python names it, one that dvc.yaml writes as YAML does', () => {
    const text =
      'stages: {x: {foreach: "${b}", do: {cmd: "echo ${item}"}}, y: {matrix: {b: [true]}, cmd: "echo ${key}"}}';
    expect(commands(text, { 'params.yaml': 'b: [true]' })).toEqual({
      'x@True': 'echo true',
      'y@true': 'echo true',
    });
  });

  test('a matrix gives every combination, the last axis fastest; lists and mappings are named by position', () => {
    const text =
      'stages: {x: {matrix: {a: [1, 2], b: [p, {q: 1}], c: "${m}"}, cmd: "echo ${key} ${item.c}"}}';
    expect(Object.keys(commands(text, { 'params.yaml': 'm: {u: 1, v: 2}' }))).toEqual([
      'x@1-p-u',
      'x@1-p-v',
      'x@1-b1-u',
      'x@1-b1-v',
      'x@2-p-u',
      'x@2-p-v',
      'x@2-b1-u',
      'x@2-b1-v',
    ]);
  });

  test.each([
    [
      'stages: {x: {foreach: "${a}", do: {cmd: c}}}',
      "failed to resolve 'stages.x.foreach' in 'dvc.yaml'",
      'expected list/dictionary, got int',
    ],
    [
      'stages: {x: {foreach: "${z}", do: {cmd: c}}}',
      "failed to parse 'stages.x.foreach' in 'dvc.yaml'",
      "Could not find 'z'",
    ],
    [
      'stages: {x: {matrix: {p: "${a}"}, cmd: c}}',
      "failed to resolve 'stages.x.matrix.p' in 'dvc.yaml'",
      'expected list/dictionary, got int',
    ],
    [
      'stages: {x: {foreach: [a@b], do: {cmd: c}}}',
      "Stage 'x@a@b' not found inside 'dvc.yaml' file",
      undefined,
    ],
    ['stages: {x: {matrix: {}, cmd: c}}', "Stage 'x@' not found inside 'dvc.yaml' file", undefined],
    ['stages: {x@y: {cmd: c}}', "Stage 'x@y' not found inside 'dvc.yaml' file", undefined],
    [
      'stages: {x: {foreach: [2024-01-02], do: {cmd: c}}}',
      "failed to parse 'stages.x.foreach' in 'dvc.yaml'",
      "Unsupported value of type 'date' in '0'",
    ],
    [
      'stages: {x: {foreach: [1], do: {cmd: "${item.z}"}}}',
      "failed to parse 'stages.x@1.cmd' in 'dvc.yaml'",
      "Could not find 'item.z'",
    ],
    [
      'stages: {x: {foreach: [1], do: {cmd: c, vars: [{item: 2}]}}}',
      "failed to parse stage 'x@1' in 'dvc.yaml'",
      'attempted to modify reserved key item',
    ],
  ])('%s is refused', (text, what, why) => {
    const told = problemOf(text, { 'params.yaml': params });
    expect(told.what).toBe(what);
    if (why !== undefined) expect(told.why).toBe(why);
  });

  test('a matrix that would fill the memory is refused', () => {
    const axes = Array.from({ length: 12 }, (_, i) => `a${i}: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]`).join(', ');
    expect(problemOf(`stages: {x: {matrix: {${axes}}, cmd: c}}`).why).toBe(
      'its axes make 1000000 stages and more',
    );
  });

  test('the names of axes are interpolated too', () => {
    const text = 'stages: {x: {matrix: {"n${a}": [p]}, cmd: "c ${item.n1} ${key}"}}';
    expect(commands(text, { 'params.yaml': params })).toEqual({ 'x@p': 'c p p' });
  });

  test('a name that the group hides is warned of', () => {
    const text =
      'stages: {x: {foreach: {a: 1}, do: {cmd: c}}, y: {matrix: {a: [1, 2]}, cmd: c}, z: {foreach: [1], do: {cmd: c}}}';
    const { warnings } = resolved(text, { 'params.yaml': 'item: 1\nkey: 2' });
    const told = (names: string, verb: string, group: string) =>
      `${names} ${verb} already specified, will be overwritten for stages generated from '${group}'`;
    expect(warnings.map(({ what }) => what)).toEqual([
      told('item and key', 'are', 'x'),
      told('key and item', 'are', 'y'),
      told('item', 'is', 'z'),
    ]);
  });

  test('one broken stage does not hide the others', () => {
    const text = 'stages: {a: {cmd: "${z}"}, b: {cmd: b}, c: {foreach: "${z}", do: {cmd: c}}, d: {cmd: d}}';
    const { stages } = resolved(text);
    expect(stages.map(({ name, stage }) => [name, stage.ok])).toEqual([
      ['a', false],
      ['b', true],
      ['c', false],
      ['d', true],
    ]);
    const definition = readDefinition(text, 'dvc.yaml');
    if (!definition.ok) throw new Error(definition.error.what);
    const all = resolveStages(definition.value, { root: '/repo', read: () => ok(undefined) });
    expect(all).toMatchObject({ ok: false, error: { what: "failed to parse 'stages.a.cmd' in 'dvc.yaml'" } });
  });
});

describe('vars', () => {
  const files = {
    'params.yaml': 'lr: 1\nm: {a: 1}',
    'p.json': '{"m": {"b": 2}, "x": 3}',
    'q.toml': 'lr = 5\nt = 1.5\n',
    'sub/p.json': '{"y": 4}',
    'sub/params.yaml': 'z: 9',
  };

  test('params.yaml comes first, files and values are joined to it', () => {
    const text =
      'vars: [p.json, "q.toml:t", {m: {c: {d: 7}}, w: v}]\nstages: {x: {cmd: "${lr} ${m.a}${m.b}${m.c.d} ${t} ${w}"}}';
    expect(commands(text, files)).toEqual({ x: '1 127 1.5 v' });
  });

  test('vars of a stage are its own, and their files are named from its wdir', () => {
    const text =
      'stages: {x: {cmd: "${y} ${m.n}", wdir: sub, vars: [p.json, {m: {n: 1}}]}, z: {cmd: "${m.n}"}}';
    expect(commands(text, files)).toEqual({ x: '4 1', z: "Could not find 'm.n'" });
  });

  test('the params.yaml beside a dvc.yaml is the one that counts', () => {
    expect(commands('stages: {x: {cmd: "v ${z}"}}', files, 'sub/dvc.yaml')).toEqual({ x: 'v 9' });
  });

  test('a file may be named whole twice, its keys once', () => {
    expect(commands('vars: [p.json, p.json]\nstages: {x: {cmd: "v ${x}"}}', files)).toEqual({ x: 'v 3' });
    expect(commands('vars: ["p.json:x", "p.json:m"]\nstages: {x: {cmd: "v ${m.b}"}}', files)).toEqual({
      x: 'v 2',
    });
  });

  test.each([
    ['vars: [{lr: 2}]', "cannot redefine 'lr' from 'vars[0]' as it already exists in 'params.yaml'"],
    ['vars: [{m: 2}]', "cannot redefine 'm' from 'vars[0]' as it already exists in 'params.yaml'"],
    ['vars: [{m: {a: 2}}]', "cannot redefine 'm.a' from 'vars[0]' as it already exists in 'params.yaml'"],
    ['vars: [q.toml]', "cannot redefine 'lr' from 'q.toml' as it already exists in 'params.yaml'"],
    ['vars: [nope.yaml]', "'nope.yaml' does not exist"],
    ['vars: ["p.json:nope"]', "could not find 'nope' in 'p.json'"],
    ['vars: [p.json, "p.json:x"]', "cannot partially load 'p.json:x' as it's already loaded."],
    ['vars: ["p.json:x", p.json]', "cannot load 'p.json' as it's partially loaded already"],
    ['vars: ["p.json:x", "p.json:x"]', "cannot load 'p.json:x' as it's partially loaded already"],
    ['vars: [{a: "${lr}"}]', 'interpolating is not allowed'],
    ['vars: [{"${lr}": a}]', 'interpolating is not allowed'],
    ['vars: [{when: 2024-01-02}]', "Unsupported value of type 'date' in 'vars[0]:when'"],
  ])('%s is refused', (vars, why) => {
    const told = problemOf(`${vars}\nstages: {}`, files);
    expect(told).toMatchObject({ what: "failed to parse 'vars' in 'dvc.yaml'", why });
    expect(told.at).toMatchObject({ file: 'dvc.yaml', line: 1 });
  });

  test('a params.yaml that cannot be used is named', () => {
    expect(problemOf('stages: {}', { 'params.yaml': '- 1' })).toMatchObject({
      why: "expected a dictionary, got 'list' in file 'params.yaml'",
      at: { file: 'params.yaml' },
    });
    expect(problemOf('stages: {}', { 'params.yaml': 'a: [1' }).at).toMatchObject({
      file: 'params.yaml',
      line: 1,
    });
  });

  test('what a stage was made with is known by file', () => {
    const text =
      'vars: [{own: 1}]\nstages: {x: {foreach: "${m.l}", do: {cmd: "${item.t} ${lr} ${own} ${m.l[1].t}"}}}';
    const { stages } = resolved(text, { 'params.yaml': 'lr: 1\nm: {l: [{t: a}, {t: b}]}' });
    expect(stages.map(({ used }) => [...(used.get('params.yaml') ?? [])])).toEqual([
      [
        ['m.l.0.t', 'a'],
        ['lr', 1n],
        ['m.l.1.t', 'b'],
      ],
      [
        ['m.l.1.t', 'b'],
        ['lr', 1n],
      ],
    ]);
  });
});

describe('a stage', () => {
  function stage(body: string, file = 'dvc.yaml') {
    const values = 'n: 5\np: q';
    const [first] = resolved(
      `stages:\n  x: ${body}\n`,
      { 'params.yaml': values, 'sub/params.yaml': values },
      file,
    ).stages;
    if (first?.stage.ok !== true) throw new Error(first?.stage.error.why);
    return first.stage.value;
  }

  test('has paths as written, and where they lead', () => {
    const { wdir, deps, outs } = stage(
      '{cmd: c, wdir: w/../v, deps: [./a, ../b, ../../c, /repo/d/e, /f, "s3://g/h", "odd:i"], outs: [z/, "${p}"]}',
      'sub/dvc.yaml',
    );
    expect(wdir).toBe('sub/v');
    expect(deps).toEqual([
      { path: './a', at: 'sub/v/a' },
      { path: '../b', at: 'sub/b' },
      { path: '../../c', at: 'c' },
      { path: '../../d/e', at: 'd/e' },
      { path: '/f', at: '/f' },
      { path: 's3://g/h', at: 's3://g/h' },
      { path: 'odd:i', at: 'sub/v/odd:i' },
    ]);
    expect(outs.map(({ path, at }) => [path, at])).toEqual([
      ['z/', 'sub/v/z'],
      ['q', 'sub/v/q'],
    ]);
    expect(stage('{cmd: c, wdir: ../../out, deps: [a]}', 'sub/dvc.yaml').deps).toEqual([
      { path: 'a', at: '/out/a' },
    ]);
  });

  test('has its parameters by file; a file that is named without keys counts whole', () => {
    const { params } = stage(
      '{cmd: c, wdir: w, params: [a, b.c, params.yaml: [d], x.toml: , y.py: [k], a, z.json: [k], z.json: []]}',
    );
    expect(params).toEqual([
      { path: 'params.yaml', at: 'w/params.yaml', keys: ['a', 'b.c', 'd'] },
      { path: 'x.toml', at: 'w/x.toml', keys: 'all' },
      { path: 'y.py', at: 'w/y.py', keys: ['k'] },
      { path: 'z.json', at: 'w/z.json', keys: 'all' },
    ]);
    expect(stage('{cmd: c, params: [a, params.yaml: ]}').params).toEqual([
      { path: 'params.yaml', at: 'params.yaml', keys: 'all' },
    ]);
  });

  test('has its outputs in the order outs, metrics, plots, with their flags joined', () => {
    const { outs } = stage(
      '{cmd: c, plots: [p.csv: {x: "${p}", cache: false}, q.csv], metrics: [m: {cache: false}], outs: [o: {persist: true}, o: {push: false, desc: "d${n}", labels: [l], type: t, meta: {k: 1}, remote: r, checkpoint: true}]}',
    );
    expect(outs).toEqual([
      {
        path: 'o',
        at: 'o',
        kind: 'out',
        cache: true,
        persist: true,
        push: false,
        remote: 'r',
        desc: 'd5',
        type: 't',
        labels: ['l'],
        meta: new Map([['k', 1n]]),
      },
      { path: 'm', at: 'm', kind: 'metric', cache: false, persist: false, push: true },
      {
        path: 'p.csv',
        at: 'p.csv',
        kind: 'plot',
        cache: false,
        persist: false,
        push: true,
        plot: [new Map([['x', 'q']])],
      },
      { path: 'q.csv', at: 'q.csv', kind: 'plot', cache: true, persist: false, push: true },
    ]);
  });

  test('has the rest of what is said of it, and its place', () => {
    const x = stage(
      '{cmd: [a, "b ${n}"], frozen: true, always_changed: true, desc: "${p}", meta: {a: "${n}"}}',
    );
    expect(x).toMatchObject({
      cmd: ['a', 'b 5'],
      frozen: true,
      alwaysChanged: true,
      desc: 'q',
      meta: new Map([['a', 5n]]),
    });
    expect(x.place).toEqual({
      file: 'dvc.yaml',
      line: 2,
      column: 3,
      text: expect.any(String) as string,
      length: 1,
    });
  });

  test.each([
    ['{cmd: "${n}"}', "'stages.x.cmd'", 'expected a command, got int'],
    ['{cmd: [1]}', "'stages.x.cmd'", 'expected a command, got int'],
    ['{cmd: c, deps: ["${n}"]}', "'stages.x.deps'", 'expected a path, got int'],
    ['{cmd: c, outs: ["${n}"]}', "'stages.x.outs'", "'int' not supported."],
    ['{cmd: c, outs: ["${n}": {cache: false}]}', "'stages.x.outs'", 'expected a path, got 5'],
    ['{cmd: c, wdir: "${n}"}', "'stages.x.wdir'", 'expected a path, got int'],
    ['{cmd: c, deps: [a.dvc]}', "'stages.x.deps'", "DVC file 'a.dvc' cannot be a dependency."],
    ['{cmd: c, metrics: [b/dvc.yaml]}', "'stages.x.metrics'", "DVC file 'b/dvc.yaml' cannot be an output."],
    [
      '{cmd: c, params: [p.json: k]}',
      "'stages.x.params'",
      "Expected list of params for custom params file 'p.json', got 'str'.",
    ],
    [
      '{cmd: c, plots: [p.csv: [{x: a}, {x: b}]]}',
      "'stages.x.plots'",
      "Expected dict for 'p.csv', got: 'list'",
    ],
  ])('%s is refused', (body, what, why) => {
    const told = problemOf(`stages:\n  x: ${body}\n`, { 'params.yaml': 'n: 5' });
    expect(told).toMatchObject({ what: `failed to parse ${what} in 'dvc.yaml'`, why, at: { line: 2 } });
  });
});

describe('what stands beside the stages', () => {
  test('is interpolated, each section on its own', () => {
    const text =
      'params: ["${p}.yaml"]\nmetrics: ["${z}"]\nplots: ["a", {"${p}": {x: "${p}", y: {f.csv: [a]}}}, {b: }]\nartifacts: {"${p}": {path: "${p}/m", meta: {k: "${n}"}}}\ndatasets: [{name: "${p}"}]\n';
    const {
      params: files,
      metrics,
      plots,
      artifacts,
      datasets,
    } = resolved(text, { 'params.yaml': 'p: q\nn: 5' });
    expect(files).toEqual(ok(['q.yaml']));
    expect(metrics).toMatchObject({
      ok: false,
      error: { what: "failed to parse 'metrics.0' in 'dvc.yaml'", at: { line: 2, column: 12 } },
    });
    expect(plots).toEqual(
      ok([
        'a',
        new Map([
          [
            'q',
            new Map<string, unknown>([
              ['x', 'q'],
              ['y', new Map([['f.csv', ['a']]])],
            ]),
          ],
        ]),
        new Map([['b', null]]),
      ]),
    );
    expect(artifacts).toEqual(
      ok(
        new Map([
          [
            'q',
            new Map<string, unknown>([
              ['path', 'q/m'],
              ['meta', new Map([['k', 5n]])],
            ]),
          ],
        ]),
      ),
    );
    expect(datasets).toEqual(ok([new Map([['name', 'q']])]));
  });
});
