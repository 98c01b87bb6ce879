import { describe, expect, it } from 'vitest';
import { stopperOf } from '../../../src/search/engine/stopper-of.ts';
import { STOPPERS, type StopperChoice } from '../../../src/search/file/engine-choice.ts';
import { SmallStudy, type SmallStudyOptions } from '../stoppers/small-study.ts';

function study(choice: StopperChoice, options: SmallStudyOptions = {}): SmallStudy {
  const made = stopperOf(choice);
  if (!made.ok) throw new Error(made.error.what);
  return new SmallStudy(made.value, { maxResource: 27, ...options });
}

const flat = (loss: number): readonly number[] => Array.from({ length: 27 }, () => loss);

/** At which epoch the last of many trials, by far the worst one, is ended; 27: it is not. */
function reach(choice: StopperChoice, options: SmallStudyOptions = {}): number {
  const made = study(choice, options);
  for (let k = 0; k < 40; k += 1) made.run(flat(1 + 0.01 * ((k * 7) % 40)));
  return made.run(flat(9)).trial.reports.length;
}

describe('the stopper that a file names', () => {
  it('is made for every name', () => {
    for (const name of STOPPERS) {
      const settings = name === 'sweep-hyperband' ? { minResource: 3 } : {};
      expect(() => study({ name, settings }).run(flat(1)), name).not.toThrow();
    }
  });

  it('takes its settings', () => {
    expect(reach({ name: 'none', settings: {} })).toBe(27);
    expect(reach({ name: 'asha', settings: {} })).toBe(3);
    expect(reach({ name: 'asha', settings: { minResource: 5 } })).toBe(5);
    expect(reach({ name: 'median', settings: { warmup: 7 } })).toBe(7);
    expect(reach({ name: 'percentile', settings: { percentile: 25, startup: 100 } })).toBe(27);
    expect(reach({ name: 'patience', settings: { patience: 4 } })).toBe(5);
    expect(reach({ name: 'threshold', settings: { upper: 8, warmup: 6 } })).toBe(6);
    expect(reach({ name: 'sweep-hyperband', settings: { minResource: 4 } })).toBe(4);
    expect(reach({ name: 'asha-promotion', settings: { minResource: 2 } })).toBe(2);
    expect(reach({ name: 'pasha', settings: { minResource: 2 } })).toBe(2);
  });

  it('stops by curves as surely as it is asked to', () => {
    expect(reach({ name: 'curve', settings: {} })).toBe(3);
    // 40 trials are too few to be that sure.
    expect(reach({ name: 'curve', settings: { confidence: 0.99 } })).toBe(27);
    expect(reach({ name: 'curve', settings: { confidence: 1 } })).toBe(27);
  });

  it('looks at all objectives where there are several', () => {
    const made = study({ name: 'asha', settings: { minResource: 1 } }, { objectives: 2 });
    for (let k = 0; k < 10; k += 1) made.report(made.begin(), 1, 5 + k, 5 + k);
    expect(made.report(made.begin(), 1, 30, 1).action).toBe('continue');
    expect(made.report(made.begin(), 1, 30, 30).action).toBe('stop');
  });
});
