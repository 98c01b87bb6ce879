import { describe, expect, it } from 'vitest';
import { type AdaptiveRung, adaptiveRung } from '../../../src/search/stoppers/adaptive-rung.ts';
import { noStopper } from '../../../src/search/stoppers/guarded.ts';
import { streamOf } from '../../../src/search/random/stream-of.ts';
import { SmallStudy, type TestTrial } from './small-study.ts';

const candidates = [1, 3, 9, 18];

/** Trials of 27 epochs whose losses are their place at the end, and another order until `mixed`. */
function trials(count: number, mixed: number): readonly TestTrial[] {
  const study = new SmallStudy(noStopper(), { maxResource: 27 });
  for (let k = 0; k < count; k += 1) {
    const early = 10 + ((k * 7919) % 97) / 97;
    study.run(Array.from({ length: 27 }, (_, at) => (at + 1 <= mixed ? early : 1 + k / count)));
  }
  return study.trials;
}

function choose(from: readonly TestTrial[], current?: number): AdaptiveRung {
  return adaptiveRung(from, { candidates, current, random: streamOf(1, from.length, 'rung') });
}

describe('the first rung', () => {
  it('is the earliest one where all rank as at the end', () => {
    expect(choose(trials(12, 0)).rung).toBe(1);
    expect(choose(trials(24, 1)).rung).toBe(3);
    expect(choose(trials(24, 8)).rung).toBe(9);
  });

  it('is none where no early ranking foretells the end, and says so', () => {
    const { rung, reason } = choose(trials(40, 20));
    expect(rung).toBeUndefined();
    expect(reason).toMatch(
      /^no early ranking foretells the end \(tau is at least -?0\.\d\d at \d+, 0\.4 is needed\)$/,
    );
  });

  it('stays, or is the middle candidate, while there is little to compare', () => {
    expect(choose(trials(3, 0)).rung).toBe(9);
    expect(choose(trials(3, 0), 3)).toMatchObject({ rung: 3, reason: 'fewer than 4 curves to compare yet' });
  });

  it('moves up at once', () => {
    expect(choose(trials(24, 8), 1).rung).toBe(9);
    expect(choose(trials(24, 8), 1).reason).toMatch(
      /^it ranks 12 good trials as their end does: tau 1\.00, at least/,
    );
  });

  it('moves down only on many curves', () => {
    expect(choose(trials(10, 0), 9).rung).toBe(9);
    expect(choose(trials(24, 0), 9).rung).toBe(1);
  });

  it('is judged among the good trials: that bad ones are seen early does not help', () => {
    const study = new SmallStudy(noStopper(), { maxResource: 27 });
    for (let k = 0; k < 40; k += 1) {
      const early = 10 + ((k * 7919) % 97) / 97;
      const isGood = k < 20;
      study.run(Array.from({ length: 27 }, (_, at) => (isGood ? (at < 9 ? early : 1 + k / 40) : 50 + k)));
    }
    expect(choose(study.trials).rung).toBe(18);
  });

  it('draws the same numbers again', () => {
    expect(choose(trials(24, 8))).toEqual(choose(trials(24, 8)));
  });
});
