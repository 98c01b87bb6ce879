import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type AgentUnderTest, mismatches, replay } from './golden-conversation.ts';

const GOLDENS = 'docs/reference/agent-protocol/goldens';
const files = readdirSync(GOLDENS).filter((name) => name.endsWith('.jsonl'));
const folder = mkdtempSync(join(tmpdir(), 'agent-goldens-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The environment of a user who has configured nothing, with a book and a registry of their own. */
function environment(name: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([key]) => !/^(JOULEBOOK|FAKE_AGENT)_/.test(key));
  const registry = mkdtempSync(join(folder, 'registry-'));
  return { ...Object.fromEntries(own), JOULEBOOK_DIR: join(folder, name), JOULEBOOK_REGISTRY: registry };
}

function agent(): AgentUnderTest {
  return {
    command: [process.execPath, resolve('dist/cli.cjs'), 'agent'],
    env: environment('book'),
    records: true,
  };
}

/** The stand-in of the Python client's tests must speak as the agent does, or those tests say nothing. */
function fakeAgent(): AgentUnderTest {
  const env = {
    ...environment('fake'),
    FAKE_AGENT_REPORT: join(folder, 'report.jsonl'),
    FAKE_AGENT_DIR: folder,
  };
  return { command: ['python3', '-S', resolve('python/tests/fake_agent.py')], env, records: false };
}

test('the issue’s conversations are there', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'hello-start-end.jsonl',
      'windows.jsonl',
      'epochs-and-forecast.jsonl',
      'unknown-message.jsonl',
      'malformed-line.jsonl',
      'end-of-input.jsonl',
      'second-start.jsonl',
    ]),
  );
});

describe.each([
  ['the agent', agent],
  ['the fake agent of the Python tests', fakeAgent],
])('%s', (_name, make) => {
  test.concurrent.each(files)('%s', async (file) => {
    expect(await replay(join(GOLDENS, file), make())).toBeGreaterThan(1);
  });
});

describe('matching', () => {
  const estimate = { value: 2, low: 1, high: 3, unit: 'J', errors: {} };
  test.each([
    [{ a: 1, more: 2 }, { a: 1 }, 0],
    [{ a: 1 }, { a: 2 }, 1],
    [{}, { a: '<any>' }, 1],
    [{}, { 'a?': '<number>' }, 0],
    [{ a: 'x' }, { 'a?': '<number>' }, 1],
    [[1], [1, 2], 1],
    [estimate, '<J>', 0],
    [estimate, '<g>', 1],
    [{ ...estimate, low: 2.5 }, '<J>', 1],
    [{ ...estimate, value: null }, '<J>', 0],
    [{ ...estimate, low: -1 }, '<J>', 1],
    [{ attributed: estimate, active: estimate }, '<energy>', 1],
    ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '<ulid>', 0],
    ['01ARZ3NDEKTSV4RRFFQ69G5FAU', '<ulid>', 1],
  ])('%j against %j: %d', (actual, expected, count) => {
    expect(mismatches(actual, expected)).toHaveLength(count);
  });
});
