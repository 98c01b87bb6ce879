import { describe, expect, test } from 'vitest';
import { standingJson } from '../../../src/cli/leaderboard/standing-json.ts';
import { standingOf } from '../../../src/report/leaderboard/standing.ts';
import type { LeaderboardTask } from '../../../src/report/leaderboard/task.ts';
import { type BoardData, leastOf, reachOf } from '../../../web/pages/leaderboard/board-data.ts';
import { demandWords } from '../../../web/pages/leaderboard/demand-words.ts';
import { energyAt, STEPS, stepOfEnergy } from '../../../web/pages/leaderboard/slider-scale.ts';
import { anEntry } from '../../report/leaderboard/an-entry.ts';

const task: LeaderboardTask = { name: 't', metric: 'acc', goal: 'maximize', minSeeds: 2, constraints: {} };
const entries = [
  anEntry('small', [100, 101], [0.8, 0.81]),
  anEntry('large', [1000, 1010], [0.9, 0.91]),
  anEntry('one', [50], [0.5]),
];
const board = standingJson(standingOf(task, entries)) as BoardData;

describe('a leaderboard on the page', () => {
  test('has sliders from the least to the most that any entry says, ranked or not', () => {
    const reach = reachOf(board);
    expect(reach?.energyJ).toEqual([50, 1005]);
    expect(reach?.metric[0]).toBe(0.5);
    expect(reach?.metric[1]).toBeCloseTo(0.905, 6);
    expect(reachOf({ ...board, classes: [], unplaced: [] })).toBeUndefined();
  });

  test('names the least energy, and what a point more costs along the frontier', () => {
    const ranked = board.classes[0]?.entries ?? [];
    expect(leastOf(ranked)?.name).toBe('small');
    expect(ranked.map(({ joulesPerPoint }) => joulesPerPoint)).toEqual([null, expect.closeTo(90.45, 6)]); // 904.5 J for ten hundredths
  });

  test('asks the server in the options of the command, the metric by its direction', () => {
    const asked = { energy: '3600', metric: '0.9', seeds: '3', hardware: 'A100' };
    expect(demandWords(task, asked).toString()).toBe(
      'max-energy=3600J&min-metric=0.9&min-seeds=3&hardware=A100',
    );
    expect(demandWords({ goal: 'minimize' }, asked).get('max-metric')).toBe('0.9');
    const strange = { energy: 'x', metric: '', seeds: '-1', hardware: undefined };
    expect(demandWords(task, strange).toString()).toBe('');
  });

  test('moves energy by factors, and comes back to the same place', () => {
    for (const step of [0, 1, 77, STEPS])
      expect(stepOfEnergy(energyAt(step, [50, 1005]), [50, 1005])).toBe(step);
    expect(stepOfEnergy(1, [50, 1005])).toBe(0);
    expect(stepOfEnergy(70, [70, 70])).toBe(0);
  });
});
