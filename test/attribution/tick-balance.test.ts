import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TickBalance } from '../../src/attribution/tick-balance.ts';

const TICK_S = 0.01;
const CPUS = 2;
const MOST_S = (CPUS + 1) * TICK_S;

/** Intervals of so many seconds on two CPUs, of which the run keeps one busy and others none; the kernel tells whole ticks, the machine's late. */
function told(dtS: number, count: number, lateS: number) {
  const ticks = (s: number): number => Math.floor(s / TICK_S + 1e-9) * TICK_S;
  const balance = new TickBalance();
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [i * dtS, (i + 1) * dtS];
    const busy = ticks(Math.max(0, to - lateS)) - ticks(Math.max(0, from - lateS));
    return balance.take({ run: ticks(to) - ticks(from), own: 0, busy }, CPUS * dtS, MOST_S);
  });
}

describe('CPU times in short intervals', () => {
  test.each([0.0007, 0.003, 0.05, 1])('of %d s sum to what the run has used, and no more', (dtS) => {
    const count = Math.ceil(3 / dtS);
    for (const lateS of [0, 0.004]) {
      const parts = told(dtS, count, lateS);
      const sum = (of: 'run' | 'busy') => parts.reduce((total, part) => total + part[of], 0);
      expect(Math.abs(sum('run') - count * dtS)).toBeLessThanOrEqual(MOST_S);
      // What the machine tells late is not counted twice.
      expect(Math.abs(sum('busy') - count * dtS)).toBeLessThanOrEqual(MOST_S);
    }
  });

  test('never hold more than all CPUs could give, nor a run that has more than the machine', () => {
    const seconds = fc.double({ min: 0, max: 0.1, noNaN: true });
    const interval = fc.record({ run: seconds, own: seconds, busy: seconds, dt: seconds });
    fc.assert(
      fc.property(fc.array(interval), (intervals) => {
        const balance = new TickBalance();
        for (const { run, own, busy, dt } of intervals) {
          const part = balance.take({ run, own, busy }, CPUS * dt, MOST_S);
          expect(part.busy).toBeLessThanOrEqual(CPUS * dt + 1e-12);
          expect(part.run + part.own).toBeLessThanOrEqual(part.busy + 1e-12);
          expect(Math.min(part.run, part.own)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('leave what fits as it is', () => {
    const balance = new TickBalance();
    const seen = { run: 0.5, own: 0.01, busy: 1.2 };
    expect(balance.take(seen, 2, MOST_S)).toEqual(seen);
    expect(balance.take(seen, 2, MOST_S)).toEqual(seen);
  });

  test('carry on no more than ticks can be late: a lump of a child that was waited for ends in its interval', () => {
    const balance = new TickBalance();
    balance.take({ run: 5, own: 0, busy: 5 }, 2, MOST_S);
    expect(balance.take({ run: 0, own: 0, busy: 0 }, 2, MOST_S).run).toBeCloseTo(MOST_S, 9);
  });
});
