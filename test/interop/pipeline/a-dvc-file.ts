import fc from 'fast-check';
import { Float, type Value } from '../../../src/pipeline/model/value.ts';

// What stands where it should not. No truth value: for Python it is a number, and DVC takes `size: true` and `md5: true`.
const wrong = fc.constantFrom<Value>(
  null,
  1n,
  new Float(1.5),
  'x',
  '',
  [],
  ['x'],
  new Map(),
  new Map([['a', 'x']]),
);
const or = (right: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: wrong });
const text = or(fc.constantFrom('a', 'data/x.csv', '../y'));
const flag = or(fc.boolean());
const count = or(fc.bigInt({ min: 0n, max: 100n }));
const md5 = or(fc.constantFrom<Value>('0123456789abcdef0123456789abcdef', 'ABC', '', null, 123n, 12n));
const labels = or(fc.array(text, { maxLength: 2 }));

type Fields = Readonly<Record<string, fc.Arbitrary<Value>>>;

/** A mapping of some of the fields, rarely with one more that is not known. */
function some(fields: Fields, always: readonly string[] = []): fc.Arbitrary<Value> {
  const entries = Object.entries({ ...fields, unknown: wrong }).map(([key, value]) => {
    const field = fc.tuple(fc.constant(key), value);
    return always.includes(key)
      ? field
      : fc.option(field, { freq: key === 'unknown' ? 1 : 8, nil: undefined });
  });
  return fc.tuple(...entries).map((pairs) => {
    const kept = pairs.filter((pair) => pair !== undefined && (pair[0] !== 'unknown' || pair[1] === 'x'));
    return new Map(kept as (readonly [string, Value])[]);
  });
}

const content: Fields = { md5, size: count, nfiles: count, isexec: flag, hash: text };
const rare: Fields = { etag: md5, checksum: md5, version_id: text };
const item = some({ path: text, ...content, ...rare }, ['path']);
const items = or(fc.array(item, { maxLength: 2 }));
const entry = some(
  {
    cmd: or(fc.constantFrom<Value>('run', ['a', 'b'])),
    deps: items,
    params: or(fc.constant(new Map([['params.yaml', new Map([['lr', new Float(0.1)]])]]))),
    outs: items,
  },
  ['cmd'],
);

/** What a dvc.lock might hold. */
export const aLockValue = some(
  {
    schema: fc.oneof({ weight: 30, arbitrary: fc.constant('2.0') }, { weight: 1, arbitrary: wrong }),
    stages: or(
      fc.array(entry, { maxLength: 2 }).map((list) => new Map(list.map((value, i) => [`s${i}`, value]))),
    ),
    datasets: wrong,
  },
  ['schema'],
);

const annotations: Fields = { desc: text, type: text, labels, meta: wrong };
const out = some(
  { ...content, ...rare, path: text, persist: flag, cache: flag, remote: text, push: flag, ...annotations },
  ['path'],
);

/** What a .dvc file might hold. */
export const aDataValue = some({
  md5,
  wdir: or(fc.constantFrom<Value>('.', '..', null)),
  deps: or(fc.array(some({ path: text, ...content, ...rare }), { maxLength: 1 })),
  outs: or(fc.array(out, { maxLength: 2 })),
  frozen: flag,
  locked: flag,
  always_changed: flag,
  desc: text,
  meta: wrong,
});
