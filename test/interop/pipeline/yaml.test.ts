import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDataFile } from '../../../src/pipeline/data-file/read-data-file.ts';
import { entryValue } from '../../../src/pipeline/lock/entry-value.ts';
import { readLock } from '../../../src/pipeline/lock/read-lock.ts';
import { runKey } from '../../../src/pipeline/lock/run-key.io.ts';
import { keyValue } from '../../../src/pipeline/model/key.ts';
import { isList, isMap, Moment, type Value } from '../../../src/pipeline/model/value.ts';
import { jsonText } from '../../../src/pipeline/values/json-text.ts';
import { samePythonValue } from '../../../src/pipeline/values/same-python-value.ts';
import { pythonRepr } from '../../../src/pipeline/values/text-of.ts';
import { readYaml } from '../../../src/pipeline/yaml/read-yaml.ts';
import { yamlText } from '../../../src/pipeline/yaml/yaml-text.ts';
import { aLockEntry } from '../../pipeline/a-lock-entry.ts';
import { aText, aValue } from '../../pipeline/a-value.ts';
import { aYamlText } from '../../pipeline/a-yaml-text.ts';
import { aDataValue, aLockValue } from './a-dvc-file.ts';
import { typed } from './typed-value.ts';

const script = fileURLToPath(new URL('../../../scripts/set-up.mjs', import.meta.url));
const peer = fileURLToPath(new URL('yaml_peer.py', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'joulebook-yaml-'));
const seed = Number(process.env['JOULEBOOK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const count = Number(process.env['JOULEBOOK_CASES'] ?? 2000);
let python = '';

beforeAll(() => {
  const args = [script, 'python', 'test/interop/requirements-dvc.txt'];
  python = execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
  process.stderr.write(`JOULEBOOK_SEED=${seed}\n`);
}, 900_000);
afterAll(() => rmSync(dir, { recursive: true }));

// Which of the rarer characters can be printed is for the edition of Unicode to say that Python or Node has.
const RARE = /\\u(?!00|2028|2029|feff|d83d\\ude00)/;

interface Reply {
  readonly ok?: unknown;
  readonly error?: string;
}

/** What DVC says to each question, in order. */
function ask(questions: readonly object[]): readonly Reply[] {
  const { status, stdout, stderr } = spawnSync(python, ['-W', 'ignore', peer], {
    input: questions.map((question) => `${JSON.stringify(question)}\n`).join(''),
    env: { ...process.env, DVC_SITE_CACHE_DIR: join(dir, 'site'), DVC_NO_ANALYTICS: '1', PYTHONUTF8: '1' },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect(status, stderr).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Reply);
}

function sample<T>(arbitrary: fc.Arbitrary<T>, divisor = 1): readonly T[] {
  return fc.sample(arbitrary, { seed, numRuns: Math.ceil(count / divisor) });
}

const inMapping = aText.map((text): Value => new Map<string, Value>([['k', text]]));
const inList = aText.map((text): Value => [text]);

test('values are written as DVC writes them, but for those that it would read back altered', () => {
  const values = sample(fc.oneof(aValue, inMapping, inList)).filter((value) => typeof value !== 'string');
  const written = ask(values.map((value) => ({ dump: typed(value) })));
  const readBack = ask(written.map(({ ok }) => ({ load: ok })));
  let same = 0;
  for (const [i, value] of values.entries()) {
    const altered = JSON.stringify(readBack[i]?.ok?.[0 as never]) !== JSON.stringify(typed(value));
    if (altered) continue;
    same++;
    expect(yamlText(value)).toBe(written[i]?.ok);
  }
  expect(same).toBeGreaterThan(values.length / 2);
});

test('texts are read as DVC reads them, refused where it refuses them, and written anew as it does', () => {
  const texts = sample(aYamlText);
  const theirs = ask(texts.map((text) => ({ load: text })));
  const again = ask(theirs.map(({ ok }) => ({ load: isPair(ok) ? ok[1] : '' })));
  let read = 0;
  for (const [i, text] of texts.entries()) {
    const ours = readYaml(text, 'f');
    const answer = theirs[i]?.ok;
    expect(ours.ok ? typed(ours.value.value) : 'refused', JSON.stringify(text)).toEqual(
      isPair(answer) ? answer[0] : 'refused',
    );
    if (!ours.ok || !isPair(answer)) continue;
    read++;
    const kept = again[i]?.ok;
    const isKept = isPair(kept) && JSON.stringify(kept[0]) === JSON.stringify(answer[0]);
    if (isKept && typeof ours.value.value !== 'string') expect(yamlText(ours.value.value)).toBe(answer[1]);
  }
  expect(read).toBeGreaterThan(texts.length / 10);
});

test('JSON, the text and the equality of values are those of Python', () => {
  const values = sample(aValue, 2);
  const pairs = values.map(
    (value, i) => [value, values[i % 7 === 0 ? i : (i + 1) % values.length] ?? null] as const,
  );
  const json = ask(values.map((value) => ({ json: typed(value) })));
  const text = ask(values.map((value) => ({ repr: typed(value) })));
  const same = ask(pairs.map(([a, b]) => ({ same: [typed(a), typed(b)] })));
  for (const [i, value] of values.entries()) {
    // What Python refuses to write (a date, keys that it cannot sort) has no text to compare with.
    const answer = json[i];
    if (answer?.error === undefined) expect(jsonText(value)).toBe(answer?.ok);
    if (!holdsMoment(value) && !RARE.test(jsonText(value))) expect(pythonRepr(value)).toBe(text[i]?.ok);
    const [a, b] = pairs[i] ?? [null, null];
    expect(samePythonValue(a, b), jsonText([a, b])).toBe(same[i]?.ok);
  }
});

test.each([
  ['lock', aLockValue, (text: string) => readLock(text, 'dvc.lock')],
  ['data', aDataValue, (text: string) => readDataFile(text, 'x.dvc', '/repo')],
] as const)(
  'a %s file is accepted where DVC accepts it, refused where it refuses it',
  (kind, arbitrary, read) => {
    const texts = sample(arbitrary).map(yamlText);
    const theirs = ask(texts.map((text) => ({ [kind]: text })));
    let accepted = 0;
    for (const [i, text] of texts.entries()) {
      const ours = read(text);
      expect(ours.ok, `${text}${ours.ok ? '' : ours.error.why}`).toBe(theirs[i]?.error === undefined);
      if (ours.ok) accepted++;
    }
    expect(accepted).toBeGreaterThan(texts.length / 10);
  },
);

test('the keys of the run-cache are those of DVC', () => {
  const entries = sample(aLockEntry, 4);
  const theirs = ask(entries.map((each) => ({ entry: typed(entryValue(each)) })));
  for (const [i, each] of entries.entries()) {
    const answer = theirs[i];
    if (answer?.error !== undefined) continue;
    const { key, value } = runKey(each);
    expect([key, value]).toEqual(answer?.ok);
  }
  expect(theirs.filter(({ ok }) => ok !== undefined).length).toBeGreaterThan(entries.length / 2);
});

function isPair(value: unknown): value is readonly [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

function holdsMoment(value: Value): boolean {
  if (isMap(value)) return [...value].some(([key, item]) => holdsMoment(keyValue(key)) || holdsMoment(item));
  return isList(value) ? value.some(holdsMoment) : value instanceof Moment;
}
