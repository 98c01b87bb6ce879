import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_LOCK,
  type Lock,
  lockText,
  withEntry,
  withoutEntries,
} from '../../../src/pipeline/lock/lock.ts';
import { quickLock } from '../../../src/pipeline/lock/quick-lock.ts';
import { readAnyLock, readLock, readRunFile } from '../../../src/pipeline/lock/read-lock.ts';
import { runKeyText, runValueText } from '../../../src/pipeline/lock/run-key.ts';
import { keyOf } from '../../../src/pipeline/model/key.ts';
import type { LockEntry } from '../../../src/pipeline/model/lock-entry.ts';
import { Float, type Value } from '../../../src/pipeline/model/value.ts';
import { aLockEntry } from '../a-lock-entry.ts';
import { aText } from '../a-value.ts';

const MD5 = '46bbbe8aa98cc0714426e948474eaaf4';
const ENTRY: LockEntry = {
  cmd: 'python train.py',
  deps: [{ path: 'data', hash: 'md5', md5: `${MD5}.dir`, size: 3, nfiles: 2 }],
  params: new Map([['params.yaml', new Map<string, Value>([['lr', new Float(1e-5)]])]]),
  outs: [{ path: 'run.sh', hash: 'md5', md5: MD5, size: 18, isexec: true }],
};
const TEXT = `schema: '2.0'
stages:
  train:
    cmd: python train.py
    deps:
    - path: data
      hash: md5
      md5: ${MD5}.dir
      size: 3
      nfiles: 2
    params:
      params.yaml:
        lr: 1e-05
    outs:
    - path: run.sh
      hash: md5
      md5: ${MD5}
      size: 18
      isexec: true
`;

function read(text: string): Lock {
  const lock = readLock(text, 'dvc.lock');
  if (!lock.ok) throw new Error(`${lock.error.what} ${lock.error.why} ${JSON.stringify(lock.error.at)}`);
  return lock.value;
}

it('the first entry makes the whole file', () => {
  expect(lockText(withEntry(EMPTY_LOCK, 'train', ENTRY))).toBe(TEXT);
});

it('what is read is what was written', () => {
  expect(read(TEXT).entries).toEqual(new Map([['train', ENTRY]]));
});

it('the last entry that goes leaves a valid file', () => {
  const text = lockText(withoutEntries(read(TEXT), ['train']));
  expect(text).toBe("schema: '2.0'\nstages: {}\n");
  expect(read(text).entries.size).toBe(0);
});

describe('a change to one entry', () => {
  const commented = `# our project
schema: '2.0'
stages:
  # fetches
  get:
      cmd:   "curl x"   # slow
  train:
    cmd: old

  # last
  eval:
    cmd: >-
      # not a comment
      eval
    # behind eval
# the end
datasets: []
`;

  it('leaves the others as they are, comments included', () => {
    const text = lockText(withEntry(read(commented), 'train', { cmd: 'new' }));
    expect(text).toBe(commented.replace('cmd: old', 'cmd: new'));
  });

  it('comes last where there was none', () => {
    const text = lockText(withEntry(read(commented), 'new', { cmd: 'x' }));
    expect(text).toBe(commented.replace('# the end', '  new:\n    cmd: x\n# the end'));
  });

  it('that changes nothing keeps its layout', () => {
    expect(lockText(withEntry(read(commented), 'get', { cmd: 'curl x' }))).toBe(commented);
  });

  it('1 is not 1.0', () => {
    const of = (value: Value): LockEntry => ({
      cmd: 'x',
      params: new Map([['p.yaml', new Map([['a', value]])]]),
    });
    const lock = withEntry(EMPTY_LOCK, 's', of(1n));
    expect(lockText(withEntry(lock, 's', of(new Float(1))))).toContain('a: 1.0\n');
  });

  it('takes an entry away with the comments before it', () => {
    expect(lockText(withoutEntries(read(commented), ['eval', 'get']))).toBe(
      "# our project\nschema: '2.0'\nstages:\n  train:\n    cmd: old\n# the end\ndatasets: []\n",
    );
  });
});

it.each([
  ['JSON', `{"schema": "2.0", "stages": {"s": {"cmd": "x", "outs": [{"path": "o", "md5": "${MD5}"}]}}}`],
  ['flow style', `schema: '2.0'\nstages: {s: {cmd: x, outs: [{path: o, md5: ${MD5}}]}}\n`],
  [
    'anchors',
    `schema: "2.0"\nx-: 1\n`.replace(
      'x-: 1\n',
      `stages:\n  s: &s\n    cmd: x\n    outs: [{path: o, md5: ${MD5}}]\n  t: *s\n`,
    ),
  ],
])('%s is read, and written anew with the next entry', (_, text) => {
  const lock = withEntry(read(text), 'n', { cmd: 'y' });
  expect(lock.entries.get('s')).toEqual({ cmd: 'x', outs: [{ path: 'o', md5: MD5 }] });
  expect(read(lockText(lock)).entries).toEqual(lock.entries);
});

