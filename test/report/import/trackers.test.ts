import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from '../../../src/book/sqlite.io.ts';
import { findSources } from '../../../src/report/import/find-sources.io.ts';
import { importedRun, knownBy } from '../../../src/report/import/imported-run.io.ts';
import { importAccuracy } from '../../../src/report/import/accuracy.io.ts';
import type { ImportItem } from '../../../src/report/import/item.ts';
import { CONTEXT, runsOf } from './a-row.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'joulebook-import-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function put(name: string, text: string): void {
  writeFileSync(join(dir, name), text);
}

function items(name = ''): readonly ImportItem[] {
  return findSources([join(dir, name)]).sources.flatMap((source) => [...source.read(CONTEXT)]);
}

describe('an exported history of W&B', () => {
  const times = [0, 10, 20].map((s) => 1_700_000_000 + s);

  test('by its API as CSV: metrics, and energy from the power of the GPUs', () => {
    const rows = times.map((time, i) => `${i},${time},${i * 10},${1 / (i + 1)},200,${i === 1 ? '' : 50}`);
    put(
      'history.csv',
      `_step,_timestamp,_runtime,loss,system.gpu.0.powerWatts,system.gpu.1.powerWatts\n${rows.join('\n')}\n`,
    );
    expect(runsOf(items())).toMatchObject([
      {
        durationS: 20,
        startedAt: '2023-11-14T22:13:20.000Z',
        metrics: { loss: 1 / 3 },
        energy: { components: { 'gpu:0': { joules: 4000 }, 'gpu:1': { joules: 1000 } }, leftOut: 'gpuOnly' },
      },
    ]);
  });

  test('as JSON lines: the same, and a torn line is told', () => {
    const rows = times.map((time, i) =>
      JSON.stringify({
        _step: i,
        _timestamp: time,
        loss: i,
        net: { acc: 0.5 },
        'system.gpu.0.powerWatts': 200,
      }),
    );
    put('history.jsonl', `${rows.join('\n')}\n{"_step": 3, "_tim`);
    const found = items();
    expect(found[0]).toMatchObject({ kind: 'refused', line: 4 });
    expect(runsOf(found)).toMatchObject([{ metrics: { loss: 2, 'net.acc': 0.5 }, energy: { totalJ: 4000 } }]);
  });

  test('as Python writes JSON: a row is read although a number in it is none', () => {
    const rows = times.map(
      (time, i) =>
        `{"_step": ${i}, "_timestamp": ${time}, "loss": NaN, "best": -Infinity, "system.gpu.0.powerWatts": 200, "note": "NaN"}`,
    );
    put('history.jsonl', `${rows.join('\n')}\n`);
    expect(items()).toMatchObject([{ kind: 'run', run: { metrics: {}, energy: { totalJ: 4000 } } }]);
  });

  test('of a chart: each of its runs by itself, its least and most left out', () => {
    put(
      'chart.csv',
      '"Relative Time (Process)","a-1 - system/gpu.0.powerWatts","a-1 - system/gpu.0.powerWatts__MIN","a-1 - system/gpu.0.powerWatts__MAX","b - system/gpu.0.powerWatts"\n' +
        '0,100,90,110,10\n30,100,90,110,10\n60,,,,10\n',
    );
    expect(runsOf(items()).map(({ name, energy }) => [name, energy?.totalJ])).toEqual([
      ['a-1', 3000],
      ['b', 600],
    ]);
  });

  test('is known again from a copy with other line ends', () => {
    put('a.csv', '_step,_timestamp,loss\n0,1700000000,1\n');
    put('b.csv', '_step,_timestamp,loss\r\n0,1700000000,1\r\n');
    const [a, b] = runsOf(items());
    expect(a?.identity).toBe(b?.identity);
  });
});

