import { describe, expect, test } from 'vitest';
import { leaderboardCsv } from '../../../src/report/leaderboard/leaderboard-csv.ts';
import { leaderboardDocument } from '../../../src/report/leaderboard/leaderboard-document.ts';
import { entryComplaint } from '../../../src/report/leaderboard/entry-shape.ts';
import { joulesPerPoint } from '../../../src/report/leaderboard/per-point.ts';
import { sharedUnits } from '../../../src/report/leaderboard/shared-units.ts';
import { standingOf } from '../../../src/report/leaderboard/standing.ts';
import type { LeaderboardTask } from '../../../src/report/leaderboard/task.ts';
import { standingJson } from '../../../src/cli/leaderboard/standing-json.ts';
import { anEntry } from './an-entry.ts';

const task: LeaderboardTask = { name: 't', metric: 'acc', goal: 'maximize', minSeeds: 2, constraints: {} };
const small = anEntry('small', [100, 110], [0.8, 0.81], { done: { samples: 50, tokens: 2000 } });
const large = anEntry('large', [1000, 1010], [0.9, 0.91], { done: { samples: 500 } });
const silent = anEntry('silent', [200, 220], [0.85, 0.86]);

describe('energy per unit of work of entries', () => {
  test('is the mean over seeds of each run’s energy for 1,000 units, with the band of the energy', () => {
    expect(small.perWork?.samples?.value).toBeCloseTo(2100, 9);
    expect(small.perWork?.tokens?.value).toBeCloseTo(52.5, 9);
    const { low, high, value } = small.perWork?.samples?.estimate ?? {};
    const energy = small.energy.estimate;
    expect((low ?? 0) / (value ?? 1)).toBeCloseTo((energy.low ?? 0) / (energy.value ?? 1), 6);
    expect((high ?? 0) / (value ?? 1)).toBeCloseTo((energy.high ?? 0) / (energy.value ?? 1), 6);
    expect(silent.perWork).toBeUndefined();
    expect(silent.runs[0]).not.toHaveProperty('done');
  });

  test('stands side by side only in the units that all have', () => {
    expect(sharedUnits([small, large])).toEqual(['samples']);
    expect(sharedUnits([small, large, silent])).toEqual([]);
    expect(sharedUnits([])).toEqual([]);
  });

  test('has its column in the page, the table and --json where all have it, else none', () => {
    const both = leaderboardDocument(standingOf(task, [small, large]), '1', false);
    expect(JSON.stringify(both)).toContain('Energy per 1,000 samples');
    expect(JSON.stringify(both)).not.toContain('Energy per 1,000 tokens');
    const mixed = leaderboardDocument(standingOf(task, [small, silent]), '1', false);
    expect(JSON.stringify(mixed)).not.toContain('Energy per 1,000');
    expect(JSON.stringify(standingJson(standingOf(task, [small])))).toContain('"perWork":{"samples":');
    expect(leaderboardCsv(standingOf(task, [small, silent]))).toMatch(
      /^entry,.*per_1k_samples_j,per_1k_tokens_j/,
    );
  });

  test('an entry that says something else there is none', () => {
    const ok = JSON.parse(JSON.stringify({ ...small, by: 'me' })) as Record<string, unknown>;
    expect(entryComplaint({ ...ok, runs: [] })).toBe('it has no runs');
    expect(entryComplaint({ ...ok, perWork: { samples: 3 } })).toBe('its perWork is no mean of estimates');
    expect(entryComplaint({ ...ok, perWork: { miles: small.perWork?.samples } })).toBe(
      'its perWork is no mean of estimates',
    );
  });
});

describe('a point of quality', () => {
  const placed = [small, silent, large].map((entry) => ({ ...entry, frontier: 'yes' as const }));

  test('is counted from the baseline where the task has one', () => {
    const points = joulesPerPoint(placed, 'maximize', 'small');
    expect([...points.keys()]).toEqual(['silent', 'large']);
    expect(points.get('large')).toBeCloseTo((1005 - 105) / 10, 6);
    expect(points.get('silent')).toBeCloseTo((210 - 105) / 5, 6);
  });

  test('is counted along the frontier where it has none, or one that does not stand here', () => {
    for (const baseline of [undefined, 'elsewhere']) {
      const points = joulesPerPoint(placed, 'maximize', baseline);
      expect(points.get('large')).toBeCloseTo((1005 - 210) / 5, 6);
    }
  });

  test('costs nothing that could be said where nothing is gained, or for less energy', () => {
    expect([...joulesPerPoint(placed, 'maximize', 'large').keys()]).toEqual([]);
    expect([...joulesPerPoint(placed, 'minimize', 'large').keys()]).toEqual([]);
  });
});
