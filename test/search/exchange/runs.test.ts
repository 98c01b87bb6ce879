import { expect, test } from 'vitest';
import { columnNames, fromRuns } from '../../../src/search/exchange/sweep/from-runs.ts';
import { readRuns, type TableRun } from '../../../src/search/exchange/sweep/read-runs.ts';

const OBJECTIVE = { metric: 'val_loss', goal: 'minimize' } as const;

function runsOf(text: string): readonly TableRun[] {
  const runs = readRuns(text);
  if (!runs.ok) throw new Error(runs.error.what);
  return runs.value;
}

test('a table as it is exported has runs, whose parameters are those that are named', () => {
  const csv = [
    '"Name","State","lr","batch_size","opt","val_loss"',
    '"a, b","finished","0.001","32","adam","0.25"',
    '"c","crashed","0.1","64","sgd",""',
    '"d","finished","0.01","128","adam","NaN"',
  ].join('\r\n');
  const study = fromRuns(runsOf(csv), {
    name: 'sweep',
    objective: OBJECTIVE,
    parameters: ['lr', 'batch_size', 'opt'],
  });
  expect(study.parameters).toEqual([
    { kind: 'float', name: 'lr', low: 0.001, high: 0.1, scale: 'log' },
    { kind: 'integer', name: 'batch_size', low: 32, high: 128, scale: 'linear' },
    { kind: 'categorical', name: 'opt', choices: ['adam', 'sgd'] },
  ]);
  expect(study.trials.map(({ outcome }) => outcome.state)).toEqual(['complete', 'failed', 'complete']);
  expect(study.trials[0]?.outcome).toMatchObject({ metrics: { val_loss: 0.25 } });
});

test('runs as the interface gives them have nested configurations, summaries and histories', () => {
  const json = JSON.stringify([
    {
      name: 'one',
      state: 'finished',
      config: { lr: { value: 0.01, desc: null }, model: { depth: 2 }, _wandb: { x: 1 } },
      summary: { val_loss: 0.2 },
      history: [
        { epoch: 0, val_loss: 0.9 },
        { epoch: 1, val_loss: 0.4 },
        { epoch: 1, 'other/thing': 3 },
      ],
    },
  ]);
  const study = fromRuns(runsOf(json), { name: 'sweep', objective: OBJECTIVE, parameters: [] });
  expect(study.parameters.map(({ name }) => name)).toEqual(['lr', 'model.depth']);
  expect(study.trials[0]).toEqual({
    configuration: { lr: 0.01, 'model.depth': 2 },
    reports: [
      { resource: 1, metrics: { val_loss: 0.9 } },
      { resource: 2, metrics: { val_loss: 0.4 } },
    ],
    outcome: { state: 'complete', metrics: { val_loss: 0.2 } },
  });
});

test('a line for each run, and our own table, are read as well', () => {
  const lines = '{"config":{"x":1},"summary":{"val_loss":2}}\n{"config":{"x":3},"summary":{"val_loss":1}}\n';
  expect(runsOf(lines)).toHaveLength(2);
  const own = 'trial,state,metric.val_loss,param.x\n0,complete,0.5,1\n1,stopped,0.7,2\n';
  const study = fromRuns(runsOf(own), { name: 'own', objective: OBJECTIVE, parameters: [] });
  expect(study.trials.map(({ outcome }) => outcome.state)).toEqual(['complete', 'stopped']);
  expect(columnNames(runsOf(own))).toEqual(['trial', 'state', 'val_loss', 'x']);
});

test('what is no table says so', () => {
  for (const text of ['', 'nothing here', '{}', '[]', 'a,b\n'])
    expect(readRuns(text)).toMatchObject({ ok: false, error: { code: 'E_IMPORT' } });
});
