import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceUse } from '../../src/attribution/device-use.ts';
import { countsIn, rootOf } from '../../src/attribution/job-family.ts';
import { RankSums } from '../../src/attribution/rank-sums.ts';
import type { LiveRun, RegistryEntry } from '../../src/attribution/registry-entry.ts';

/** A live run; `[atS, cpuS]` of its last two words. */
function live(
  id: string,
  entry: Partial<RegistryEntry> = {},
  now: readonly [number, number] = [0, 0],
  before: readonly [number, number] = now,
): LiveRun {
  return {
    entry: {
      id,
      rootId: id,
      isRoot: entry.parentId === undefined,
      pid: 1,
      rootPid: 1,
      startTicks: 1,
      uid: 1000,
      pidNamespace: 'pid:[1]',
      reserved: 0,
      intervalS: 1,
      ...entry,
    },
    use: {
      atS: now[0],
      cpuS: now[1],
      trackerCpuS: 0,
      beforeS: before[0],
      cpuBeforeS: before[1],
      trackerBeforeS: 0,
    },
  };
}

const never = (): undefined => undefined;

describe('the CPU time of the ranks that a run leads', () => {
  test('is what they tell, and their last word settles it', () => {
    const sums = new RankSums();
    expect(sums.totalS([live('A', {}, [1, 2])], 1, never)).toBe(2);
    expect(sums.totalS([live('A', {}, [2, 3]), live('B', {}, [2, 1])], 2, never)).toBe(4);
    expect(sums.totalS([live('B', {}, [2, 1])], 3, (id) => (id === 'A' ? 3.5 : undefined))).toBe(4.5);
    expect(sums.totalS([], 4, never)).toBe(4.5); // B was killed: what it told stands
  });
  test('goes on at the last rate between two words, for one interval at most', () => {
    const sums = new RankSums();
    const rank = live('A', {}, [2, 2], [1, 1.5]);
    expect(sums.totalS([rank], 2.5, never)).toBeCloseTo(2.25, 12);
    expect(sums.totalS([rank], 4, never)).toBeCloseTo(2.5, 12);
  });
  test('that ranks used under another leader is not counted again', () => {
    const sums = new RankSums([live('A', {}, [1, 100])]);
    expect(sums.totalS([live('A', {}, [2, 101]), live('B', {}, [2, 7])], 2, never)).toBe(8);
  });
  test('over two leaders is what the ranks used, wherever the lead changed hands', () => {
    const words = fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(words, fc.nat(), (steps, at) => {
        let cpuS = 0;
        const told = steps.map((step, i) => live('A', {}, [i, (cpuS += step)]));
        const handed = at % told.length;
        const first = new RankSums();
        let used = 0;
        for (const word of told.slice(0, handed + 1)) used = first.totalS([word], word.use.atS, never);
        const second = new RankSums([told[handed] as LiveRun]);
        let rest = 0;
        for (const word of told.slice(handed + 1)) rest = second.totalS([word], word.use.atS, never);
        expect(used + rest).toBeCloseTo(cpuS, 6);
      }),
    );
  });
});

describe('who counts in whom', () => {
  const leader = live('LEAD', { job: 'j' });
  const rank = live('RANK', { job: 'j', parentId: 'LEAD', rootId: 'LEAD' });
  const inRank = live('TRIAL', { parentId: 'RANK', rootId: 'LEAD' });
  const next = live('NEXT', { job: 'j' });
  const stranger = live('OTHER');

  test('ranks, and what stands in them, count in the leader', () => {
    const all = [rank, inRank, stranger];
    const lead = { id: 'LEAD', isRoot: true, job: 'j' };
    expect(['RANK', 'TRIAL', 'OTHER'].map((id) => countsIn(id, lead, all))).toEqual([true, true, false]);
  });
  test('and in whoever takes over, for itself and for others', () => {
    const all = [rank, inRank];
    expect(countsIn('TRIAL', { id: 'NEXT', isRoot: true, job: 'j' }, all)).toBe(true);
    expect(countsIn('RANK', { id: 'NEXT', isRoot: true, job: 'k' }, all)).toBe(false);
    expect(rootOf('TRIAL', [stranger, next], [...all, stranger, next])).toBe(next);
    expect(rootOf('TRIAL', [stranger, leader], [...all, stranger, leader])).toBe(leader);
    expect(rootOf('TRIAL', [stranger], [...all, stranger])).toBeUndefined();
  });
  test('another user cannot take a job’s ranks for his', () => {
    const forged = live('NEXT', { job: 'j', uid: 1001 });
    expect(rootOf('RANK', [forged], [rank, forged])).toBeUndefined();
  });
  test('a rank’s work on a GPU is its leader’s, also seen by a stranger', () => {
    const tenancy = { tenants: [{ pid: 9, smBusy: 0.5 }], isHidden: false };
    const use = (
      measured: { id: string; isRoot: boolean; job?: string },
      roots: readonly LiveRun[],
      all: readonly LiveRun[],
    ) => deviceUse(tenancy, () => 'RANK', measured, roots, all).parties[0]?.claim;
    expect(use({ id: 'LEAD', isRoot: true, job: 'j' }, [stranger], [rank, stranger])).toBe(0);
    expect(use({ id: 'OTHER', isRoot: true }, [leader], [leader, rank])).toBe(1);
    expect(use({ id: 'OTHER', isRoot: true }, [next], [next, rank])).toBe(1);
    expect(use({ id: 'OTHER', isRoot: true }, [], [rank])).toBe('untracked');
    expect(use({ id: 'RANK', isRoot: false, job: 'j' }, [leader], [leader])).toBe(0);
  });
});
