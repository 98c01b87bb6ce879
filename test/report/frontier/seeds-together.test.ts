import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../src/book/index-row.ts';
import type { RunRecord } from '../../../src/book/run-record.ts';
import { errorBars } from '../../../src/report/frontier/error-bars.ts';
import { frontierPoints, type FrontierQuestion } from '../../../src/report/frontier/frontier-points.ts';
import { frontierRunOf } from '../../../src/report/frontier/run-of-row.ts';
import { groupRuns } from '../../../src/report/statement/groups.ts';
import { aRecord } from '../../book/a-record.ts';

const ASKED: FrontierQuestion = {
  goal: 'maximize',
  isLog: true,
  withUnfinished: false,
  oneSort: false,
  together: true,
};

const MACHINE = { cpu: 'X', gpus: ['A100'], sockets: 1 } as unknown as RunRecord['machine'];

function pointsOf(records: readonly RunRecord[], question = ASKED) {
  const rows = records.map((record) => rowOf(record, `runs/${record.id}`));
  return frontierPoints(
    rows.map((row) => frontierRunOf(row, 'acc', 'energy', true)),
    question,
  );
}

const aSeed = fc.record({
  lr: fc.constantFrom(0.1, 0.2, '0.1'),
  seed: fc.constantFrom(undefined, 1, 2, 3),
  command: fc.constantFrom(['train'], ['train', '--seed', '1'], ['train', '--seed', '2']),
  sockets: fc.constantFrom(1, 2),
  instanceType: fc.constantFrom(undefined, 'p4d'),
  energyJ: fc.integer({ min: 1, max: 1e6 }),
  acc: fc.double({ min: 0.1, max: 1, noNaN: true }),
});

describe('seeds together', () => {
  it('are the groups of reports and leaderboards, with the same means and standard errors', () => {
    fc.assert(
      fc.property(fc.array(aSeed, { minLength: 1, maxLength: 25 }), (wishes) => {
        const records = wishes.map(({ lr, seed, command, sockets, instanceType, energyJ, acc }, i) =>
          aRecord({
            startedAt: new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString(),
            params: { lr, ...(seed === undefined ? {} : { seed }) },
            command,
            machine: {
              ...MACHINE,
              sockets,
              ...(instanceType === undefined ? {} : { instanceType }),
            } as unknown as RunRecord['machine'],
            energyJ,
            metrics: { acc },
          }),
        );
        const groups = groupRuns(records);
        const { points, runs } = pointsOf(records);
        expect(runs).toBe(records.length);
        expect(points.map(({ spread }) => spread?.runs)).toEqual(groups.map((group) => group.runs));
        expect(points.map(({ name }) => name)).toEqual(groups.map(({ name }) => name));
        for (const [i, { energy, metrics }] of groups.entries()) {
          const point = points[i];
          expect(point?.spread?.n).toBe(energy.n);
          expect(point?.cost).toBeCloseTo(energy.value ?? Number.NaN, 6);
          expect(point?.quality).toBeCloseTo(metrics['acc']?.value ?? Number.NaN, 9);
          close(point?.spread?.costSe, energy.se);
          close(point?.spread?.qualitySe, metrics['acc']?.se);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('have bars of a standard error in both directions, and one seed has none', () => {
    const records = [
      aRecord({ params: { seed: 1, lr: 1 }, energyJ: 100, metrics: { acc: 0.5 } }),
      aRecord({ params: { seed: 2, lr: 1 }, energyJ: 200, metrics: { acc: 0.7 } }),
      aRecord({ params: { seed: 1, lr: 2 }, energyJ: 50, metrics: { acc: 0.9 } }),
    ];
    const [two, one] = pointsOf(records).points;
    if (two === undefined || one === undefined) throw new Error('two points');
    const bars = errorBars(two);
    expect([bars.low, bars.high]).toEqual([100, 200]);
    expect(bars.yLow).toBeCloseTo(0.5);
    expect(bars.yHigh).toBeCloseTo(0.7);
    expect(errorBars(one)).toEqual({ low: null, high: null });
    expect(two.isBest).toBe(false);
    expect(one.isBest).toBe(true);
  });

  it('leave out the runs that have no place, and keep a seed that another run of it has', () => {
    const records = [
      aRecord({ params: { seed: 1 }, energyJ: 100, metrics: { acc: 0.5 } }),
      aRecord({ params: { seed: 1 }, energyJ: 300, metrics: { acc: 0.7 } }),
      aRecord({ params: { seed: 2 }, energyJ: 400, metrics: { acc: 0.8 } }),
      aRecord({ params: { seed: 3 }, energyJ: 900, metrics: { acc: 0.9 }, state: 'failed' }),
      aRecord({ params: { seed: 4 }, energyJ: 900, metrics: {} }),
    ];
    const { points, leftOut, runs } = pointsOf(records);
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({ cost: 300, spread: { n: 2 } });
    expect(runs).toBe(3);
    expect(leftOut).toMatchObject({ unfinished: 1, withoutQuality: 1 });
  });

  it('stay apart where they are not asked for', () => {
    const records = [1, 2].map((seed) => aRecord({ params: { seed }, metrics: { acc: seed } }));
    expect(pointsOf(records, { ...ASKED, together: false }).points).toHaveLength(2);
  });
});

function close(value: number | null | undefined, wanted: number | null | undefined): void {
  if (wanted === null || wanted === undefined) expect(value).toBeNull();
  else expect(value).toBeCloseTo(wanted, 6);
}
