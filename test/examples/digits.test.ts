import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'digits-'));
afterAll(() => rmSync(folder, { recursive: true }));

const trainings = [
  ['node', ['examples/digits/train.mjs', '--epochs', '8', '--hidden', '64'], 8],
  ['python3', ['examples/digits/train.py', '--epochs', '3', '--hidden', '32', '--lr', '0.03'], 3],
] as const;

test.each(trainings)('%s learns the digits and reports its epochs', (command, args, epochs) => {
  const reports = join(folder, `${command}.jsonl`);
  const done = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, JOULEBOOK_REPORT_FILE: reports },
  });
  expect(done.stderr).toBe('');
  expect(done.status).toBe(0);
  const printed = [...done.stdout.matchAll(/^epoch (\d+)\/(\d+) loss \d+\.\d{4} accuracy \d\.\d{4}$/gm)];
  expect(printed.map((line) => Number(line[1]))).toEqual(Array.from({ length: epochs }, (_, i) => i + 1));
  const lines = readFileSync(reports, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, number | string>);
  expect(lines.flatMap((line) => ('stage' in line ? [line['stage']] : []))).toEqual([
    'load',
    'train',
    'evaluate',
  ]);
  const reported = lines.filter((line) => 'epoch' in line);
  expect(reported).toHaveLength(epochs);
  expect(reported.at(-1)).toMatchObject({ epoch: epochs, epochs });
  expect(Number(reported.at(-1)?.['loss'])).toBeLessThan(Number(reported[0]?.['loss']));
  expect(lines.at(-1)?.['test_accuracy']).toBeGreaterThan(0.85);
});

test.concurrent.each([
  ['node', 'examples/digits/train.mjs'],
  ['python3', 'examples/digits/train.py'],
])(
  '%s reaches more than 95 %% at its defaults',
  async (command, file) => {
    const { stdout } = await promisify(execFile)(command, [file]);
    expect(Number(/^test accuracy (\d\.\d+)/m.exec(stdout)?.[1])).toBeGreaterThan(0.95);
  },
  180_000,
);

test.each([
  ['train.mjs', 'node'],
  ['train.py', 'python3'],
])('%s without a report file writes none, and refuses nonsense', (file, command) => {
  const env = { ...process.env };
  delete env['JOULEBOOK_REPORT_FILE'];
  const small = ['--epochs', '1', '--hidden', '4', '--seed', '3'];
  const first = spawnSync(command, [`examples/digits/${file}`, ...small], { encoding: 'utf8', env });
  const second = spawnSync(command, [`examples/digits/${file}`, ...small], { encoding: 'utf8', env });
  expect(first.status).toBe(0);
  expect(second.stdout).toBe(first.stdout);
  const refused = spawnSync(command, [`examples/digits/${file}`, '--epochs', '0'], { encoding: 'utf8', env });
  expect(refused.status).toBe(2);
  expect(refused.stdout).toBe('');
});
