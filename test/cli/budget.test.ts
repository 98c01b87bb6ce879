import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aRecord, putRecord, putText, type RecordWishes } from '../book/a-record.ts';
import { LAUNCHER, Place } from './joulebook.ts';

const KWH = 3.6e6;

/** A place whose book has a run of this moment, and whose settings are these. */
function placeWith(settings: string, wishes: RecordWishes = { energyJ: 2 * KWH }): Place {
  const place = new Place();
  writeFileSync(join(place.dir, 'joulebook.yaml'), settings);
  mkdirSync(join(place.dir, '.joulebook'));
  putRun(place, wishes);
  return place;
}

function putRun(place: Place, wishes: RecordWishes): void {
  const startedAt = new Date(Date.now() - 1000).toISOString();
  const endedAt = new Date().toISOString();
  putRecord(
    join(place.dir, '.joulebook'),
    aRecord({ project: 'p', durationS: 1, startedAt, endedAt, ...wishes }),
  );
}

const USED_UP = 'budget:\n  energy: 1 kWh\n';

describe('a budget that is used up', () => {
  test('is a warning before the run, which runs all the same', () => {
    const place = placeWith(USED_UP);
    const { code, stdout, stderr } = place.run(['run', '--', 'sh', '-c', 'echo ran; exit 3']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: 'ran\n' });
    expect(stderr).toMatch(/warning: the energy budget of \d{4}-\d\d is used up: 2.00 kWh of 1.00 kWh/);
    expect(stderr.match(/used up/gu)).toHaveLength(1);
  });

  test('refuses every command that measures where it is enforced, before it begins: code 4', () => {
    const place = placeWith(`${USED_UP}  enforce: true\n`);
    for (const command of [
      ['run', '--', 'touch', 'begun'],
      ['ci', '--', 'touch', 'begun'],
      ['search', '--metric', 'loss', '--param', 'a=0..1', '--budget', '3 trials', '--', 'touch', 'begun'],
    ]) {
      const { code, stdout, stderr } = place.run(command);
      expect({ code, stdout, begun: existsSync(join(place.dir, 'begun')) }, stderr).toEqual({
        code: 4,
        stdout: '',
        begun: false,
      });
      expect(stderr).toContain('error: not started: the energy budget of');
      expect(stderr).toContain('[E_BUDGET]');
    }
    const told = JSON.parse(place.run(['run', '--json', '--', 'true']).stdout) as { readonly error: unknown };
    expect(told.error).toMatchObject({ code: 'E_BUDGET' });
    expect(place.run(['ls', '--json']).stdout).toContain('"total":1'); // nothing was begun
    expect(place.run(['run', '-q', '--', 'true'], { JOULEBOOK_BUDGET_ENFORCE: 'false' }).code).toBe(0);
  });

  test('refuses a pipeline as well, before its first stage', () => {
    const place = placeWith(`${USED_UP}  enforce: true\n`);
    mkdirSync(join(place.dir, '.dvc'));
    writeFileSync(join(place.dir, 'dvc.yaml'), 'stages:\n  touch:\n    cmd: touch begun\n');
    expect(place.run(['repro'])).toMatchObject({ code: 4, stdout: '' });
    expect(existsSync(join(place.dir, 'begun'))).toBe(false);
    expect(place.run(['repro', '--dry']).code).toBe(0); // which takes nothing
    expect(place.run(['repro', '-q'], { JOULEBOOK_BUDGET_ENFORCE: '0' }).code).toBe(0);
    expect(existsSync(join(place.dir, 'begun'))).toBe(true);
  });

  test('of one project concerns that project only', () => {
    const place = placeWith('budget:\n  projects:\n    p:\n      energy: 1 kWh\n      enforce: true\n');
    expect(place.run(['run', '-q', '--project', 'p', '--', 'true']).code).toBe(4);
    const other = place.run(['run', '--project', 'q', '--', 'true']);
    expect(other.code).toBe(0);
    expect(other.stderr).not.toContain('budget');
  });

  test('of nothing is used up from the first', () => {
    const place = placeWith(
      'budget:\n  energy: 0\n  projects:\n    p: { carbon: 0 kg, energy: 0 kWh, enforce: true }\n',
    );
    const refused = place.run(['run', '-q', '--project', 'p', '--', 'true']);
    expect(refused.code).toBe(4);
    const { code, stdout, stderr } = place.run(['budget']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('all runs: 2.00 kWh of 0 Wh\n');
    expect(stdout).not.toMatch(/NaN|Infinity|%/);
    expect(place.run(['budget', '--check']).code).toBe(4);
  });

  test('is not asked about again inside a run', () => {
    const place = placeWith(`${USED_UP}  enforce: true\n`);
    const inside = `"${LAUNCHER}" run -q -- echo inside`;
    const { stdout } = place.run(['run', '-q', '--', 'sh', '-c', inside], { JOULEBOOK_BUDGET_ENFORCE: '0' });
    expect(stdout).toBe('inside\n');
  });

  test('stops no process that already runs', () => {
    const place = placeWith(`${USED_UP}  enforce: true\n`);
    const { code, stderr } = place.run(['monitor', '--max-time', '100ms']);
    expect(code).toBe(4); // by its own limit
    expect(stderr).toContain('warning: the energy budget');
    expect(stderr).not.toContain('not started');
  });
});

