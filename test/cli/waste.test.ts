import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { putRecord, putText } from '../book/a-record.ts';
import { aWasteRecord, type RunWishes } from '../report/waste/a-run.ts';
import { Place } from './joulebook.ts';

const KWH = 3.6e6;
const HOSTILE = '=HYPERLINK("x")\u001B[31m';

function placeWith(runs: readonly RunWishes[], settings = ''): Place {
  const place = new Place();
  mkdirSync(join(place.dir, '.joulebook/runs'), { recursive: true });
  writeFileSync(join(place.dir, 'joulebook.yaml'), settings);
  for (const wishes of runs) putRecord(join(place.dir, '.joulebook'), aWasteRecord(wishes));
  return place;
}

const RUNS: readonly RunWishes[] = [
  { name: 'good-one', at: 0, commit: 'a', energyJ: KWH },
  { name: 'again-one', at: 5, commit: 'a', energyJ: 2 * KWH },
  {
    name: HOSTILE,
    at: 9,
    state: 'failed',
    exitCode: 1,
    energyJ: 3 * KWH,
    command: ['python', 'bad.py', HOSTILE],
    project: HOSTILE,
  },
];

interface Told {
  readonly data: {
    readonly runs: number;
    readonly total: { readonly energy: { readonly value: number } };
    readonly useful: { readonly energy: { readonly value: number } };
    readonly causes: readonly { readonly cause: string; readonly energy: { readonly value: number } }[];
    readonly items: readonly { readonly name: string; readonly cause: string }[];
    readonly savings: unknown;
  };
}
const json = (place: Place, ...args: readonly string[]): Told['data'] =>
  (JSON.parse(place.run(['waste', '--json', ...args]).stdout) as Told).data;

describe('joulebook waste', () => {
  test('under --json: joulebook.waste/1, whose parts add up to the total', () => {
    const place = placeWith(RUNS);
    expect(place.run(['waste', '--json']).stdout).toContain('"schema":"joulebook.waste/1"');
    const { total, useful, causes, items, runs } = json(place);
    expect(runs).toBe(3);
    expect(total.energy.value).toBeCloseTo(6 * KWH, 0);
    const wasted = causes.reduce((sum, { energy }) => sum + energy.value, 0);
    expect(wasted + useful.energy.value).toBeCloseTo(total.energy.value, 0);
    expect(items.map(({ name, cause }) => [name, cause])).toEqual([
      [HOSTILE, 'failed'],
      ['again-one', 'duplicate'],
    ]);
  });

  test('as text: a table, what is behind it and what to do, within the width of the terminal', () => {
    const place = placeWith(RUNS);
    for (const columns of ['80', '40', '20']) {
      const { code, stdout } = place.run(['waste'], { COLUMNS: columns });
      expect(code).toBe(0);
      for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(Number(columns));
      expect(stdout).not.toContain('\u001B');
    }
    const { stdout } = place.run(['waste']);
    expect(stdout).toMatch(/^failed +3\.0 kWh +±\d+% +50 /mu);
    expect(stdout).toContain('same inputs as good-one');
    expect(stdout).toContain('joulebook stage add -n train -d train.py python train.py');
    expect(place.run(['waste'], { LANG: 'C' }).stdout).toMatch(/^[\n -~]+$/u);
  });

  test('a filter chooses what is counted; an earlier success outside of it still makes a duplicate', () => {
    const { runs, items, savings } = json(placeWith(RUNS), 'name:again-one');
    expect(runs).toBe(1);
    expect(items).toMatchObject([{ cause: 'duplicate' }]);
    expect(savings).toBeNull();
  });

  test('--csv has every part, with nothing that a spreadsheet would run', () => {
    const { stdout } = placeWith(RUNS).run(['waste', '--csv']);
    const lines = stdout.split('\r\n');
    expect(lines[0]).toBe(
      'run,name,project,cause,part,energy_j,energy_low_j,energy_high_j,co2e_g,cost,currency,evidence,because_of',
    );
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain(`"'=HYPERLINK(""x"")`);
  });

  test('a book without waste, without runs, a filter without hits and a place without a book each say what they are', () => {
    const fine = placeWith([{ name: 'good' }]).run(['waste']);
    expect(fine).toMatchObject({ code: 0, stderr: 'nothing was wasted\n' });
    expect(fine.stdout).toContain('useful');
    const empty = placeWith([]).run(['waste']);
    expect(empty).toMatchObject({ code: 0, stdout: '' });
    expect(empty.stderr).toContain('no runs yet');
    expect(placeWith(RUNS).run(['waste', 'state:lost']).stderr).toContain('no run matches');
    expect(placeWith(RUNS).run(['waste', 'nonsense:1']).code).toBe(2);
    expect(new Place().run(['waste'])).toMatchObject({ code: 3, stdout: '' });
  });

  test('a damaged record is named, and the others are told', () => {
    const place = placeWith(RUNS);
    putText(join(place.dir, '.joulebook'), 'runs/2026/11/01M85BDDBY9ETBS79XCSCMMGJV', '{');
    const { code, stdout, stderr } = place.run(['waste']);
    expect(code).toBe(0);
    expect(stdout).toContain('3 runs');
    expect(stderr).toContain('01M85BDDBY9ETBS79XCSCMMGJV');
  });

  test('carbon of different kinds is not summed in silence', () => {
    const intensity = (basis: 'average' | 'marginal') => ({ value: 50, basis, boundary: 'direct' });
    const place = placeWith(RUNS.slice(0, 1));
    for (const basis of ['average', 'marginal'] as const) {
      const record = aWasteRecord({ at: 20, command: [basis] });
      const carbon = { ...record.carbon, intensity: intensity(basis) };
      putRecord(join(place.dir, '.joulebook'), { ...record, carbon } as typeof record);
    }
    expect(place.run(['waste']).stderr).toContain('average, direct and marginal, direct');
    expect(place.run(['budget', '--month', '2026-11']).stderr).toContain('[E_BASIS]');
    expect(place.run(['waste', 'command:average']).stderr).not.toContain('E_BASIS');
  });

  test('a run that is tagged not-waste has its reason', () => {
    const place = placeWith([...RUNS.slice(0, 2), { ...RUNS[2], tags: ['not-waste'] }]);
    expect(json(place).items.map(({ cause }) => cause)).toEqual(['duplicate']);
  });
});

