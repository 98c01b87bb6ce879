import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSources } from '../../../src/report/import/find-sources.io.ts';
import type { ForeignRun } from '../../../src/report/import/foreign-run.ts';
import type { ImportItem } from '../../../src/report/import/item.ts';
import { CONTEXT, runsOf } from './a-row.ts';

/** What the real tools have written (test/fixtures/import/README.md). */
const FIXTURES = fileURLToPath(new URL('../../fixtures/import', import.meta.url));

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'joulebook-import-'));
  cpSync(FIXTURES, dir, { recursive: true });
});
afterAll(() => rmSync(dir, { recursive: true }));

function items(path: string): readonly ImportItem[] {
  return findSources([join(dir, path)]).sources.flatMap((source) => [...source.read(CONTEXT)]);
}

function only(path: string): ForeignRun {
  const runs = runsOf(items(path));
  expect(runs).toHaveLength(1);
  return runs[0] as ForeignRun;
}

const joules = (run: ForeignRun): Readonly<Record<string, number | null>> =>
  Object.fromEntries(Object.entries(run.energy?.components ?? {}).map(([name, part]) => [name, part.joules]));

describe('CodeCarbon', () => {
  test.each(['2.2.2', '2.3.1', '2.8.3', '3.0.8', '3.3.0'])('%s: both runs of its file come in', (version) => {
    const runs = runsOf(items(`codecarbon/${version}.csv`));
    expect(runs).toHaveLength(2);
    for (const run of runs) {
      expect(run).toMatchObject({
        project: 'demo',
        carbon: { zone: 'FRA' },
        environment: { 'import.version': version },
      });
      const sum = Object.values(joules(run)).reduce<number>((all, part) => all + (part ?? 0), 0);
      expect(run.energy?.totalJ).toBeCloseTo(sum, 6);
      expect(run.energy?.totalJ).toBeGreaterThan(10);
    }
  });

  test('3.3.0: the row that it has shifted is repaired', () => {
    expect(items('codecarbon/3.3.0.csv')).toMatchObject([
      { line: 2 },
      { line: 3, repaired: '3 columns dropped' },
    ]);
  });

  test('tasks are stages of their run, which is there once', () => {
    const run = runsOf(items('codecarbon')).find(({ stages }) => stages !== undefined);
    expect(run?.stages?.map(({ name }) => name)).toEqual(['load', 'train']);
    const sum = run?.stages?.reduce((all, { joules: part }) => all + (part ?? 0), 0) ?? 0;
    expect(run?.energy?.totalJ).toBeCloseTo(sum, 9);
  });

  test('a task file alone is its run, with the same identity', () => {
    const name =
      items('codecarbon').flatMap((item) =>
        'file' in item && item.file.includes('emissions_exp_') ? [item.file] : [],
      )[0] ?? '';
    const alone = only(name.slice(dir.length + 1));
    const whole = runsOf(items('codecarbon')).find(({ stages }) => stages !== undefined);
    expect(alone.identity).toBe(whole?.identity);
    expect(alone.energy?.totalJ).toBeCloseTo(whole?.energy?.totalJ ?? 0, 9);
  });

  test('its BoAmps report is the same run again', () => {
    const report = only('boamps');
    const whole = runsOf(items('codecarbon/with-tasks.csv'))[0];
    expect(report.identity).toBe(whole?.identity);
    expect(report.energy?.totalJ).toBeCloseTo(whole?.energy?.totalJ ?? 0, 9);
  });
});

test('carbontracker: energy before its PUE, epochs, carbon as said', () => {
  const run = only('carbontracker');
  expect(run.energy).toMatchObject({ pue: 1.58, components: { cpu: { joules: 32.5 * 6 } } });
  expect((run.energy?.totalJ ?? 0) * 1.58).toBeCloseTo(0.000085591784 * 3.6e6, 9);
  expect(run).toMatchObject({ durationS: 6, state: 'ok', carbon: { grams: 0.038088343997, gPerKwh: 445 } });
  expect(run.epochs).toEqual([1, 2, 3].map((n) => ({ n, durationS: 2, joules: 65 })));
});