test('a damaged record is named and stops nothing', () => {
  const place = placeWith('budget:\n  energy: 100 kWh\n  enforce: true\n');
  putText(join(place.dir, '.joulebook'), 'runs/2026/11/01M85BDDBY9ETBS79XCSCMMGJV', '{"schema": "joul');
  const { code, stderr } = place.run(['run', '--', 'true']);
  expect(code).toBe(0);
  expect(stderr).toContain('1 run of the book cannot be read and counts in no budget');
  expect(stderr).toContain('01M85BDDBY9ETBS79XCSCMMGJV');
});

test('a book whose runs cannot be listed lets nothing begin where a budget is enforced, and else is a warning', () => {
  const place = placeWith('budget:\n  energy: 100 kWh\n  enforce: true\n');
  // A link to itself cannot be read by anybody, root included.
  symlinkSync('2025', join(place.dir, '.joulebook/runs/2025'));
  const refused = place.run(['run', '--', 'touch', 'begun']);
  expect({ code: refused.code, begun: existsSync(join(place.dir, 'begun')) }).toEqual({
    code: 4,
    begun: false,
  });
  expect(refused.stderr).toContain('what this month');
  expect(refused.stderr).toContain('runs/2025');
  const warned = place.run(['run', '--', 'true'], { JOULEBOOK_BUDGET_ENFORCE: 'false' });
  expect(warned.code).toBe(0);
  expect(warned.stderr).toContain('cannot be read');
});

test('what another run that is alive will yet use is counted before it is used', async () => {
  const command = ['sh', '-c', 'echo up; read line'];
  const place = placeWith('budget:\n  energy: 10 kWh\n  enforce: true\n', { energyJ: 3 * KWH, command });
  for (let i = 0; i < 2; i++) putRun(place, { energyJ: 3 * KWH, command });
  // 9 of 10 kWh are used; runs of the command took 3 kWh each, another would not fit, and one of another command would.
  expect(place.run(['run', '-q', '--project', 'p', '--', ...command]).code).toBe(4);
  const alive = spawn(LAUNCHER, ['run', '-q', '--project', 'p', '--', ...command], {
    cwd: place.dir,
    env: place.env({ JOULEBOOK_BUDGET_ENFORCE: '0' }),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(alive.stdout, 'data');
  const refused = place.run(['run', '--project', 'p', '--', 'true']);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain('will be used up by what is running');
  alive.stdin.end('\n');
  await once(alive, 'exit');
  expect(place.run(['run', '-q', '--project', 'p', '--', 'true']).code).toBe(0);
});

test('config shows and gets what is set for a project, and says where it is written', () => {
  const place = placeWith('budget:\n  projects:\n    p.q:\n      energy: 1 kWh\n');
  expect(place.run(['config']).stdout).toContain('budget.projects.p.q.energy');
  expect(place.run(['config', 'get', 'budget.projects.p.q.energy'])).toMatchObject({
    code: 0,
    stdout: '1 kWh\n',
  });
  expect(place.run(['config', 'get', 'budget.projects.other.energy']).code).toBe(3);
  const set = place.run(['config', 'set', 'budget.projects.p.q.energy', '2 kWh']);
  expect(set).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Write it in joulebook.yaml') as string,
  });
});

