import fc from 'fast-check';

/** The files of a project by path. */
export type Files = Readonly<Record<string, string>>;

/** A scalar as it stands in YAML. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Tree = string | Raw | readonly Tree[] | { readonly [key: string]: Tree };

/** YAML in flow style: strings quoted, other scalars as they are given. */
function yaml(tree: Tree): string {
  if (typeof tree === 'string') return JSON.stringify(tree);
  if (tree instanceof Raw) return tree.text;
  if (Array.isArray(tree)) return `[${tree.map(yaml).join(', ')}]`;
  const members = Object.entries(tree).map(([key, value]) => `${JSON.stringify(key)}: ${yaml(value)}`);
  return `{${members.join(', ')}}`;
}

const raw = (...texts: readonly string[]): fc.Arbitrary<Tree> =>
  fc.constantFrom(...texts.map((text) => new Raw(text)));
const list = (item: fc.Arbitrary<Tree>, maxLength = 3): fc.Arbitrary<Tree> => fc.array(item, { maxLength });
/** Nearly always the one; a project has dozens of such choices, and most projects are to be sound. */
const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 50, arbitrary: usual }, { weight: 1, arbitrary: odd });

const name = fc.constantFrom('k', 'n_1', 'x-y', 'item', 'é', 'n o');
const number = raw(
  '0',
  '1',
  '-3',
  '1.0',
  '0.25',
  '1e-5',
  '1e16',
  '12345678901234567890',
  '0x1F',
  '.5',
  '1_000',
);
const words = [
  'u',
  'a b',
  '',
  "it's",
  'p/q',
  '1',
  'yes',
  'naïve 😀',
  '$HOME',
  '"',
  'a\\b',
  '\\${a}',
  'a\tb',
  '@',
];
const scalar: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 4, arbitrary: number },
  { weight: 2, arbitrary: raw('true', 'false', 'null', '.inf', '.nan', '-0.0') },
  { weight: 4, arbitrary: fc.constantFrom(...words) },
);
const nested: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    { weight: 3, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('tree'), { maxLength: 3 }) },
    { weight: 2, arbitrary: fc.dictionary(name, tie('tree'), { maxKeys: 3 }) },
  ),
})).tree;

/** What expressions can name, with a few more values. */
const values: fc.Arbitrary<Tree> = fc
  .record({
    a: scalar,
    lr: number,
    b: fc.tuple(scalar, scalar),
    c: fc.record({ d: scalar, e: fc.record({ f: scalar, g: fc.array(scalar, { maxLength: 2 }) }) }),
    more: fc.dictionary(name, nested, { maxKeys: 3 }),
  })
  .map(({ more, ...base }) => ({ ...more, ...base }));
/** Values that seldom get in the way of those. */
const few = fc.dictionary(
  mostly(fc.constantFrom('p', 'q', 'r'), fc.constantFrom('c', 'lr', 'item')),
  nested,
  { maxKeys: 2 },
);

const sound = [
  '${a}',
  '${lr}',
  '${b.0}',
  '${b[1]}',
  '${b.-1}',
  '${c.d}',
  '${c[e].f}',
  '${ lr }',
  '${c.e[f]}',
];
const unsound = [
  '${z}',
  '${c.z}',
  '${b[7]}',
  '${a.a}',
  '${c}',
  '${b}',
  '${a.}',
  '${}',
  '${[0]}',
  '${lr .x}',
  '${a[0}',
];
const expression = mostly(fc.constantFrom(...sound), fc.constantFrom(...unsound));
const ofGroup = mostly(
  fc.constantFrom('${item.m}', '${item.v}', '${key}', '${lr}'),
  fc.constantFrom('${item}', '${item.z}'),
);
const ofList = mostly(fc.constantFrom('${item}', '${lr}'), fc.constantFrom('${key}', '${item.a}'));

/** Text, sometimes with expressions in it. */
function text(
  known: fc.Arbitrary<string>,
  first = fc.constantFrom('f', 'd/', 'é', '-'),
): fc.Arbitrary<string> {
  const part = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('f', 'd/', '-', 'x y', '.csv', 'é') },
    { weight: 3, arbitrary: known },
    { weight: 1, arbitrary: fc.constantFrom('\\${a}', '$A', '${', '{}', '\\\\${lr}') },
  );
  return fc.tuple(first, fc.array(part, { maxLength: 3 })).map(([head, parts]) => head + parts.join(''));
}

const flag = raw('true', 'false');
const param = fc.constantFrom('lr', 'a', 'a.b', 'b.0', 'c');
const paramFile = fc.constantFrom('params.yaml', 'other.toml', 'p.json', 'q.py', './q.py');

