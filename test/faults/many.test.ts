import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EMISSIONS_COLUMNS } from '../../src/book/emissions-row.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { LAUNCHER, Place } from '../cli/joulebook.ts';
import { csvRows } from './csv-rows.ts';

const place = new Place();
afterAll(() => rmSync(place.dir, { recursive: true }));

const COUNT = 64;
/** What the host of a virtual machine does is nothing that a run could help. */
const OF_THE_HOST = /^warning: the host took .*\n(?: +(?:why|fix): .*\n)*/gm;

test(`${COUNT} runs at once into one book`, { timeout: 600_000 }, async () => {
  const further = join(place.dir, 'further.csv');
  const runs = Array.from({ length: COUNT }, async (_, i) => {
    const child = spawn(
      LAUNCHER,
      [
        'run',
        '--name',
        `many-${i}`,
        '--param',
        `i=${i}`,
        '--csv',
        further,
        '--card',
        'off',
        '--',
        'sh',
        '-c',
        `exit ${i}`,
      ],
      { cwd: place.dir, env: place.env(), stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    return { code, stderr };
  });
  const ended = await Promise.all(runs);
  expect(ended.map(({ code }) => code)).toEqual(Array.from({ length: COUNT }, (_, i) => i));
  const ours = (stderr: string): string => stderr.replaceAll(OF_THE_HOST, '');
  expect(ended.filter(({ stderr }) => /warning|error/.test(ours(stderr)))).toEqual([]);

  const book = join(place.dir, '.joulebook');
  for (const path of [join(book, 'emissions.csv'), further]) {
    const [header, ...rows] = csvRows(path);
    expect(header).toEqual([...EMISSIONS_COLUMNS]);
    expect(rows).toHaveLength(COUNT);
    expect(rows.filter((row) => row.length !== EMISSIONS_COLUMNS.length)).toEqual([]);
    expect(new Set(rows.map((row) => row[EMISSIONS_COLUMNS.indexOf('run_id')])).size).toBe(COUNT);
  }

  const { data } = JSON.parse(place.run(['ls', '--json']).stdout) as { data: { runs: RunRecord[] } };
  expect(data.runs).toHaveLength(COUNT);
  const byExit = new Map(data.runs.map((run) => [run.exitCode, run]));
  for (let i = 0; i < COUNT; i++) {
    expect(byExit.get(i)).toMatchObject({
      name: `many-${i}`,
      params: { i },
      state: i === 0 ? 'ok' : 'failed',
    });
  }
});
