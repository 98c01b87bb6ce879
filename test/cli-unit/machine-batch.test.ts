import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runMachineBatch } from '../../src/cli/calc/machine-batch.io.ts';
import { NO_SETTINGS } from '../../src/cli/config/settings.ts';
import { createContext } from '../../src/cli/context.io.ts';
import type { CliContext } from '../../src/cli/context.ts';
import type { Problem } from '../../src/errors.ts';
import { fakeMachine, MACHINES } from '../hardware/fake-machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'joulebook-batch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the batch on a file, with its output kept. */
async function batch(
  file: string,
  json: boolean,
): Promise<{ code: number; data: unknown; said: string; failed?: Problem }> {
  const kept: { data?: unknown; said: string; failed?: Problem } = { said: '' };
  const flags = { command: 'calc', json, quiet: false, noColor: true, verbose: 0 };
  const context: CliContext = {
    ...createContext(fakeMachine(MACHINES['desktop'] ?? {}), flags, NO_SETTINGS),
    out: (text) => void (kept.said += text),
    succeed: (data) => {
      kept.data = data;
      return 0;
    },
    fail: (problem) => {
      kept.failed = problem;
      return 3;
    },
  };
  const code = await runMachineBatch(context, file);
  return { code, data: undefined, ...kept };
}

describe('calc machine --batch', () => {
  const file = join(folder, 'machines.jsonl');
  const row = {
    cpu: 'AMD EPYC 9654',
    sockets: 2,
    coresPerSocket: 96,
    threads: 384,
    ramGB: 768,
    loads: [0, 1],
  };
  writeFileSync(file, `${JSON.stringify(row)}\nnonsense\n`);
  it('answers every line under --json, and 0 even where one cannot be read', async () => {
    const { code, data } = await batch(file, true);
    expect(code).toBe(0);
    expect(data).toMatchObject({
      rows: [
        {
          watts: [{ value: expect.any(Number) }, { low: expect.any(Number) }],
          grade: 'B',
          method: 'model:server',
        },
        { error: 'line 2: not JSON: nonsense' },
      ],
    });
  });
  it('writes a line of JSON for each otherwise', async () => {
    const { said } = await batch(file, false);
    const lines = said.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[1] ?? '')).toEqual({ error: 'line 2: not JSON: nonsense' });
  });
  it('a file that is not there is said in three parts', async () => {
    const { code, failed } = await batch(join(folder, 'none.jsonl'), true);
    expect(code).toBe(3);
    expect(failed?.what).toContain('none.jsonl cannot be read');
    expect(failed?.why).toContain('ENOENT');
    expect(failed?.fix).toContain('one machine a line');
  });
});
