import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalLine } from '../../../src/book/journal-event.ts';
import { historyOf, NO_HISTORY } from '../../../src/report/export/history.ts';
import { mlflowRun } from '../../../src/report/export/mlflow-run.ts';
import { runFigures, runScalars } from '../../../src/report/export/run-scalars.ts';
import { runFolderName, safeNames } from '../../../src/report/export/safe-names.ts';
import { wandbFiles } from '../../../src/report/export/wandb-files.ts';
import { aRecord } from '../../book/a-record.ts';
import { journal } from './a-journal.ts';

const run = aRecord({ energyJ: 3600, metrics: { acc: 0.3, loss: 1 }, params: { 'lr/a': 0.1, opt: 'adam' } });
const history = historyOf(journal());

describe('the history of a run', () => {
  it('has every metric that was reported and every sample', () => {
    expect(history.reported.map(({ name, value, step, epoch }) => [name, value, step, epoch])).toEqual([
      ['acc', 0.1, 10, undefined],
      ['acc', 0.2, undefined, 2],
      ['acc', 0.3, undefined, undefined],
    ]);
    expect(history.power).toHaveLength(2);
    expect(history.power[0]).toEqual({
      atS: 1,
      watts: { machine: 30, attributed: 15, cpu: 20, 'gpu:0': 10 },
    });
    expect(history.epochEnds).toEqual(new Map([[1, 1.5]]));
  });
});

describe('the scalars of a run', () => {
  const scalars = runScalars(run, history);
  const series = (name: string) =>
    scalars.filter((each) => each.name === name).map(({ step, value }) => [step, value]);

  it('are complete, at their own steps', () => {
    expect(series('acc')).toEqual([
      [10, 0.1],
      [2, 0.2],
      [2, 0.3],
    ]);
    expect(series('joulebook/power/gpu:0_w')).toEqual([
      [0, 10],
      [1, 12],
    ]);
    expect(series('joulebook/energy_wh')).toEqual([[0, 1]]);
    expect(series('joulebook/component_energy_high/gpu:0_wh')).toHaveLength(1);
  });

  it('hold the last value of a metric without a history', () => {
    expect(series('loss')).toEqual([[0, 1]]);
    expect(runScalars(run, NO_HISTORY).filter(({ name }) => name === 'acc')).toHaveLength(1);
  });

  it('have no figure that is not known', () => {
    const figures = runFigures(aRecord({ energyJ: null }));
    expect(figures.has('joulebook/energy_wh')).toBe(false);
    expect(figures.get('joulebook/energy_low_wh')).toBe(1 / 3600);
  });
});

describe('a run for MLflow', () => {
  const made = mlflowRun(run, history);

  it('keeps every value, under keys that MLflow takes', () => {
    expect(made.metrics).toHaveLength(runScalars(run, history).length);
    for (const { key } of [...made.metrics, ...made.params]) {
      expect(key).toMatch(/^[\w./ -]{1,250}$/);
      expect(key.split('/')).not.toContain('..');
    }
    expect(made.params).toContainEqual({ key: 'lr/a', value: '0.1' });
    expect(made.tags).toContainEqual({ key: 'joulebook.run_id', value: run.id });
    expect(made.status).toBe('FINISHED');
  });

  it('does not mix two names that MLflow cannot tell apart', () => {
    const { metrics } = mlflowRun(
      aRecord({ metrics: { 'acc@1': 1, 'acc#1': 5, '../x': 2, '': 3 } }),
      NO_HISTORY,
    );
    const reported = metrics.filter(({ key }) => !key.startsWith('joulebook/'));
    expect(new Set(reported.map(({ key }) => key)).size).toBe(4);
    expect(reported.map(({ value }) => value)).toEqual([1, 5, 2, 3]);
  });

  it('says how a run ended', () => {
    const status = (state: 'lost' | 'stopped' | 'running') =>
      mlflowRun(aRecord({ state }), NO_HISTORY).status;
    expect([status('lost'), status('stopped'), status('running')]).toEqual(['FAILED', 'KILLED', 'RUNNING']);
  });
});

it('safe names are unique, short and allowed, whatever the names', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 20 }), (names) => {
      const safe = safeNames(names, /[^\w./ -]/g, 50);
      expect(safe.size).toBe(names.length);
      expect(new Set(safe.values()).size).toBe(names.length);
      for (const name of safe.values()) expect(name).toMatch(/^[\w./ -]{1,50}$/);
    }),
  );
});

it('a folder of a run leads nowhere else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const folder = runFolderName({ name, id: '01M8A9T0FK5P48ZYHKV2Q20WDE' });
      expect(folder).toMatch(/^[\p{L}\p{N}._=-]*-q20wde$/u);
      expect(folder).not.toMatch(/^\./);
    }),
  );
});

it('the files for W&B hold summary, config and the whole history', () => {
  const files = wandbFiles(run, history);
  const json = (name: string) => JSON.parse(files[name] ?? '') as Record<string, unknown>;
  expect(json('wandb-summary.json')).toMatchObject({
    acc: 0.3,
    'joulebook/energy_wh': 1,
    'joulebook/grade': 'A',
  });
  expect(json('config.yaml')).toEqual({
    'lr/a': { value: 0.1, desc: null },
    opt: { value: 'adam', desc: null },
  });
  const rows = (files['history.jsonl'] ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  const values = rows.flatMap((row) =>
    Object.keys(row).filter((key) => !['_timestamp', 'joulebook/elapsed_s', 'step'].includes(key)),
  );
  const wanted = runScalars(run, history).filter(({ name }) => !runFigures(run).has(name));
  expect(values.sort()).toEqual(wanted.map(({ name }) => name).sort());
});

it('rows for W&B know when they were in the run, not only when they are sent', () => {
  const rows = (wandbFiles(run, history)['history.jsonl'] ?? '').trim().split('\n');
  const power = rows
    .map((line) => JSON.parse(line) as Readonly<Record<string, number>>)
    .filter((row) => 'joulebook/power/machine_w' in row);
  expect(power.map((row) => row['joulebook/elapsed_s'])).toEqual(history.power.map(({ atS }) => atS));
});

it('what W&B would refuse does not keep the other runs from it', () => {
  const files = wandbFiles(aRecord({ project: 'a/b\\c#d?e%f:g', tags: ['x'.repeat(70)] }), NO_HISTORY);
  expect(JSON.parse(files['run.json'] ?? '')).toMatchObject({
    project: 'a-b-c-d-e-f-g',
    tags: ['x'.repeat(64)],
  });
});

it('an empty journal has no history', () => {
  expect(historyOf([] as readonly JournalLine[])).toEqual(NO_HISTORY);
});
