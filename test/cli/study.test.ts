import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { LAUNCHER, type Outcome, Place } from './joulebook.ts';

const place = new Place();
afterAll(() => rmSync(place.dir, { recursive: true }));

const study = (...args: string[]): Outcome => place.run(['study', ...args]);
const json = (outcome: Outcome): Record<string, unknown> =>
  JSON.parse(outcome.stdout) as Record<string, unknown>;

writeFileSync(
  join(place.dir, 'search.yaml'),
  `version: 1
name: digits
objective: {metric: val_acc, goal: maximize, resource: epoch, max_resource: 4}
budget: {trials: 6}
parameters:
  lr: {min: 0.0001, max: 0.1, log: true}
  opt: {values: [adam, sgd]}
  epochs: {value: 4}
search: {sampler: random, stopper: median, seed: 7}
`,
);

test('a study is driven by ask, report and tell until it is over, and says so by its exit code', () => {
  expect(study('create', 'search.yaml')).toMatchObject({ code: 0 });
  expect(study('create', 'search.yaml')).toMatchObject({ code: 2 });
  for (let n = 0; n < 6; n++) {
    const asked = study('ask');
    expect(asked.code, asked.stderr).toBe(0);
    const trial = json(asked);
    expect(trial).toMatchObject({ study: 'digits', trial: n, attempt: 1, resume: false, max_resource: 4 });
    expect(trial['parameters']).toMatchObject({ epochs: 4 });
    for (let epoch = 1; epoch <= 4; epoch++) {
      const said = study(
        'report',
        `${n}`,
        `val_acc=${(0.5 + epoch / 10) / (n + 1)}`,
        '--energy',
        `${epoch * 10}J`,
      );
      expect(said.code, said.stderr).toBe(0);
      expect(['continue\n', 'stop\n']).toContain(said.stdout);
      if (said.stdout === 'stop\n') break;
    }
    expect(study('tell', `${n}`).code).toBe(0);
  }
  const over = study('ask');
  expect(over.code).toBe(4);
  expect(over.stderr).toContain('all its trials have been tried');
  expect(json(study('ask', '--json'))).toMatchObject({ ok: true, data: { trial: null, over: true } });
}, 120_000);

test('it is listed, shown, explained and recommended, at 80 columns and as JSON', () => {
  const listed = study('ls');
  expect(listed.stdout).toMatch(/^STUDY.*\ndigits +6 +0\.9 +val_acc/u);
  const shown = study('show', 'digits');
  expect(shown.stdout).toContain('maximize val_acc');
  for (const line of `${listed.stdout}${shown.stdout}`.split('\n'))
    expect(line.length).toBeLessThanOrEqual(80);
  expect(json(study('show', '--json'))).toMatchObject({
    schema: 'joulebook.study-show/1',
    data: { name: 'digits', spent: { trials: 6 }, list: { length: 6 } },
  });
  expect(JSON.parse(study('best').stdout)).toMatchObject({ epochs: 4 });
  expect(json(study('best', '--json'))).toMatchObject({
    data: { isComplete: true, best: [{ values: [0.9] }] },
  });
  expect(study('explain', '5').stdout).toMatch(/Trial 5 of digits[\s\S]*It was proposed by random/u);
  expect(study('explain', '60')).toMatchObject({ code: 3 });
  expect(study('show', 'digit').stderr).toContain('Did you mean `digits`?');
}, 120_000);

test('it comes out the same when everything is decided again', () => {
  expect(study('replay', 'digits')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/6 proposals and \d+ decisions come out the same/u) as string,
  });
}, 120_000);

test('what somebody wants to try comes next, if it is a configuration', () => {
  expect(study('enqueue', 'lr=.01', 'opt=sgd').stderr).toContain('trial 6: lr=0.01 opt=sgd');
  const wrong = study('enqueue', 'lr=7', 'opt=adm');
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(/out of its range[\s\S]*adm/u);
  expect(study('report', '6', 'val_acc=1')).toMatchObject({ code: 1 });
  expect(study('report', '0', 'val_acc=high')).toMatchObject({ code: 2 });
}, 120_000);

test('it gets another name, but not while somebody works on it', async () => {
  expect(study('create', 'search.yaml', '--name', 'old').code).toBe(0);
  expect(study('rename', 'old', 'digits').code).not.toBe(0);
  const driver = spawn(LAUNCHER, ['study', 'drive'], { cwd: place.dir, env: place.env(), stdio: 'pipe' });
  const ended = new Promise((resolve) => driver.once('exit', resolve));
  const opened = new Promise<void>((resolve) =>
    driver.stdout.on('data', (text: Buffer) => {
      if (text.toString().includes('"opened"')) resolve();
    }),
  );
  driver.stdin.write(
    `${JSON.stringify({ id: 1, type: 'open', file: join(place.dir, 'search.yaml'), name: 'old' })}\n`,
  );
  await opened;
  const refused = study('rename', 'old', 'new');
  expect(refused.stderr).toContain('the study old is at work');
  expect(refused.code).not.toBe(0);
  driver.stdin.end();
  await ended;
  expect(study('rename', 'old', 'new').code).toBe(0);
  expect(study('show', 'old').code).toBe(3);
  expect(study('show', 'new').stdout).toMatch(/^new /u);
  expect(study('delete', 'new', '--yes').code).toBe(0);
}, 60_000);

