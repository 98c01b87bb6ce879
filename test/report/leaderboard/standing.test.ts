import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LeaderboardEntry } from '../../../src/report/leaderboard/entry.ts';
import { entryComplaint } from '../../../src/report/leaderboard/entry-shape.ts';
import { leaderboardCsv } from '../../../src/report/leaderboard/leaderboard-csv.ts';
import { leaderboardDocument } from '../../../src/report/leaderboard/leaderboard-document.ts';
import { firstDifference } from '../../../src/report/leaderboard/same-figures.ts';
import { standingOf } from '../../../src/report/leaderboard/standing.ts';
import type { LeaderboardTask } from '../../../src/report/leaderboard/task.ts';
import { htmlReport } from '../../../src/report/statement/render/html.ts';
import { anEntry } from './an-entry.ts';

const TASK: LeaderboardTask = {
  name: 'digits',
  metric: 'acc',
  goal: 'maximize',
  minSeeds: 3,
  constraints: {},
};
const ACC = [0.9, 0.91, 0.92];

function placesOf(entries: readonly LeaderboardEntry[], task = TASK): Record<string, readonly unknown[]> {
  const [first] = standingOf(task, entries).classes;
  return Object.fromEntries(
    (first?.placed ?? []).map((one) => [one.entry.name, [one.energyRank, one.metricRank, one.frontier]]),
  );
}

describe('the standing of a leaderboard', () => {
  test('entries that are not told apart share a rank; the next has as many better as it has', () => {
    const places = placesOf([
      anEntry('a', [100, 101, 102], ACC),
      anEntry('b', [101, 102, 101], [0.91, 0.9, 0.93]),
      anEntry('c', [900, 901, 902], [0.5, 0.51, 0.5]),
    ]);
    expect(places).toEqual({ a: [1, 1, 'yes'], b: [1, 1, 'yes'], c: [3, 3, 'no'] });
  });

  test('what is behind only within the error is marked so', () => {
    const places = placesOf([
      anEntry('a', [100, 101, 102], ACC),
      anEntry('b', [102, 101, 102], [0.9, 0.9, 0.92]),
    ]);
    expect(places['b']).toEqual([1, 1, 'within error']);
  });

  test('errors of one machine cancel: 5 % apart is told although each is known to 16 %', () => {
    const places = placesOf([anEntry('a', [100, 100.1, 100], ACC), anEntry('b', [105, 105.1, 105], ACC)]);
    expect([places['a']?.[0], places['b']?.[0]]).toEqual([1, 2]);
  });

  test('where less is better, the smallest is first', () => {
    const places = placesOf(
      [anEntry('a', [100, 101, 102], [2, 2.1, 2]), anEntry('b', [101, 101, 102], [1, 1.1, 1])],
      { ...TASK, goal: 'minimize' },
    );
    expect([places['a']?.[1], places['b']?.[1]]).toEqual([2, 1]);
  });

  test('constraints, seeds and other hardware take the rank, with the reason', () => {
    const entries = [
      anEntry('dear', [900, 901, 902], ACC),
      anEntry('few', [1, 2], [0.9, 0.9]),
      anEntry('good', [100, 101, 102], ACC),
      anEntry('poor', [100, 101, 102], [0.1, 0.1, 0.2]),
    ];
    const { classes, unplaced } = standingOf(TASK, entries, { metric: 0.8, energyJ: 500 });
    expect(classes.flatMap(({ placed }) => placed.map(({ entry }) => entry.name))).toEqual(['good']);
    expect(unplaced.map(({ entry, why }) => [entry.name, why])).toEqual([
      ['dear', 'more energy than is allowed'],
      ['few', '2 seeds, 3 are asked for'],
      ['poor', 'acc below 0.8'],
    ]);
    const onGpu = standingOf({ ...TASK, hardware: { gpu: 'A100' } }, entries);
    expect(onGpu.classes).toEqual([]);
  });

  test('whatever the entries: each has a rank or a reason, the order does not matter, the least energy has rank 1', () => {
    const values = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 3, maxLength: 3 });
    const entries = fc
      .array(fc.tuple(values, values), { minLength: 1, maxLength: 6 })
      .map((all) => all.map(([energies, metrics], i) => anEntry(`e${i}`, energies, metrics)));
    fc.assert(
      fc.property(entries, (all) => {
        const standing = standingOf(TASK, all);
        expect(standingOf(TASK, all.toReversed())).toEqual(standing);
        const [first] = standing.classes;
        expect(first?.placed.length).toBe(all.length);
        expect(first?.placed[0]?.energyRank).toBe(1);
        expect(first?.placed[0]?.frontier).not.toBe('no');
      }),
      { numRuns: 40 },
    );
  });
});

describe('an entry', () => {
  test('of ours is read; a path, a text for a number or another schema is refused', () => {
    const entry = JSON.parse(JSON.stringify(anEntry('a', [1, 2, 3], ACC))) as LeaderboardEntry;
    expect(entryComplaint(entry)).toBeUndefined();
    const [run] = entry.runs;
    if (run === undefined) throw new Error('no run');
    const withFile = (file: string): unknown => ({
      ...entry,
      runs: [{ ...run, journal: { ...run.journal, file } }],
    });
    expect(entryComplaint(withFile('../../../etc/passwd'))).toContain('the journal is not named');
    expect(entryComplaint({ ...entry, name: '../x' })).toContain('name');
    expect(entryComplaint({ ...entry, runs: [{ ...run, metric: '1' }] })).toContain('metric is no number');
    expect(entryComplaint({ ...entry, schema: 'x' })).toContain('schema');
    expect(entryComplaint([])).toBe('it is no object');
  });

  test('differs from another where one figure does, and not by rounding', () => {
    expect(firstDifference({ a: [1, { b: 2 }] }, { a: [1 + 1e-12, { b: 2 }] })).toBeUndefined();
    expect(firstDifference({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })?.path).toBe('a.1.b');
    expect(firstDifference({ a: 1, more: 0 }, { a: 1 })?.path).toBe('more');
  });
});

test('hostile names are escaped in the page, and no spreadsheet runs them', () => {
  const hostile = {
    ...anEntry('a', [1, 2, 3], ACC),
    by: '=1+1<script>alert(1)</script>',
    note: '"><img src=x>',
  };
  const standing = standingOf({ ...TASK, name: '<b>x' }, [hostile]);
  const page = htmlReport(leaderboardDocument(standing, '1', true), () => 'hash');
  expect(page).not.toMatch(/<script|<img|<b>x/);
  expect(page).toContain('&lt;script&gt;');
  expect(leaderboardCsv(standing)).toContain("'=1+1");
});
