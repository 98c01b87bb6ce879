import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { middleOf } from '../../src/attribution/ends.ts';
import {
  type Claim,
  type MachineInterval,
  ownedJ,
  shareIdle,
  type Shares,
  shareOut,
} from '../../src/attribution/share-out.ts';

const joules = fc.double({ min: 0, max: 1e6, noNaN: true });
const seconds = fc.double({ min: 0, max: 256, noNaN: true });
const claim = fc.record({
  cpuS: seconds,
  reserved: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
});
const machine = fc
  .array(fc.tuple(joules, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
    minLength: 1,
    maxLength: 6,
  })
  .chain((parts) =>
    fc.record({
      components: fc.constant(parts.map((_, i) => (i === parts.length - 1 ? 'other' : `part${i}`))),
      energyJ: fc.constant(parts.map(([energy]) => energy)),
      idleJ: fc.constant(parts.map(([energy, idle, known]) => (known ? energy * idle : Number.NaN))),
      capacityCpuS: seconds,
      busyCpuS: seconds,
    }),
  );

describe('sharing out an interval', () => {
  it('conserves energy: claims, tracker and unattributed sum to the machine', () => {
    fc.assert(
      fc.property(machine, fc.array(claim, { maxLength: 8 }), seconds, (interval, claims, trackerCpuS) => {
        const out = shareOut(interval, claims, trackerCpuS);
        for (let c = 0; c < interval.components.length; c++) {
          const owned = [...out.claims, out.tracker].reduce(
            (sum, shares) => sum + ownedJ(interval, shares, c),
            0,
          );
          const energy = interval.energyJ[c] ?? 0;
          expect(Math.abs(owned + (out.unattributedJ[c] ?? 0) - energy)).toBeLessThanOrEqual(
            1e-9 * Math.max(1, energy),
          );
        }
      }),
    );
  });

  it('never gives away more than there is', () => {
    fc.assert(
      fc.property(machine, fc.array(claim, { maxLength: 8 }), seconds, (interval, claims, trackerCpuS) => {
        for (const [c, rest] of shareOut(interval, claims, trackerCpuS).unattributedJ.entries()) {
          expect(rest).toBeGreaterThanOrEqual(-1e-9 * Math.max(1, interval.energyJ[c] ?? 0));
        }
      }),
    );
  });

  it('splitting a run into two runs of the same work leaves their active energy unchanged', () => {
    fc.assert(
      fc.property(machine, seconds, seconds, (interval, a, b) => {
        const together = shareOut(interval, [{ cpuS: a + b, reserved: 0 }], 0).claims[0];
        const apart = shareOut(
          interval,
          [
            { cpuS: a, reserved: 0 },
            { cpuS: b, reserved: 0 },
          ],
          0,
        ).claims;
        const share = (one: Shares | undefined): number => middleOf(one?.dynamic[0] ?? 0);
        expect(share(apart[0]) + share(apart[1])).toBeCloseTo(share(together), 9);
      }),
    );
  });

  const interval: MachineInterval = {
    components: ['cpu', 'other'],
    energyJ: [30, 10],
    idleJ: [10, 5],
    capacityCpuS: 4,
    busyCpuS: 2,
  };
  const run = (cpuS: number, reserved = 0): Claim => ({ cpuS, reserved });

  it('gives a sleeping run none of the work of its neighbour', () => {
    const out = shareOut(interval, [run(0)], 0);
    expect(out.claims[0]?.dynamic).toEqual([0, 0]);
  });

  it('lets untracked work take an equal part of the idle energy only when it matters', () => {
    expect(shareOut(interval, [run(1.9)], 0).claims[0]?.idle[0]).toBe(1); // 0.1 of 4 is 2.5 %
    expect(shareOut(interval, [run(1)], 0).claims[0]?.idle[0]).toBe(1 / 2); // 1 of 4 is 25 %
    expect(shareOut(interval, [run(0.5), run(0.5)], 0).claims[0]?.idle[0]).toBe(1 / 3);
  });

  it('serves reservations first and splits the rest', () => {
    expect(shareIdle([run(0, 0.5), run(0), run(0)], false)).toEqual([0.5, 0.25, 0.25]);
    expect(shareIdle([run(0, 0.75), run(0, 0.75)], true)).toEqual([0.5, 0.5]); // overbooked: in proportion
    expect(shareIdle([run(0, 0.25)], false)).toEqual([0.25]); // the unreserved rest is nobody's
  });

  it('books the tracker apart and gives it no idle energy', () => {
    const out = shareOut(interval, [run(1)], 1);
    expect(out.tracker).toEqual({ dynamic: [0.5, 0.5], idle: [0, 0] });
    expect(out.claims[0]?.dynamic).toEqual([0.5, 0.5]);
  });
});