describe('an MLflow database', () => {
  const T0 = 1_700_000_000_000;

  function database(name: string): void {
    const opened = openSqlite(join(dir, name));
    if (!opened.ok) throw new Error(opened.error.what);
    const db = opened.value;
    for (const sql of [
      'CREATE TABLE experiments (experiment_id INTEGER, name TEXT)',
      'CREATE TABLE runs (run_uuid TEXT, name TEXT, status TEXT, start_time INTEGER, end_time INTEGER, lifecycle_stage TEXT, experiment_id INTEGER)',
      'CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT)',
      'CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT)',
      'CREATE TABLE metrics (key TEXT, value REAL, timestamp INTEGER, run_uuid TEXT, step INTEGER, is_nan INTEGER)',
      "INSERT INTO experiments VALUES (1, 'vision')",
      `INSERT INTO runs VALUES ('p', 'parent', 'FINISHED', ${T0}, ${T0 + 60_000}, 'active', 1)`,
      `INSERT INTO runs VALUES ('c', 'child', 'FAILED', ${T0 + 10_000}, ${T0 + 30_000}, 'active', 1)`,
      `INSERT INTO runs VALUES ('d', 'gone', 'FINISHED', ${T0}, ${T0}, 'deleted', 1)`,
      `INSERT INTO runs VALUES ('k', 'killed', 'RUNNING', ${T0}, NULL, 'active', 1)`,
      "INSERT INTO tags VALUES ('mlflow.parentRunId', 'p', 'c')",
      "INSERT INTO params VALUES ('lr', '0.1', 'p')",
    ]) {
      db.exec(sql);
    }
    const metric = db.prepare('INSERT INTO metrics VALUES (?, ?, ?, ?, ?, 0)');
    for (const s of [0, 10, 20, 30, 40, 50, 60])
      metric.run('system/gpu_0_power_usage_watts', 100, T0 + s * 1000, 'p', s);
    for (const s of [10, 20, 30]) metric.run('system/gpu_0_power_usage_watts', 100, T0 + s * 1000, 'c', s);
    metric.run('loss', 1, T0, 'p', 0);
    metric.run('loss', 0.5, T0 + 1000, 'p', 1);
    metric.run('loss', 0.7, T0 + 5000, 'k', 1);
    db.close();
  }

  test('gives its runs with states, parameters, last metrics and energy', () => {
    database('mlflow.db');
    const found = items();
    const byName = new Map(runsOf(found).map((run) => [run.name, run]));
    expect(byName.get('parent')).toMatchObject({
      project: 'vision',
      state: 'ok',
      durationS: 60,
      params: { lr: 0.1 },
      metrics: { loss: 0.5 },
      energy: { totalJ: 6000 },
    });
    expect(byName.get('child')).toMatchObject({ state: 'failed', energy: { totalJ: 2000 } });
    expect(byName.get('killed')).toMatchObject({ state: 'lost', durationS: 5 });
    expect(byName.get('killed')).not.toHaveProperty('energy');
    expect(found.filter(({ kind }) => kind === 'passed')).toHaveLength(1);
  });

  test('a run inside another whose power was recorded too is a part of it', () => {
    database('any-name.sqlite');
    const runs = new Map(runsOf(items()).map((run) => [run.name, run]));
    const ids = (name: string) => {
      const run = runs.get(name);
      if (run === undefined) throw new Error(`no ${name}`);
      const wishes = { project: undefined, tags: [], pid: 1 };
      return importedRun(run, knownBy(run), { file: 'x' }, wishes, importAccuracy()).start;
    };
    expect(ids('child')).toMatchObject({ parentId: ids('parent').id, rootId: ids('parent').id });
    expect(ids('parent').rootId).toBe(ids('parent').id);
  });

  test('of another kind is left alone', () => {
    const opened = openSqlite(join(dir, 'other.db'));
    if (opened.ok) {
      opened.value.exec('CREATE TABLE runs (a INTEGER)');
      opened.value.close();
    }
    expect(items()).toEqual([]);
  });
});

describe('a BoAmps report', () => {
  const report = {
    header: { reportId: 'r1', reportDatetime: '2024-05-01 12:00:00', publisher: { projectName: 'p' } },
    task: {
      taskStage: 'training',
      taskFamily: 'vision',
      algorithms: [{ algorithmName: 'resnet' }],
      measuredAccuracy: 0.9,
    },
    measures: [
      {
        measurementMethod: 'meter',
        powerConsumption: 2,
        measurementDuration: 3600,
        measurementDateTime: '2024-05-01T10:00:00Z',
      },
    ],
    environment: { country: 'france', powerSourceCarbonIntensity: 50 },
    infrastructure: {
      components: [{ componentType: 'gpu', componentName: 'A100', manufacturer: 'nvidia', nbComponent: 2 }],
    },
  };

  test('is a run whose powerConsumption is kWh', () => {
    put('report.json', JSON.stringify(report));
    expect(runsOf(items())).toMatchObject([
      {
        project: 'p',
        startedAt: '2024-05-01T10:00:00.000Z',
        durationS: 3600,
        energy: { totalJ: 7.2e6 },
        carbon: { grams: 100, gPerKwh: 50 },
        metrics: { accuracy: 0.9 },
        params: { stage: 'training', family: 'vision', 'algorithm.algorithmName': 'resnet' },
        machine: { gpus: ['nvidia A100', 'nvidia A100'] },
      },
    ]);
  });

  test('of several measures gives a lower bound: they may be of the same', () => {
    put(
      'report.json',
      JSON.stringify({
        ...report,
        measures: [...report.measures, { measurementMethod: 'other', powerConsumption: 3 }],
      }),
    );
    expect(runsOf(items())).toMatchObject([{ energy: { totalJ: null, atLeastJ: 1.08e7 } }]);
  });

  test.each([
    [{ ...report, measures: [{ measurementMethod: 'x' }] }, 'powerConsumption'],
    [{ ...report, measures: [{ powerConsumption: -1 }] }, 'below zero'],
  ])('without an energy is refused', (bad, why) => {
    put('report.json', JSON.stringify(bad));
    expect(items()).toMatchObject([{ kind: 'refused', why: expect.stringContaining(why) as string }]);
  });
});

