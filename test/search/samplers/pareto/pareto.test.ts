import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestByDominance } from '../../../../src/search/samplers/pareto/best-by-dominance.ts';
import { hypervolume } from '../../../../src/search/samplers/pareto/hypervolume.ts';
import {
  dominates,
  type Losses,
  nonDominationRanks,
} from '../../../../src/search/samplers/pareto/non-domination.ts';

const points = fc
  .integer({ min: 1, max: 4 })
  .chain((m) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: m, maxLength: m }), { maxLength: 24 }),
  );

describe('ranks by non-domination', () => {
  it('are one more than the worst rank of those that dominate', () => {
    fc.assert(
      fc.property(points, (losses) => {
        const ranks = nonDominationRanks(losses);
        for (const [index, own] of losses.entries()) {
          const above = losses.flatMap((other, at) => (dominates(other, own) ? [ranks[at] as number] : []));
          expect(ranks[index]).toBe(Math.max(-1, ...above) + 1);
        }
      }),
    );
  });
});

describe('hypervolume', () => {
  it('is the number of unit cubes that some point dominates', () => {
    fc.assert(
      fc.property(
        points.filter((losses) => (losses[0]?.length ?? 0) > 1),
        (losses) => {
          const m = losses[0]?.length ?? 0;
          const reference = Array.from({ length: m }, () => 5);
          let cubes = 0;
          for (let cube = 0; cube < 5 ** m; cube += 1) {
            const corner: Losses = Array.from({ length: m }, (_, k) => Math.floor(cube / 5 ** k) % 5);
            if (losses.some((point) => point.every((value, k) => value <= (corner[k] as number)))) cubes += 1;
          }
          expect(hypervolume(losses, reference)).toBe(cubes);
        },
      ),
    );
  });
});

describe('the best by dominance', () => {
  it('are as many as asked for, and none of the others dominates one of them', () => {
    fc.assert(
      fc.property(points, fc.nat(24), (losses, count) => {
        const best = bestByDominance(losses, count);
        expect(best.length).toBe(Math.min(count, losses.length));
        const others = losses.filter((_, index) => !best.includes(index));
        for (const index of best)
          expect(others.some((other) => dominates(other, losses[index] ?? []))).toBe(false);
      }),
    );
  });
});
