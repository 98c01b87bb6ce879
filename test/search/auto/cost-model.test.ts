import { describe, expect, it } from 'vitest';
import { type Cost, fitCost } from '../../../src/search/auto/cost-model.ts';
import { dimensionsOf } from '../../../src/search/samplers/dimension.ts';
import { float, spaceOf } from '../samplers/spaces.ts';

const dimensions = dimensionsOf(
  spaceOf(float('width', 0, 1), { kind: 'categorical', name: 'cell', choices: ['gru', 'lstm'] }),
);

/** Costs that rise with the width by `slope` in their logarithm, and by a half again with the second cell. */
const costs = (slope: number): readonly Cost[] =>
  Array.from({ length: 60 }, (_, i) => {
    const [width, cell] = [(i * 0.618) % 1, i % 2];
    return { point: Float64Array.of(width, cell), logRate: 5 + slope * width + 0.4 * cell };
  });

describe('the model of cost', () => {
  it('tells what is dear from what is cheap, by numbers and by choices', () => {
    const costOf = fitCost(dimensions, costs(2));
    if (costOf === undefined) throw new Error('costs differ enough');
    const [low, high] = [Float64Array.of(0.1, 0), Float64Array.of(0.9, 0)];
    expect(costOf(high) - costOf(low)).toBeCloseTo(1.6, 1);
    expect(costOf(Float64Array.of(0.5, 1)) - costOf(Float64Array.of(0.5, 0))).toBeCloseTo(0.4, 1);
  });

  it('says nothing where costs hardly differ, or too few are known', () => {
    expect(fitCost(dimensions, costs(0.2))).toBeUndefined();
    expect(fitCost(dimensions, costs(2).slice(0, 9))).toBeUndefined();
  });
});