describe('a run that went on after it was read is the same run', () => {
  const identity = (): string | undefined => runsOf(items())[0]?.identity;

  test('of carbontracker, and its standard log alone', () => {
    const log = (...epochs: readonly number[]): string =>
      epochs
        .map(
          (n) =>
            `2024-05-01 10:0${n}:00 - Epoch ${n}:\n2024-05-01 10:0${n}:00 - Duration: 0:01:00.00\n` +
            `2024-05-01 10:0${n}:00 - Average power usage (W) for cpu: [3${n}.0]\n`,
        )
        .join('');
    const name = 'x_2024-05-01T100000Z_carbontracker.log';
    put(name, log(1));
    const first = identity();
    put(name, log(1, 2, 3));
    expect(identity()).toBe(first);
    put(
      'x_2024-05-01T100000Z_carbontracker_output.log',
      'CarbonTracker:\nActual consumption for 3 epoch(s):\n\tTime:\t0:03:00\n\tEnergy:\t0.002 kWh\n',
    );
    expect(identity()).toBe(first);
    put(name, log(2));
    expect(identity()).not.toBe(first);
  });

  test('in an exported history of W&B', () => {
    const row = (i: number): string => `${i},${1_700_000_000.25 + i},${i},200\n`;
    const header = '_step,_timestamp,_runtime,loss\n';
    put('history.csv', `${header}${row(0)}${row(1)}`);
    const first = identity();
    put('history.csv', `${header}${row(0)}${row(1)}${row(2)}`);
    expect(identity()).toBe(first);
    put('history.csv', `${header}${row(5)}`);
    expect(identity()).not.toBe(first);
  });

  test('of DVCLive that keeps the times of its steps', () => {
    mkdirSync(join(dir, 'plots/metrics'), { recursive: true });
    put('metrics.json', '{"acc": 1}');
    const row = (i: number): string => `${1_700_000_000_000 + i}\t${i}\t0.${i}\n`;
    put('plots/metrics/acc.tsv', `timestamp\tstep\tacc\n${row(0)}`);
    const first = identity();
    put('metrics.json', '{"acc": 2}');
    put('plots/metrics/acc.tsv', `timestamp\tstep\tacc\n${row(0)}${row(1)}`);
    expect(identity()).toBe(first);
  });
});

test('carbontracker: two GPUs, an early stop, and no output log', () => {
  put(
    'x_2024-05-01T100000Z_carbontracker.log',
    '2024-05-01 10:00:00 - carbontracker version 1.1.6\n' +
      '2024-05-01 10:00:00 - Only predicted and actual consumptions are multiplied by a PUE coefficient of 1.58 (Rhonda Ascierto, 2019).\n' +
      '2024-05-01 10:00:00 - The following components were found: GPU with device(s) TITAN RTX, TITAN RTX. CPU with device(s) cpu:0.\n' +
      '2024-05-01 10:01:00 - Epoch 1:\n2024-05-01 10:01:00 - Duration: 0:01:00.00\n' +
      '2024-05-01 10:01:00 - Average power usage (W) for gpu: [100.5 200.5]\n' +
      '2024-05-01 10:01:00 - Average power usage (W) for cpu: [30.0]\n' +
      '2024-05-01 10:02:00 - Epoch 2:\n2024-05-01 10:02:00 - Duration: 0:01:00.00\n' +
      '2024-05-01 10:02:00 - Average power usage (W) for gpu: [100.5 200.5]\n' +
      '2024-05-01 10:02:00 - Average power usage (W) for cpu: None\n',
  );
  expect(runsOf(items())).toMatchObject([
    {
      state: 'lost',
      durationS: 120,
      energy: {
        pue: 1.58,
        // The CPU could not be read in the second epoch: what is known is the least that it was.
        totalJ: null,
        atLeastJ: 12_060 + 24_060 + 1800,
        components: {
          'gpu:0': { joules: 12_060 },
          'gpu:1': { joules: 24_060 },
          cpu: { joules: null, reason: expect.stringContaining('1 of 2 epochs') as string },
        },
      },
      oddities: expect.arrayContaining([expect.stringContaining('cpu')]) as string[],
      machine: { gpus: ['TITAN RTX', 'TITAN RTX'], cpu: 'cpu:0' },
    },
  ]);
});

test('BoAmps: an energy of 0 is one that could not be read', () => {
  put(
    'report.json',
    JSON.stringify({
      header: { reportId: 'r', reportDatetime: '2024-05-01 10:00:00' },
      measures: [{ measurementMethod: 'x', powerConsumption: 0, measurementDuration: 60 }],
      environment: { powerSourceCarbonIntensity: 300 },
    }),
  );
  const [run] = runsOf(items());
  expect(run?.energy).toMatchObject({ totalJ: null, atLeastJ: 0 });
  expect(run).not.toHaveProperty('carbon');
});

test.each([
  ['events.out.tfevents.1714557600.host', Buffer.from('no event at all, whatever its name says')],
  ['mlflow.db', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000)])],
])('a damaged %s is refused, not passed by', (name, bytes) => {
  writeFileSync(join(dir, name), bytes);
  expect(items()).toMatchObject([{ kind: 'refused' }]);
});