test('what came from the cache of a pipeline is told apart, as it once took', () => {
  const place = new Place();
  const sh = (script: string) =>
    expect(place.run(['run', '-q', '--', 'sh', '-e', '-c', script]).code).toBe(0);
  sh('git init -q . && mkdir .dvc && echo a > raw.csv');
  writeFileSync(
    join(place.dir, 'dvc.yaml'),
    'stages:\n  copy:\n    cmd: cp raw.csv out.csv\n    deps: [raw.csv]\n    outs: [out.csv]\n',
  );
  for (const text of ['a', 'b', 'a']) {
    writeFileSync(join(place.dir, 'raw.csv'), text);
    expect(place.run(['repro', '-q']).code).toBe(0);
  }
  const { stdout } = place.run(['waste']);
  expect(stdout).toContain('Never spent, so in no total above');
  expect(stdout).toContain('by 1 result from the cache, as it once took');
  // A stage's record says what it computed from what: forced again it is a duplicate.
  expect(place.run(['repro', '-q', '-f']).code).toBe(0);
  const causes = json(place, 'kind:block').items.map(({ name, cause }) => `${name} ${cause}`);
  expect(causes.sort()).toEqual(['copy duplicate', 'copy superseded']);
});

describe('what the energy of a run is set beside', () => {
  const big = (joules: number, name: string, at: number): RunWishes => ({
    name,
    at,
    energyJ: joules,
    command: [name],
  });

  test("is the project's median and the month's budget where there are any", () => {
    const runs = [1, 2, 3, 4].map((kWh, i) => big(kWh * KWH, `run-${kWh}`, i * 10));
    const place = placeWith(runs, 'budget:\n  energy: 50 kWh\n');
    expect(place.run(['show', 'run-4']).stdout).toContain(
      "2× your median run of demo · 8 % of the month's budget",
    );
  });

  test('else something of everyday life, unless the settings want only the own or none', () => {
    const place = placeWith([big(KWH, 'alone', 0)]);
    expect(place.run(['show', 'alone']).stdout).toContain('about 5.9 km in an electric car');
    for (const wanted of ['internal', 'none'])
      expect(place.run(['show', 'alone'], { JOULEBOOK_EQUIVALENCES: wanted }).stdout).not.toContain('Versus');
  });

  test('is nothing for a small run', () => {
    expect(placeWith([big(3600, 'small', 0)]).run(['show', 'small']).stdout).not.toContain('Versus');
  });
});
