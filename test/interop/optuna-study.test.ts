import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Place } from '../cli/joulebook.ts';

const script = fileURLToPath(new URL('../../scripts/set-up.mjs', import.meta.url));
const place = new Place();
let python = '';

beforeAll(() => {
  const args = [script, 'python', 'test/interop/requirements-optuna.txt'];
  python = execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}, 900_000);
afterAll(() => rmSync(place.dir, { recursive: true }));

function py(program: string): unknown {
  const options = { cwd: place.dir, env: place.env({ HOME: place.dir }), encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(python, ['-c', program], { ...options, timeout: 200_000 });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as unknown;
}

function study(...args: string[]): string {
  const { code, stdout, stderr } = place.run(['study', ...args]);
  expect(code, stderr).toBe(0);
  return stdout;
}

const OPEN = `
import json, math, optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
optuna.logging.set_verbosity(optuna.logging.ERROR)
`;

test('a study of Optuna is taken in, goes on here, and goes on in Optuna again, with the same trials', () => {
  py(`${OPEN}
study = optuna.create_study(storage="sqlite:///optuna.db", study_name="digits", direction="maximize",
                            sampler=optuna.samplers.TPESampler(seed=1))
def objective(trial):
    lr = trial.suggest_float("lr", 1e-5, 1e-1, log=True)
    opt = trial.suggest_categorical("opt", ["adam", "sgd", None])
    for epoch in range(3):
        trial.report(epoch - (math.log10(lr) + 3) ** 2, epoch)
    return 3 - (math.log10(lr) + 3) ** 2
study.optimize(objective, n_trials=12)
print("0")`);
  study('import', 'optuna.db');
  const asked = JSON.parse(study('ask', '--study', 'digits')) as {
    trial: number;
    parameters: { lr: number };
  };
  expect(asked.trial).toBe(12);
  study('report', '12', 'value=1.5', '--energy', '12kJ', '--study', 'digits');
  study('tell', '12', 'value=1.75', '--study', 'digits');
  study('export', 'digits', '--as', 'optuna', '-o', 'digits.log');
  const found = py(`${OPEN}
there = optuna.load_study(storage="sqlite:///optuna.db", study_name="digits")
here = optuna.load_study(storage=JournalStorage(JournalFileBackend("digits.log")), study_name="digits")
here.optimize(lambda trial: trial.suggest_float("lr", 1e-5, 1e-1, log=True), n_trials=2)
same = [a.params == b.params and a.values == b.values and list(a.intermediate_values.values()) == list(b.intermediate_values.values())
        and a.distributions == b.distributions for a, b in zip(there.trials, here.trials)]
last = here.trials[12]
print(json.dumps({"same": same, "trials": len(here.trials), "direction": here.direction.name, "names": here.metric_names,
                  "last": [last.state.name, last.value, last.params["lr"], last.intermediate_values, last.user_attrs["joulebook:joules"]]}))`);
  expect(found).toEqual({
    same: Array.from({ length: 12 }, () => true),
    trials: 15,
    direction: 'MAXIMIZE',
    names: ['value'],
    last: ['COMPLETE', 1.75, asked.parameters.lr, { 1: 1.5 }, 12_000],
  });
}, 300_000);

test('parameter importance is that of Optuna for the same trials', () => {
  writeFileSync(
    join(place.dir, 'search.yaml'),
    `version: 1
name: importance
objective: {metric: loss, goal: minimize}
parameters:
  lr: {min: 1e-5, max: 1e-1, log: true}
  dropout: {min: 0, max: 0.5, step: 0.1}
  layers: {min: 1, max: 4}
  opt: {values: [adam, sgd]}
search: {sampler: random, stopper: none, seed: 3}
`,
  );
  study('create', 'search.yaml');
  for (let n = 0; n < 15; n++) {
    const { parameters } = JSON.parse(study('ask', '--study', 'importance')) as {
      parameters: { lr: number; layers: number };
    };
    const loss = (Math.log10(parameters.lr) + 3) ** 2 + parameters.layers / 10;
    study('tell', `${n}`, `loss=${loss}`, '--study', 'importance');
  }
  study('export', 'importance', '--as', 'optuna', '-o', 'importance.log');
  const theirs = py(`${OPEN}
study = optuna.load_study(storage=JournalStorage(JournalFileBackend("importance.log")), study_name="importance")
print(json.dumps(optuna.importance.get_param_importances(study)))`) as Record<string, number>;
  const shown = JSON.parse(study('show', 'importance', '--importance', '--json')) as {
    data: { importances: { list: { of: string; parts: { parameter: string; part: number }[] }[] } };
  };
  const [ours] = shown.data.importances.list;
  expect(ours?.of).toBe('loss');
  for (const { parameter, part } of ours?.parts ?? [])
    expect(theirs[parameter], parameter).toBeCloseTo(part, 9);
  expect(Object.keys(theirs)).toHaveLength(ours?.parts.length ?? 0);
  expect(readFileSync(join(place.dir, 'importance.log'), 'utf8')).toContain('joulebook:joules');
}, 300_000);