function stage(known: fc.Arbitrary<string>): fc.Arbitrary<Tree> {
  const path = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.constantFrom('d.csv', './q/', '../up', 'a b', '/abs', 'https://h/k', 'a/../b'),
    },
    { weight: 3, arbitrary: text(known) },
    { weight: 1, arbitrary: mostly(fc.constantFrom('x'), fc.constantFrom('x.dvc', 's/dvc.yaml', '${lr}')) },
  );
  const annotations = {
    desc: text(known),
    type: fc.constant('model'),
    labels: list(text(known), 2),
    meta: fc.dictionary(name, nested, { minKeys: 1, maxKeys: 2 }),
  };
  const flags = fc.record(
    {
      cache: flag,
      persist: flag,
      push: flag,
      remote: fc.constant('store'),
      checkpoint: flag,
      ...annotations,
    },
    { requiredKeys: [] },
  );
  const plotFlags = fc.record(
    { x: fc.constant('x'), y: text(known), title: text(known), header: flag, cache: flag, ...annotations },
    { requiredKeys: [] },
  );
  const entry = (properties: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
    fc.oneof(
      path,
      fc.tuple(path, properties).map(([key, value]) => ({ [key]: value })),
    );
  const keys = fc.oneof(fc.array(param, { maxLength: 2 }), raw('null', ''));
  return fc.record(
    {
      cmd: fc.oneof(
        {
          weight: 4,
          arbitrary: text(fc.oneof({ weight: 9, arbitrary: known }, fc.constantFrom('${c}', '${c.e}'))),
        },
        { weight: 1, arbitrary: fc.array(text(known), { minLength: 1, maxLength: 3 }) },
      ),
      wdir: fc.oneof(fc.constantFrom('.', 'w', '../out', '/abs/w', 'w/..'), text(known)),
      deps: list(path),
      params: list(
        fc.oneof(
          param,
          fc.tuple(paramFile, keys).map(([file, of]) => ({ [file]: of })),
        ),
      ),
      outs: list(entry(flags)),
      metrics: list(entry(flags)),
      plots: list(entry(plotFlags)),
      frozen: flag,
      always_changed: flag,
      desc: text(known),
      meta: nested,
      vars: list(mostly<Tree>(few, fc.constantFrom('extra.yaml', 'p.json:g,h')), 2),
    },
    { requiredKeys: ['cmd'] },
  ) as fc.Arbitrary<Tree>;
}

const whole = mostly(fc.constantFrom('${b}', '${c.e.g}'), fc.constantFrom('${a}', '${z}', 'plain', '${b.}'));
const item = fc.oneof(scalar, mostly(fc.constantFrom(...sound), fc.constantFrom('${z}', '${b}')));
const axis = fc.oneof(
  { weight: 3, arbitrary: list(fc.oneof({ weight: 4, arbitrary: item }, nested)) },
  whole,
);

const anyStage: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 2, arbitrary: stage(expression) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.oneof(list(item, 4), whole), stage(ofList))
      .map(([over, body]) => ({ foreach: over, do: body })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.oneof(
          list(fc.record({ m: scalar, v: item })),
          fc.dictionary(fc.oneof(name, text(expression)), fc.record({ m: item, v: scalar }), { maxKeys: 3 }),
          fc.constantFrom<Tree>('${c}', '${maps}'),
        ),
        stage(ofGroup),
      )
      .map(([over, body]) => ({ foreach: over, do: body })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.record({ m: axis, v: axis, w: axis }, { requiredKeys: ['m', 'v'] }), stage(ofGroup))
      .map(([axes, body]) => ({ matrix: axes, ...(body as Readonly<Record<string, Tree>>) })),
  },
);

const files = ['extra.yaml', 'other.toml', 'p.json:g', 'q.py', 'p.json'];
const badFiles = ['missing.yaml', 'p.json:nope', 'extra.yaml:k', 'list.yaml', 'date.yaml', 'broken.json'];
const vars = list(
  fc.oneof(
    { weight: 2, arbitrary: few },
    mostly<Tree>(fc.constantFrom(...files), fc.constantFrom(...badFiles)),
  ),
);

const definition = fc
  .record(
    {
      vars,
      stages: fc.dictionary(fc.constantFrom('prep', 'train', 'x.y', 'a/b', 'eval-1', 'ü'), anyStage, {
        minKeys: 1,
        maxKeys: 4,
      }),
      metrics: list(text(expression), 2),
      params: list(text(expression), 2),
      plots: list(fc.oneof(text(expression), fc.record({ p: fc.record({ x: text(expression) }) })), 2),
      artifacts: fc.dictionary(text(expression), fc.record({ path: text(expression), meta: nested }), {
        maxKeys: 2,
      }),
    },
    { requiredKeys: ['stages'] },
  )
  .map((tree) => yaml(tree as Tree));

/** A project with a dvc.yaml and files of values of every kind. */
export const project: fc.Arbitrary<Files> = fc
  .record({
    definition,
    params: values,
    maps: fc.array(fc.record({ m: scalar, v: nested }), { maxLength: 3 }),
    extra: few,
  })
  .map(({ definition, params, maps, extra }) => ({
    'dvc.yaml': definition,
    'params.yaml': yaml({ ...(params as Readonly<Record<string, Tree>>), maps }),
    'extra.yaml': yaml(extra),
    'list.yaml': '[1, 2]',
    'date.yaml': 'when: {day: 2024-01-02}',
    'broken.json': '{"a": 1,}',
    'other.toml': 't = [1, 2.0, "x"]\n[u]\nd = 7\n[u.e]\nf = true\n',
    'p.json': '{"g": {"b": 1.0, "c": [1, null]}, "h": [{"x": 1}, 2]}',
    'q.py':
      's = 1e-3\nseed: int = 7\nclass Train:\n    sizes = [1, 2.0]\n    def __init__(self):\n        self.deep = {"k": None}\n',
  }));
