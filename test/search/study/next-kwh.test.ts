import { describe, expect, test } from 'vitest';
import { streamOf } from '../../../src/search/random/stream-of.ts';
import { nextKwh } from '../../../src/search/study/next-kwh.ts';
import { KeptStudy, never, planOf, engineOf } from './rig.ts';

const KWH = 3.6e6;

/** Trials of so many kWh each, whose losses are drawn alike. */
function searched(count: number, kwh: number, draw: (u: number) => number, seed: number, worth?: number) {
  const given = { seed, ...(worth === undefined ? {} : { worthPerKwh: worth }) };
  const kept = new KeptStudy(planOf(given), engineOf({ makeStopper: never }));
  const { study } = kept;
  for (let k = 0; k < count; k++) {
    const next = study.ask();
    if (next.kind !== 'run') break;
    const loss = draw(streamOf(seed, k, 'loss').uniform());
    study.report(k, { resource: 9, metrics: { loss }, usage: { joules: kwh * KWH } });
    study.tell(k, { state: 'complete' });
    kept.keep();
  }
  return study;
}

const exponential = (u: number): number => 5 - Math.log1p(1 / Math.max(u, 1e-12) - 1);
const uniform = (u: number): number => u;

/** What is foretold after so many trials, and what the next kilowatt-hour brought, on the average over many searches. */
function foretoldAndSeen(count: number, kwh: number, draw: (u: number) => number) {
  let foretold = 0;
  let seen = 0;
  const searches = 120;
  for (let seed = 1; seed <= searches; seed++) {
    const { state } = searched(count, kwh, draw, seed);
    foretold += nextKwh(state) ?? Number.NaN;
    const losses = Array.from({ length: count + Math.round(1 / kwh) }, (_, k) =>
      draw(streamOf(seed, k, 'loss').uniform()),
    );
    seen += Math.min(...losses.slice(0, count)) - Math.min(...losses);
  }
  return { foretold: foretold / searches, seen: seen / searches };
}

describe('what the next kilowatt-hour is expected to bring', () => {
  test('is what it brings where trials are drawn alike, and never much less', () => {
    for (const [count, kwh] of [
      [10, 0.1],
      [30, 0.1],
      [30, 0.5],
    ] as const) {
      const { foretold, seen } = foretoldAndSeen(count, kwh, exponential);
      expect(foretold / seen).toBeGreaterThan(1);
      expect(foretold / seen).toBeLessThan(1.8);
      // Near a bound there is less to gain: the search goes on longer than it must, but not by orders.
      const bounded = foretoldAndSeen(count, kwh, uniform);
      expect(bounded.foretold / bounded.seen).toBeGreaterThan(1.5);
      expect(bounded.foretold / bounded.seen).toBeLessThan(5);
    }
  });

  test('is not foretold from fewer than five complete trials, nor without energy', () => {
    expect(nextKwh(searched(4, 0.1, uniform, 1).state)).toBeUndefined();
    expect(nextKwh(searched(9, 0, uniform, 1).state)).toBeUndefined();
    expect(nextKwh(searched(9, 0.1, uniform, 1).state)).toBeGreaterThan(0);
  });
});

describe('a search that must be worth its energy', () => {
  test('ends the sooner the more a kilowatt-hour must bring, and says why', () => {
    const counts = [0.001, 0.02, 0.1].map((worth) => searched(400, 0.1, uniform, 3, worth).state);
    const [little, more, much] = counts.map(({ started }) => started) as [number, number, number];
    expect(little).toBeGreaterThan(more);
    expect(more).toBeGreaterThan(much);
    expect(much).toBeGreaterThanOrEqual(5);
    expect(counts[1]?.over).toMatchObject({ why: 'worth' });
    expect(counts[1]?.over?.text).toMatch(
      /^the next kilowatt-hour is expected to improve loss by 0\.01\d*, less than 0\.02$/,
    );
  });

  test('tries what somebody has put in the queue all the same', () => {
    const study = searched(8, 0.3, uniform, 3, 1e-9);
    study.enqueue({ lr: 0.5 });
    study.change({ ...study.plan, worthPerKwh: 1e9 });
    expect(study.ask()).toMatchObject({ kind: 'run', trial: { origin: 'enqueued' } });
    study.tell(8, { state: 'complete', metrics: { loss: 0.5 } });
    expect(study.ask()).toMatchObject({ kind: 'over', why: 'worth' });
  });

  test('comes out the same from its journal', () => {
    const kept = new KeptStudy(planOf({ worthPerKwh: 0.05 }), engineOf({ makeStopper: never }));
    for (let k = 0; kept.study.ask().kind === 'run'; k++) {
      kept.study.report(k, { resource: 9, metrics: { loss: 1 / (k + 1) }, usage: { joules: 0.2 * KWH } });
      kept.study.tell(k, { state: 'complete' });
    }
    kept.keep();
    expect(kept.study.state.over?.why).toBe('worth');
    expect(kept.again().state).toEqual(kept.study.state);
  });
});