it('names of values that stand in two places are counted through the file', () => {
  const twice = (): LockEntry => {
    const shared = new Map([['k', 1n]]);
    return {
      cmd: 'x',
      params: new Map([
        [
          'p.yaml',
          new Map<string, Value>([
            ['a', shared],
            ['b', shared],
          ]),
        ],
      ]),
    };
  };
  const both = withEntry(withEntry(EMPTY_LOCK, 'one', twice()), 'two', twice());
  expect(lockText(both).match(/[&*]id\d+/g)).toEqual(['&id001', '*id001', '&id002', '*id002']);
  const after = withEntry(read(lockText(both)), 'one', { cmd: 'x' });
  expect(lockText(after).match(/[&*]id\d+/g)).toEqual(['&id001', '*id001']);
});

it('an item without a hash counts as not known, and its lines stay', () => {
  const text = "schema: '2.0'\nstages:\n  s:\n    cmd: x\n    deps:\n    - path: a\n      etag: '\"1\"'\n";
  const lock = read(text);
  expect(lock.entries.get('s')).toEqual({ cmd: 'x', deps: [] });
  expect(lockText(withEntry(lock, 't', { cmd: 'y' }))).toBe(`${text}  t:\n    cmd: y\n`);
});

describe('what is no lock is refused', () => {
  it.each<[string, string, string, number | undefined]>([
    ['nothing', '', 'it holds nothing', 1],
    ['DVC 1', 's:\n  cmd: x\n  outs: []\n', 'It has no `schema`', 1],
    ['no schema', 'stages: {}\n', '`schema` is missing', 1],
    ['another schema', "schema: '3.0'\n", "the schema is not '2.0'", 1],
    ['a schema that is a number', 'schema: 2.0\n', "the schema is not '2.0'", 1],
    ['no stages', "schema: '2.0'\nstages:\n", 'a mapping', 2],
    ['a name that is a number', "schema: '2.0'\nstages:\n  1: {cmd: x}\n", 'a key should be text', 3],
    ['no command', "schema: '2.0'\nstages:\n  s: {deps: []}\n", 'an entry should have a `cmd`', 3],
    ['a key at the top', "schema: '2.0'\nenergy: 1\n", '`energy` is not known here', 2],
    [
      'a key in an entry',
      "schema: '2.0'\nstages:\n  s:\n    cmd: x\n    energy: 1\n",
      '`energy` is not known',
      5,
    ],
    ['a list that is empty', "schema: '2.0'\nstages:\n  s:\n    cmd: x\n    deps:\n", 'a list', 5],
    [
      'an item without a path',
      "schema: '2.0'\nstages:\n  s:\n    cmd: x\n    deps:\n    - md5: abc\n",
      '`path`',
      6,
    ],
    [
      'a size that is text',
      "schema: '2.0'\nstages:\n  s:\n    cmd: x\n    outs:\n    - path: a\n      size: 'x'\n",
      'a whole number',
      7,
    ],
    ['not YAML', "schema: '2.0'\nstages:\n\ts:\n", 'a tab', 3],
  ])('%s', (_, text, why, line) => {
    const lock = readLock(text, 'dvc.lock');
    expect(lock).toMatchObject({
      ok: false,
      error: { code: 'E_PIPELINE_FILE', at: { file: 'dvc.lock', line } },
    });
    expect(lock.ok ? '' : lock.error.why).toContain(why);
  });

  it('a merge conflict is told from other faults, with the way out', () => {
    const text = TEXT.replace(
      '    cmd:',
      '<<<<<<< HEAD\n    cmd: a\n=======\n    cmd: b\n>>>>>>> other\n    cmd:',
    );
    const lock = readLock(text, 'sub/dvc.lock');
    expect(lock).toMatchObject({
      ok: false,
      error: { what: 'sub/dvc.lock holds a merge conflict', at: { line: 4 } },
    });
    expect(lock.ok ? '' : lock.error.fix).toContain('git checkout --ours sub/dvc.lock');
  });

  it('a run-cache file that is none', () => {
    expect(readRunFile('- x', 'f').ok).toBe(false);
    expect(readRunFile('', 'f').ok).toBe(false);
  });
});

