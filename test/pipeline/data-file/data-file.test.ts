import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataFileText } from '../../../src/pipeline/data-file/data-file-text.ts';
import { readDataFile } from '../../../src/pipeline/data-file/read-data-file.ts';
import type { DataSource } from '../../../src/pipeline/model/stage.ts';

const GOLDEN = readFileSync(new URL('../../fixtures/pipelines/basic/raw.csv.dvc', import.meta.url), 'utf8');

function read(text: string, file = 'data/raw.csv.dvc'): DataSource {
  const source = readDataFile(text, file, '/repo');
  if (!source.ok) throw new Error(source.error.why);
  return source.value;
}

it('what DVC wrote is read and written to the byte', () => {
  const source = read(GOLDEN);
  expect(source).toMatchObject({
    file: 'data/raw.csv.dvc',
    wdir: 'data',
    isImport: false,
    frozen: false,
    outs: [
      {
        path: 'raw.csv',
        at: 'data/raw.csv',
        cache: true,
        push: true,
        known: { hash: 'md5', md5: '00f7d50ab4278a7899d7499481c9603a', size: 8 },
      },
    ],
  });
  expect(dataFileText(source)).toBe(GOLDEN);
  expect(dataFileText(source, GOLDEN)).toBe(GOLDEN);
});

describe('a change', () => {
  const text = `# where it came from
desc: raw data
outs:
- md5: 0123456789abcdef0123456789abcdef # old
  size: 8
  path: raw.csv
  push: true
  labels: [a, b]
meta: {owner: x}
`;
  const source = read(text);
  const [out] = source.outs;
  if (out === undefined) throw new Error('nothing is tracked');

  it('keeps the comments and the order of the file', () => {
    const known = { hash: 'md5', md5: `${'f'.repeat(32)}.dir`, size: 10, nfiles: 2 } as const;
    const after = dataFileText({ ...source, outs: [{ ...out, known }] }, text);
    expect(after).toBe(
      text
        .replace('0123456789abcdef0123456789abcdef', known.md5)
        .replace('size: 8', 'size: 10')
        .replace('  push: true\n', '')
        .replace('labels: [a, b]\n', 'labels: [a, b]\n  nfiles: 2\n  hash: md5\n'),
    );
  });

  it('of nothing leaves the text, but for a default that is written out, as DVC does', () => {
    expect(dataFileText(source, text)).toBe(text.replace('  push: true\n', ''));
  });

  it('the fields of a new file are in the order of DVC', () => {
    const full: DataSource = {
      ...source,
      wdir: '',
      outs: [
        { ...out, path: 'data/raw.csv', persist: true, cache: false, push: false, remote: 'r', type: 't' },
      ],
    };
    expect(dataFileText(full)).toBe(`desc: raw data
wdir: ..
outs:
- md5: 0123456789abcdef0123456789abcdef
  size: 8
  path: data/raw.csv
  type: t
  labels:
  - a
  - b
  cache: false
  persist: true
  remote: r
  push: false
meta:
  owner: x
`);
  });
});

it('an import keeps where it came from', () => {
  const text = `md5: 0123456789abcdef0123456789abcdef
frozen: true
deps:
- path: data.csv
  repo:
    url: https://example.org/repo
    rev_lock: abc
outs:
- md5: 0123456789abcdef0123456789abcdef
  path: data.csv
`;
  const source = read(text);
  expect(source).toMatchObject({ isImport: true, frozen: true });
  expect(dataFileText(source, text)).toBe(text);
});

it.each([
  ['the folder of the file', 'a.dvc', 'outs:\n- path: x\n', 'x'],
  ['a folder further down', 'a/b.dvc', 'wdir: ../c\nouts:\n- path: ./d/../x/\n', 'c/x'],
  ['outside of the repository', 'a.dvc', 'outs:\n- path: ../x\n', '/x'],
  ['an absolute path', 'a.dvc', 'outs:\n- path: /repo/x\n', 'x'],
])('paths begin at %s', (_, file, text, at) => {
  expect(read(text, file).outs[0]?.at).toBe(at);
});

it.each<[string, string, string, number]>([
  ['an unknown key', 'outs: []\ncmd: x\n', '`cmd` is not known here', 2],
  ['an unknown key of an output', 'outs:\n- path: x\n  metric: true\n', '`metric` is not known here', 3],
  ['an output without a path', 'outs:\n- md5: abc\n', '`path`', 2],
  ['a flag that is none', 'outs:\n- path: x\n  cache: 1\n', '`true` or `false`', 3],
  ['a list that is none', 'outs: x\n', 'a list', 1],
  ['a path that is a number', 'outs:\n- path: 1\n', 'a text', 2],
])('%s is refused with its place', (_, text, why, line) => {
  const source = readDataFile(text, 'x.dvc', '/repo');
  expect(source).toMatchObject({
    ok: false,
    error: { code: 'E_PIPELINE_FILE', at: { file: 'x.dvc', line } },
  });
  expect(source.ok ? '' : source.error.why).toContain(why);
});
