import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aRecord, putRecord, type RecordWishes } from '../book/a-record.ts';
import { Place } from './joulebook.ts';

function placeWith(runs: readonly RecordWishes[]): Place {
  const place = new Place();
  mkdirSync(join(place.dir, '.joulebook/runs'), { recursive: true });
  for (const [i, wishes] of runs.entries())
    putRecord(
      join(place.dir, '.joulebook'),
      aRecord({ startedAt: new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString(), ...wishes }),
    );
  return place;
}

const RUNS: readonly RecordWishes[] = [
  { name: 'a', params: { lr: 0.1, seed: 1 }, metrics: { acc: 0.8 }, energyJ: 3600 },
  { name: 'b', params: { lr: 0.1, seed: 2 }, metrics: { acc: 0.9 }, energyJ: 7200 },
  { name: 'c\u001B[31m', params: { lr: 0.2, seed: 1 }, metrics: { acc: 0.7 }, energyJ: 9000 },
  { name: 'd', params: { lr: 0.2, seed: 2 }, metrics: { acc: 0.7 }, energyJ: 9000, state: 'failed' },
  { name: 'e', metrics: {}, energyJ: 9000 },
];

describe('joulebook frontier', () => {
  test('lists the runs that none beats, cheapest first, and says what is left out', () => {
    const { code, stdout, stderr } = placeWith(RUNS).run(['frontier'], { COLUMNS: '80' });
    expect(code).toBe(0);
    expect(stdout).toContain('2 of 3 runs are on the frontier');
    expect(stdout.indexOf('\na ')).toBeLessThan(stdout.indexOf('\nb '));
    expect(stderr).toContain('1 run left out: no acc was logged.');
    expect(stderr).toContain('1 run left out that failed');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('takes the seeds of a configuration together, with their standard errors', () => {
    const place = placeWith(RUNS);
    const { data } = JSON.parse(place.run(['frontier', '--seeds', 'together', '--json']).stdout) as {
      data: { runs: number; points: readonly Record<string, unknown>[] };
    };
    expect(data.runs).toBe(3);
    const [first, second] = data.points;
    expect(first).toMatchObject({ name: 'lr=0.1', seeds: 2, onFrontier: true });
    expect(first?.['cost']).toMatchObject({ value: 5400, se: 1800 });
    expect(first?.['quality']).toMatchObject({ value: expect.closeTo(0.85), se: expect.closeTo(0.05) });
    expect(second).toMatchObject({ name: 'lr=0.2', seeds: 1, cost: { se: null } });
    const { stdout } = place.run(['frontier', '--seeds=together', '--all'], { LANG: 'C' });
    expect(stdout).toMatch(/lr=0\.1 +0\.850 \+- 0\.050/);
    expect(stdout).not.toMatch(/[^\x20-\x7e\n]/);
  });

  test('lets no name steer the terminal, and knows an empty book from a filter without hits', () => {
    const place = placeWith(RUNS);
    expect(place.run(['frontier', '--all']).stdout).not.toContain('\u001B[31m');
    expect(place.run(['frontier', 'name:nobody']).stderr).toContain('no run matches');
    expect(placeWith([]).run(['frontier']).stderr).toContain('no runs yet');
    expect(placeWith([{ metrics: {} }]).run(['frontier']).stderr).toContain('logged a metric');
    const slip = placeWith([{ metrics: { accuracy: 0.9 } }]).run(['frontier', '--metric', 'acuracy:max']);
    expect([slip.code, slip.stderr]).toEqual([
      0,
      expect.stringMatching(/^warning: no run has a metric acuracy\b[^]*Did you mean `accuracy`\?/),
    ]);
    expect(place.run(['frontier', '--seeds', 'some']).code).toBe(2);
  });
});