describe('the quick way', () => {
  it.each([
    TEXT,
    TEXT.replace('lr: 1e-05', "0: {a: [1, 'x']}"),
    TEXT.replace('train:', 'train@1-2.5:'),
    TEXT.replace('train:', 'null:'),
    TEXT.replace('python train.py', 'true'),
    TEXT.replace('python train.py', 'a: b'),
    TEXT.replace('python train.py', 'a # b'),
    TEXT.replace('python train.py', 'a '),
    TEXT.replace('python train.py', '.5'),
    TEXT.replace('python train.py\n', 'a\n      b\n'),
    TEXT.replace('path: data', 'path: .5'),
    TEXT.replace('path: data', 'path: True'),
    TEXT.replace(`${MD5}\n`, '12345678901234567890123456789012\n'),
    TEXT.replace(`${MD5}\n`, '123456789012345678901234567890e2\n'),
    TEXT.replace('size: 18', 'size: 018'),
    TEXT.replace('isexec: true', 'isexec: false'),
    TEXT.replace('    deps:\n', '    deps:\n    # c\n'),
    TEXT.replace('lr: 1e-05', 'lr: 1\n        lr: 2'),
    TEXT.replace('    outs:', '    deps:'),
    `${TEXT}  train:\n    cmd: x\n`,
    TEXT.trimEnd(),
    TEXT.replace('  train:', ' train:').concat('  eval:\n    cmd: x\n'),
    `${TEXT}# end\n`,
    TEXT.replaceAll('\n', '\r\n'),
  ])('comes to the same as the whole reader (%#)', (text) => {
    const quick = readLock(text, 'dvc.lock');
    const whole = readAnyLock(text, 'dvc.lock');
    expect(quick.ok).toBe(whole.ok);
    if (quick.ok && whole.ok) expect(quick.value.entries).toEqual(whole.value.entries);
    else expect(quick).toEqual(whole);
  });
});

it('random locks, whole and damaged, are read the same by the quick way and the whole reader', () => {
  const names = fc.oneof(fc.stringMatching(/^[a-z]{1,6}(@[a-z0-9.-]{1,5})?$/), aText.map(keyOf));
  const aLock = fc.array(fc.tuple(names, aLockEntry), { minLength: 1, maxLength: 4 });
  const pieces = fc.constantFrom('', ' ', '\n', '\n  ', ':', '- ', '#', "'", '"', '&x ', '*x', '---\n', 'x');
  const anEdit = fc.option(fc.tuple(fc.nat(2000), fc.nat(3), pieces), { nil: undefined });
  let quick = 0;
  fc.assert(
    fc.property(aLock, anEdit, (stages, edit) => {
      let text = lockText({ entries: new Map(stages) });
      if (edit !== undefined) {
        const [at, removed, piece] = edit;
        const from = at % text.length;
        text = text.slice(0, from) + piece + text.slice(from + removed);
      }
      const read = readLock(text, 'dvc.lock');
      const whole = readAnyLock(text, 'dvc.lock');
      if (quickLock(text) !== undefined) quick++;
      if (read.ok && whole.ok) {
        expect([...read.value.entries]).toEqual([...whole.value.entries]);
        expect(lockText(read.value)).toBe(lockText(whole.value));
      } else {
        expect(read).toEqual(whole);
      }
      if (edit === undefined && read.ok) expect(read.value.entries).toEqual(new Map(stages));
    }),
    { numRuns: 800 },
  );
  expect(quick).toBeGreaterThan(100);
}, 120_000);

describe('the texts of the keys in the run-cache', () => {
  it('sizes are left out everywhere, also in parameters', () => {
    const entry: LockEntry = {
      ...ENTRY,
      params: new Map([
        [
          'p.yaml',
          new Map<string, Value>([
            ['size', 1n],
            [
              'n',
              new Map([
                ['nfiles', 2n],
                ['x', 1n],
              ]),
            ],
          ]),
        ],
      ]),
    };
    expect(runKeyText(entry)).toBe(
      `{"cmd": "python train.py", "deps": [{"hash": "md5", "md5": "${MD5}.dir", "path": "data"}], "outs": ["run.sh"], "params": {"p.yaml": {"n": {"x": 1}}}}`,
    );
    expect(runValueText(entry)).toContain(
      `"outs": [{"hash": "md5", "isexec": true, "md5": "${MD5}", "path": "run.sh"}]`,
    );
  });

  it('an entry without outputs has an empty list in its key only', () => {
    expect(runKeyText({ cmd: ['a', 'b'] })).toBe('{"cmd": ["a", "b"], "outs": []}');
    expect(runValueText({ cmd: ['a', 'b'] })).toBe('{"cmd": ["a", "b"]}');
  });
});
