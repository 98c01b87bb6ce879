import { describe, expect, it } from 'vitest';
import { type EngineResult, leaveOneOut, printLeftOut } from '../../../bench/search/leave-out.ts';

/** Ratios of two engines on three suites; on `a` two ways of using Optuna were measured. */
const RESULTS: readonly EngineResult[] = [
  { engine: 'x', suite: 'a', ratio: 8 },
  { engine: 'x', suite: 'a', ratio: 2 },
  { engine: 'y', suite: 'a', ratio: 1 },
  { engine: 'y', suite: 'a', ratio: 1 },
  { engine: 'x', suite: 'b', ratio: 1 },
  { engine: 'y', suite: 'b', ratio: 2 },
  { engine: 'x', suite: 'c', ratio: 1 },
  { engine: 'y', suite: 'c', ratio: 1.5 },
];

describe('a suite that is left out', () => {
  it('has no say in which engine is chosen, and judges it', () => {
    expect(leaveOneOut(RESULTS)).toMatchObject([
      { suite: 'a', chosen: 'y', ratio: 1, best: { engine: 'x', ratio: 4 } },
      { suite: 'b', chosen: 'x', ratio: 1, best: { engine: 'y', ratio: 2 } },
      { suite: 'c', chosen: 'x', ratio: 1, best: { engine: 'y', ratio: 1.5 } },
    ]);
  });

  it('counts once, however many ways of using Optuna were measured on it', () => {
    // By single results x would have 8, 2 and 1 of b, whose mean is larger than it is by suites: 4 and 1.
    const lines: string[] = [];
    printLeftOut(RESULTS, (line) => lines.push(line));
    expect(lines).toContain('| a | 4.00 | 1.00 |');
    expect(lines).toContain('| c | x | 1.00 | 1.50 (y) |');
  });
});
