import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { adoptTrials, planOfForeign } from '../../../src/search/exchange/adopt-study.ts';
import type { ForeignStudy } from '../../../src/search/exchange/foreign-study.ts';
import { mergedParameter, readDistribution } from '../../../src/search/exchange/optuna/distribution.ts';
import { fromOptuna } from '../../../src/search/exchange/optuna/from-optuna.ts';
import { isOptunaJournal, readOptunaJournal } from '../../../src/search/exchange/optuna/read-journal.ts';
import { readOptunaSqlite } from '../../../src/search/exchange/optuna/read-sqlite.io.ts';
import { writeOptunaJournal } from '../../../src/search/exchange/optuna/write-journal.ts';
import type { Result } from '../../../src/result.ts';
import { recommend } from '../../../src/search/study/recommend.ts';
import { engineOf, KeptStudy } from '../study/rig.ts';

const dir = mkdtempSync(join(tmpdir(), 'joulebook-optuna-'));
afterAll(() => rmSync(dir, { recursive: true }));

const JOURNAL = readFileSync(new URL('fixtures/optuna-journal.log', import.meta.url), 'utf8');

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.what}: ${result.error.why ?? ''}`);
  return result.value;
}

/** A copy: SQLite may write beside what it reads. */
function database(): string {
  const path = join(dir, 'optuna.db');
  copyFileSync(fileURLToPath(new URL('fixtures/optuna.db', import.meta.url)), path);
  return path;
}

const sources = [
  ['journal', () => value(readOptunaJournal(JOURNAL)).map(fromOptuna)],
  ['SQLite storage', () => value(readOptunaSqlite(database())).map(fromOptuna)],
] as const;

test.each(sources)('a %s of Optuna has its studies, parameters, trials, curves and states', (_, read) => {
  const [digits, pair] = read() as [ForeignStudy, ForeignStudy];
  expect([digits.name, pair.name]).toEqual(['digits', 'pair']);
  expect(digits.objectives).toEqual([{ metric: 'value', goal: 'minimize' }]);
  expect(pair.objectives).toEqual([
    { metric: 'loss', goal: 'minimize' },
    { metric: 'acc', goal: 'maximize' },
  ]);
  expect(digits.parameters).toEqual([
    { kind: 'float', name: 'lr', low: 1e-5, high: 0.1, scale: 'log' },
    { kind: 'float', name: 'dropout', low: 0, high: 0.5, scale: 'linear', step: 0.1 },
    { kind: 'integer', name: 'layers', low: 1, high: 4, scale: 'linear' },
    { kind: 'categorical', name: 'opt', choices: ['adam', 'sgd', null, true, 3] },
    { kind: 'float', name: 'momentum', low: 0, high: 0.99, scale: 'linear' },
  ]);
  expect(digits.trials).toHaveLength(14);
  expect(digits.trials[4]?.outcome.state).toBe('failed');
  const states = new Set(digits.trials.map(({ outcome }) => outcome.state));
  expect(states).toEqual(new Set(['complete', 'stopped', 'failed']));
  expect(digits.trials[0]).toMatchObject({
    configuration: { layers: 1, dropout: 0.4, opt: 3 },
    reports: [1, 2, 3, 4, 5].map((resource) => ({ resource })),
    outcome: { state: 'complete', metrics: { value: 0.5101655632572745 } },
  });
  expect(digits.notes).toEqual(['One trial that was running or waiting there is left out']);
});

test('what was taken in is a study of ours, and what is written of it is read again as it was', () => {
  const [foreign] = value(readOptunaJournal(JOURNAL)).map(fromOptuna) as [ForeignStudy];
  const { study } = new KeptStudy(planOfForeign(foreign, 'digits'), engineOf());
  adoptTrials(study, foreign);
  expect(study.state.trials.map(({ state }) => state)).toEqual(
    foreign.trials.map(({ outcome }) => outcome.state),
  );
  expect(recommend(study.state)?.isComplete).toBe(true);
  const [again] = value(readOptunaJournal(writeOptunaJournal(study.state, 'w'))).map(fromOptuna) as [
    ForeignStudy,
  ];
  expect(again.trials.map(({ configuration }) => configuration)).toEqual(
    foreign.trials.map(({ configuration }) => configuration),
  );
  const finite = foreign.trials.map(({ reports }) =>
    reports.filter(({ metrics }) => Object.values(metrics).every(Number.isFinite)),
  );
  expect(again.trials.map(({ reports }) => reports)).toEqual(finite);
});

test('distributions keep their meaning under the names that they had before', () => {
  const read = (name: string, attributes: object): unknown =>
    readDistribution(JSON.stringify({ name, attributes }));
  expect(read('LogUniformDistribution', { low: 1, high: 9 })).toMatchObject({ kind: 'float', log: true });
  expect(read('DiscreteUniformDistribution', { low: 0, high: 1, q: 0.25 })).toMatchObject({ step: 0.25 });
  expect(read('IntLogUniformDistribution', { low: 1, high: 9, step: 1 })).toMatchObject({
    kind: 'integer',
    log: true,
  });
  expect(read('Unheard', {})).toBeUndefined();
  expect(readDistribution('{')).toBeUndefined();
});

test('a parameter whose range has changed holds all that it was', () => {
  const float = { kind: 'float', log: false, step: undefined } as const;
  expect(
    mergedParameter('x', [
      { ...float, low: 0, high: 1 },
      { ...float, low: -1, high: 0.5 },
    ]),
  ).toMatchObject({
    low: -1,
    high: 1,
  });
  expect(
    mergedParameter('x', [
      { kind: 'categorical', choices: ['a', 1] },
      { kind: 'categorical', choices: ['b', 1] },
    ]),
  ).toMatchObject({ choices: ['a', 1, 'b'] });
});

test('damage inside a journal is told with its line, a torn end is not, other files are none', () => {
  expect(readOptunaJournal(JOURNAL.slice(0, -20)).ok).toBe(true);
  const lines = JOURNAL.split('\n');
  expect(readOptunaJournal(lines.with(3, '{"op_co').join('\n'))).toMatchObject({
    error: { code: 'E_IMPORT', what: expect.stringContaining('line 4') },
  });
  expect(isOptunaJournal(JOURNAL)).toBe(true);
  expect(isOptunaJournal('[{"state":"finished"}]')).toBe(false);
  expect(readOptunaSqlite(join(dir, 'none.db'))).toMatchObject({ ok: false, error: { code: 'E_IMPORT' } });
});