describe('joulebook budget', () => {
  test('shows the month with its chart, never wider than the terminal', () => {
    const place = placeWith('budget:\n  energy: 4 kWh\n  projects:\n    p:\n      carbon: 1 kg\n');
    for (const columns of ['80', '48', '20']) {
      const { code, stdout } = place.run(['budget'], { COLUMNS: columns });
      expect(code).toBe(0);
      expect(stdout.replaceAll('\n', ' ')).toContain('2.00 kWh of 4.00 kWh');
      for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(Number(columns));
    }
    const ascii = place.run(['budget'], { LANG: 'C' }).stdout;
    expect(ascii).toMatch(/^[\n -~]+$/u);
    expect(ascii).toContain('project p: 12.0 g CO2e of 1.00 kg CO2e (1.2 %)');
  });

  test('under --json has every figure in base units', () => {
    const place = placeWith('budget:\n  energy: 4 kWh\n');
    const { stdout } = place.run(['budget', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'joulebook.budget/1',
      ok: true,
      data: {
        budgets: [
          {
            project: null,
            enforce: false,
            kinds: [
              {
                kind: 'energy',
                unit: 'J',
                limit: 4 * KWH,
                left: 2 * KWH,
                spent: { value: 2 * KWH },
                state: 'within',
              },
            ],
          },
        ],
      },
    });
  });

  test('--check ends with 4 where one is used up', () => {
    expect(placeWith(USED_UP).run(['budget', '--check']).code).toBe(4);
    expect(placeWith('budget:\n  energy: 3 kWh\n').run(['budget', '--check']).code).toBe(0);
  });

  test('says how to set one where there is none, and what was used', () => {
    const { code, stdout, stderr } = placeWith('').run(['budget']);
    expect(code).toBe(0);
    expect(stdout).toContain('all runs: 2.00 kWh');
    expect(stderr).toContain('no budget is set: joulebook config set budget.energy');
  });

  test('says that a project has no runs, which may be a slip, but not of one that has a budget', () => {
    const place = placeWith('budget:\n  projects:\n    next: { energy: 1 kWh }\n', { project: 'bert' });
    const slip = place.run(['budget', '--project', 'bret']);
    expect([slip.code, slip.stderr]).toEqual([
      0,
      expect.stringMatching(/^warning: no run is of the project bret\b[^]*Did you mean `bert`\?/),
    ]);
    for (const project of ['bert', 'next'])
      expect(place.run(['budget', '--project', project]).stderr).not.toContain('warning');
  });

  test('an empty book has used nothing', () => {
    const { code, stdout } = new Place().run(['budget']);
    expect(code).toBe(0);
    expect(stdout).toContain('all runs: 0 Wh');
  });

  test('a month and a time zone that are none are refused: code 2', () => {
    const place = placeWith('budget.time-zone: Europe/Nowhere\n');
    expect(place.run(['budget'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no time zone') as string,
    });
    for (const month of ['May', '0000-01', '0099-12', '1969-12'])
      expect(new Place().run(['budget', '--month', month]).code).toBe(2);
  });

  test('a time zone that is none is not set', () => {
    const place = new Place();
    expect(place.run(['config', 'set', 'budget.time-zone', 'Europe/Nowhere'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no time zone') as string,
    });
    expect(place.run(['budget']).code).toBe(0);
    expect(place.run(['config', 'set', 'budget.time-zone', 'Asia/Tokyo']).code).toBe(0);
  });

  test('a month is that of the zone in the settings', () => {
    const key = (zone: string): string => {
      const { stdout } = placeWith(`budget:\n  time-zone: ${zone}\n`).run([
        'budget',
        '--month',
        '2026-10',
        '--json',
      ]);
      return (JSON.parse(stdout) as { readonly data: { readonly month: { readonly from: string } } }).data
        .month.from;
    };
    expect(key('Asia/Tokyo')).toBe('2026-09-30T15:00:00.000Z');
    expect(key('America/New_York')).toBe('2026-10-01T04:00:00.000Z');
  });
});