test('a metric that is misspelt is said, and why what was told complete has failed', () => {
  expect(study('create', 'search.yaml', '--name', 'misspelt').code).toBe(0);
  expect(study('ask', '--study', 'misspelt').code).toBe(0);
  const said = study('report', '0', 'valacc=0.5', 'speed=3', '--study', 'misspelt');
  expect(said).toMatchObject({ code: 0, stdout: 'continue\n' });
  expect(said.stderr).toContain('Did you mean `val_acc`?');
  const told = study('tell', '0', '--study', 'misspelt');
  expect(told.stderr).toContain('trial 0: failed: it ended without having said val_acc');
  expect(study('delete', 'misspelt', '--yes').code).toBe(0);
}, 60_000);

test('a file to import that is not there is told as such', () => {
  expect(study('import', 'nothing.db')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('nothing.db: there is no such file') as string,
  });
});

test('it is written as a table, as JSON, for Optuna, and drawn as one page', () => {
  const [head, first] = study('export').stdout.split('\n');
  expect(head).toBe(
    'trial,state,origin,control,attempts,epoch,metric.val_acc,param.lr,param.opt,param.epochs,joules,started_s,ended_s,why',
  );
  expect(first).toMatch(/^0,complete,sampler,0,1,4,0\.9,/u);
  const { list } = JSON.parse(study('export', '--as', 'json').stdout) as {
    list: { reports: unknown[] }[];
  };
  expect(list[0]?.reports).toHaveLength(4);
  expect(study('export', '--as', 'optuna', '-o', 'o.log').code).toBe(0);
  expect(study('import', 'o.log', '--name', 'again').stderr).toContain('took in again: 6 trials');
  expect(study('plot', 'digits').code).toBe(0);
  const page = readFileSync(join(place.dir, 'digits.html'), 'utf8');
  expect(page).toContain('How the best came about');
  expect(page).not.toMatch(/NaN|undefined|https?:/u);
}, 120_000);

test('studies of others are taken in, and a table must say what is what', () => {
  const fixture = fileURLToPath(new URL('../search/exchange/fixtures/optuna.db', import.meta.url));
  const taken = study('import', fixture, '--only', 'pair', '--json');
  expect(json(taken)).toMatchObject({ data: { studies: [{ study: 'pair', trials: 6 }] } });
  writeFileSync(join(place.dir, 'runs.csv'), 'Name,lr,val_loss\na,0.1,2\nb,0.01,1');
  expect(study('import', 'runs.csv')).toMatchObject({ code: 2 });
  expect(study('import', 'runs.csv', '--metric', 'val_loss')).toMatchObject({ code: 2 });
  expect(study('import', 'runs.csv', '--metric', 'val_los')).toMatchObject({ code: 2 });
  expect(study('import', 'runs.csv', '--metric', 'val_loss', '--param', 'lr').stderr).toContain(
    'runs: 2 trials',
  );
}, 120_000);

test('what only a search of joulebook heeds is told where another program drives', () => {
  writeFileSync(
    join(place.dir, 'grid.yaml'),
    '{version: 1, objective: loss, parameters: {x: [1, 2]}, budget: {trials: 1}, max_resource: 3, carbon: {pause_above: 300}}',
  );
  expect(study('create', 'grid.yaml').stderr).toContain('carbon: without effect here');
  expect(study('delete', 'grid', '--yes').code).toBe(0);
});

test('it can have another name, under which it goes on; a name that is taken is refused', () => {
  const before = (JSON.parse(study('show', '--json').stdout) as { data: { name: string; list: unknown } })
    .data;
  expect(study('rename', before.name, 'other').code).toBe(0);
  const after = JSON.parse(study('show', 'other', '--json').stdout) as {
    data: { name: string; list: unknown };
  };
  expect(after.data.name).toBe('other');
  expect(after.data.list).toEqual(before.list);
  expect(study('show', before.name).code).toBe(3);
  expect(study('replay', 'other').code).toBe(0);
  expect(study('rename', 'other', 'a/b').code).toBe(2);
  const [taken] = (
    JSON.parse(study('ls', '--json').stdout) as { data: { studies: { name: string }[] } }
  ).data.studies.filter(({ name }) => name !== 'other');
  if (taken !== undefined) expect(study('rename', 'other', taken.name).stderr).toContain('already');
  expect(study('rename', 'other', before.name).code).toBe(0);
});

test('it is deleted when that is said, and asked for where nobody can be asked', () => {
  expect(study('delete', 'digits')).toMatchObject({ code: 2 });
  expect(study('delete', 'digits', '--yes')).toMatchObject({ code: 0 });
  expect(existsSync(join(place.dir, '.joulebook/studies/digits'))).toBe(false);
  expect(study('show', 'digits')).toMatchObject({ code: 3 });
}, 120_000);