test('experiment-impact-tracker: each sample stands for the time since the one before, the last for the rest', () => {
  const run = only('eit');
  expect(run.energy?.scope).toBe('process');
  // From 10:00:00.5 to 10:01:10, by the formula of its own data interface.
  expect(joules(run)['cpu']).toBeCloseTo(50 * 69.5, 6);
  expect(joules(run)['gpu:all']).toBeCloseTo(100 * 9.5 + 10 * (110 + 120 + 130 + 140 + 150) + 150 * 10, 6);
  expect(run).toMatchObject({
    durationS: 69.5,
    machine: { cpu: expect.stringContaining('E5-2640') as string, gpus: ['GeForce GTX 1080 Ti'] },
  });
});

test('experiment-impact-tracker: without its pickle the times are those of the samples', () => {
  const copy = join(dir, 'without');
  cpSync(join(dir, 'eit'), copy, { recursive: true });
  rmSync(join(copy, 'impacttracker', 'info.pkl'));
  const run = only('without');
  expect(run.durationS).toBe(50);
  expect(run.oddities.join()).toContain('info.pkl');
  expect(run.identity).toBe(only('eit').identity);
});

test('MLflow: the files of a run, and energy from its system metrics', () => {
  const run = only('mlruns');
  expect(run).toMatchObject({ name: 'brave-cat', project: 'vision', state: 'ok', tags: ['team=a'] });
  expect(run.params).toEqual({ lr: 0.1, opt: 'adam' });
  expect(run.metrics).toEqual({ loss: 0.2 });
  expect(joules(run)).toEqual({ 'gpu:0': 7800, 'gpu:1': 3000 });
});

test('W&B: config, summary and energy of an offline run', () => {
  const run = only('wandb');
  expect(run).toMatchObject({
    name: 'resnet-a',
    project: 'vision',
    tags: ['paper'],
    notes: ['first try'],
    state: 'ok',
    exitCode: 0,
  });
  expect(run.params).toEqual({ lr: 0.1, opt: 'adam', 'net.depth': 50 });
  expect(run.metrics).toEqual({ loss: 0.2, acc: 0.4, 'nested.a': 4, best: 0.99 });
  expect(joules(run)['gpu:0']).toBeCloseTo(7800, -1);
  expect(joules(run)['gpu:1']).toBeCloseTo(3000, -1);
});

test('W&B: a log that is torn, or has a wrong byte, gives what is whole, and says so', () => {
  const path = join(dir, 'wandb', 'run-abc12345.wandb');
  const bytes = readFileSync(path);
  for (const at of [500, 1500, bytes.length - 10]) {
    const torn = join(dir, 'torn.wandb');
    writeFileSync(torn, bytes.subarray(0, at));
    expect(items('torn.wandb')).toMatchObject([
      { kind: 'run', repaired: expect.stringContaining('damaged') as string, run: { state: 'lost' } },
    ]);
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ 0xff;
    writeFileSync(torn, flipped);
    expect(items('torn.wandb')).toMatchObject([{ repaired: expect.stringContaining('damaged') as string }]);
  }
});

test('TensorBoard: the last value of each scalar', () => {
  const run = only('tensorboard');
  expect(run.metrics['train/loss']).toBeCloseTo(0.2, 6);
  expect(run.energy).toBeUndefined();
});

test('TensorBoard: a wrong byte costs one event', () => {
  const name = 'tensorboard/events.out.tfevents.1795641161.host';
  const bytes = readFileSync(join(dir, name));
  const flipped = Buffer.from(bytes);
  flipped[bytes.length - 30] = (flipped[bytes.length - 30] ?? 0) ^ 0xff;
  writeFileSync(join(dir, name), flipped);
  const [item] = items('tensorboard');
  writeFileSync(join(dir, name), bytes);
  expect(item).toMatchObject({ kind: 'run', repaired: expect.stringContaining('checksum') as string });
});

test('DVCLive: metrics, parameters, and the times of its steps', () => {
  const run = only('dvclive');
  expect(run.metrics).toEqual({ 'train/loss': 0.25, acc: 0.3, step: 3 });
  expect(run.params).toEqual({ lr: 0.1, 'net.depth': 50 });
  expect(run.durationS).toBeCloseTo(0.03, 3);
});
