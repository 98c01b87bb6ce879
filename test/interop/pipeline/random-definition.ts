import fc from 'fast-check';

const anything = fc.constantFrom<unknown>(
  'a',
  '',
  1,
  1.5,
  true,
  null,
  [],
  {},
  ['a'],
  [1],
  { a: 1 },
  { a: 'b' },
  [['a']],
  [{ a: {} }],
);
/** Nearly always the one: a definition has dozens of values. */
const mostly = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 25, arbitrary: usual }, { weight: 1, arbitrary: anything });

const text = mostly(fc.constantFrom('a', 'b c', '${x}'));
const flag = mostly(fc.boolean());
const list = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => mostly(fc.array(item, { maxLength: 2 }));
const map = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  mostly(fc.dictionary(fc.constantFrom('p', 'q', 'cmd', 'x', '1'), item, { maxKeys: 2 }));
const some = (shape: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> =>
  mostly(
    fc
      .tuple(
        fc.record(shape, { requiredKeys: [] }),
        fc.oneof(
          { weight: 25, arbitrary: fc.constant({}) },
          fc.dictionary(fc.constantFrom('energy', 'live', 'Cmd', 'foreach'), anything, { maxKeys: 1 }),
        ),
      )
      .map(([known, odd]) => ({ ...odd, ...known })),
  );

const annotations = { desc: text, type: text, labels: list(text), meta: anything };
const outFlags = { ...annotations, cache: flag, persist: flag, checkpoint: flag, remote: text, push: flag };
const plotFlags = some({
  ...outFlags,
  template: text,
  x: text,
  y: text,
  x_label: text,
  y_label: text,
  title: text,
  header: flag,
});
const outs = list(fc.oneof(text, map(some(outFlags))));
const vars = list(fc.oneof(text, map(anything)));

const body = {
  cmd: fc.oneof(text, list(text)),
  wdir: text,
  deps: list(text),
  params: list(fc.oneof(text, map(list(text)))),
  vars,
  frozen: flag,
  meta: anything,
  desc: text,
  always_changed: flag,
  outs,
  metrics: outs,
  plots: list(fc.oneof(text, map(fc.oneof(plotFlags, list(plotFlags))))),
};
const withCommand = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  arbitrary.map((stage) =>
    typeof stage === 'object' && stage !== null && !Array.isArray(stage) && Object.keys(stage).length > 1
      ? { cmd: 'echo', ...stage }
      : stage,
  );
const stage = withCommand(some(body));
const matrix = withCommand(some({ ...body, matrix: map(fc.oneof(text, list(anything))) }));
const foreach = some({ foreach: fc.oneof(text, list(anything), map(anything)), do: stage });

const plotProperties = some({
  x: fc.oneof(text, map(text)),
  y: fc.oneof(text, list(text), map(fc.oneof(text, list(text)))),
  x_label: text,
  y_label: text,
  title: text,
  template: text,
});

/** The content of a dvc.yaml as JSON, most of it in a form that DVC takes. */
export const definitionText: fc.Arbitrary<string> = some({
  stages: map(fc.oneof(stage, matrix, foreach)),
  vars,
  params: list(text),
  metrics: list(text),
  plots: list(fc.oneof(text, map(fc.oneof(plotProperties, fc.constant(null))))),
  artifacts: map(some({ path: text, ...annotations })),
  datasets: fc.constant([]),
}).map((tree) => JSON.stringify(tree));
