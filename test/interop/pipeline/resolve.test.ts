import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dvcYaml } from '../../../src/pipeline/definition/dvc-yaml-schema.ts';
import { keyValue } from '../../../src/pipeline/model/key.ts';
import { isList, isMap, type Value } from '../../../src/pipeline/model/value.ts';
import { paramAt } from '../../../src/pipeline/params/param-at.ts';
import { readValuesText } from '../../../src/pipeline/params/read-params.ts';
import { jsonText } from '../../../src/pipeline/values/json-text.ts';
import { pythonRepr } from '../../../src/pipeline/values/text-of.ts';
import { readYaml } from '../../../src/pipeline/yaml/read-yaml.ts';
import { resolveProject } from '../../pipeline/resolve/project.ts';
import { answers, dvcPython, seedOf } from './dvc-peer.ts';
import { plain, resolvedAsPlain, withoutUsed } from './plain.ts';
import { definitionText } from './random-definition.ts';
import { paramsFile } from './random-params.ts';
import { project } from './random-project.ts';

const dir = mkdtempSync(join(tmpdir(), 'joulebook-resolve-'));
const site = join(dir, 'site');

beforeAll(dvcPython, 900_000);
afterAll(() => rmSync(dir, { recursive: true }), 60_000);

test('random projects are resolved as DVC resolves them, and refused where it refuses them', () => {
  const seed = seedOf('projects');
  const projects = fc.sample(project, { seed, numRuns: 150 });
  const folders = projects.map((files, i) => {
    const folder = join(dir, `${i}`);
    mkdirSync(folder);
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    return folder;
  });
  const theirs = answers('resolve_with_dvc.py', folders, site);
  expect(theirs).toHaveLength(projects.length);
  for (const [i, folder] of folders.entries()) {
    const ours = withoutUsed(resolvedAsPlain(resolveProject(folder), folder));
    const told = `case ${i} of JOULEBOOK_SEED=${seed}\n${JSON.stringify(projects[i], undefined, 2)}`;
    expect(ours, told).toEqual(withoutUsed(plain(theirs[i])));
  }
});

test('what has no place in a dvc.yaml is found where DVC finds it, in the same words', () => {
  const seed = seedOf('definitions');
  const texts = fc.sample(definitionText, { seed, numRuns: 1500 });
  const questions = texts.map((text) => JSON.stringify(text));
  const theirs = answers('check_with_dvc.py', questions, site);
  expect(theirs).toHaveLength(texts.length);
  for (const [i, text] of texts.entries()) {
    const tree = readYaml(text, 'dvc.yaml');
    if (!tree.ok) throw new Error(tree.error.why);
    const { value } = tree.value;
    const isEmpty =
      !isMap(value) && (value === null || value === '' || (isList(value) && value.length === 0));
    const misfits = dvcYaml(isEmpty ? new Map<string, Value>() : value, []);
    const ours = misfits.map(({ message, path }) => [message, path.map(String)]);
    const named = JSON.parse(JSON.stringify(theirs[i]).replaceAll("<class 'str'>", 'str')) as unknown[];
    const told = `case ${i} of JOULEBOOK_SEED=${seed}\n${text}`;
    // DVC leaves a list at the first item in which something deep does not fit; we go on.
    expect(ours, told).toEqual(named.length === 0 ? [] : expect.arrayContaining(named));
  }
});

/** Mappings as lists of pairs, so that their order and the type of their keys shows. */
function asPairs(value: Value): Value {
  if (isMap(value)) {
    const pairs = [...value].map(([key, member]): Value => [pythonRepr(keyValue(key)), asPairs(member)]);
    return new Map([['map', pairs]]);
  }
  return isList(value) ? value.map(asPairs) : value;
}

test('files of parameters hold what DVC reads in them, and a key leads to the same value', () => {
  const seed = seedOf('parameters');
  const files = fc.sample(paramsFile, { seed, numRuns: 1500 });
  const questions = files.map(({ name, text, keys }, i) => {
    const folder = join(dir, `params-${i}`);
    mkdirSync(folder);
    writeFileSync(join(folder, name), text);
    return JSON.stringify({ path: join(folder, name), keys });
  });
  const theirs = answers('read_params_with_dvc.py', questions, site);
  expect(theirs).toHaveLength(files.length);
  for (const [i, { name, text, keys }] of files.entries()) {
    const read = readValuesText(text, name);
    const ours = read.ok
      ? { text: jsonText(asPairs(read.value)), found: foundIn(read.value, keys) }
      : { error: 'refused' };
    expect(ours, `case ${i} of JOULEBOOK_SEED=${seed}\n${name}\n${text}`).toEqual(asAnswer(theirs[i]));
  }
});

function foundIn(values: Value, keys: readonly string[]): unknown {
  const found = keys.map((key) => {
    const value = isMap(values) ? paramAt(values, key) : undefined;
    return [key, value === undefined ? null : { value: jsonText(asPairs(value)) }] as const;
  });
  return isMap(values) ? Object.fromEntries(found) : {};
}

/** A key that leads to several values leads to none here, and DVC fails on it. In a list we look for nothing. */
function asAnswer(theirs: unknown): unknown {
  const { error, text, found } = theirs as Readonly<Record<'error' | 'text', string>> & {
    readonly found: object;
  };
  if (error !== undefined) return { error: 'refused' };
  const entries = Object.entries(found).map(([key, value]) => [
    key,
    value === 'several' ? null : (value as unknown),
  ]);
  return { text, found: text.startsWith('{"map"') ? (Object.fromEntries(entries) as unknown) : {} };
}
