import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SharedEnergy } from '../../../src/search/drive/shared-energy.ts';

test('trials in flight share what the program uses, and what it uses beside them is nobody’s', () => {
  const energy = new SharedEnergy();
  energy.begin(0, 10); // the 10 J before it are not the study's
  expect(energy.soFarJ(0, 16)).toBe(6);
  energy.begin(1, 16);
  expect(energy.end(0, 20)).toBe(8);
  expect(energy.soFarJ(1, 25)).toBe(7);
  expect(energy.end(1, 25)).toBe(7);
  energy.proposes(true, 40); // between trials the program did something else
  energy.proposes(false, 43);
  expect([energy.takeEngineJ(), energy.takeEngineJ()]).toEqual([3, 0]);
});

test('no joule is counted twice or lost, in whatever order trials begin, end and are looked at', () => {
  const step = fc.record({
    act: fc.constantFrom('begin', 'end', 'look', 'propose', 'rest'),
    trial: fc.nat({ max: 4 }),
    grown: fc.nat({ max: 1000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const energy = new SharedEnergy();
      const live = new Set<number>();
      let [totalJ, ended, owned, isProposing] = [0, 0, 0, false];
      for (const { act, trial, grown } of steps) {
        totalJ += grown;
        if (live.size > 0 || isProposing) owned += grown;
        if (act === 'begin' && !live.has(trial)) {
          energy.begin(trial, totalJ);
          live.add(trial);
        } else if (act === 'end' && live.delete(trial)) ended += energy.end(trial, totalJ);
        else if (act === 'propose' || act === 'rest') {
          isProposing = act === 'propose';
          energy.proposes(isProposing, totalJ);
        } else energy.soFarJ(trial, totalJ);
      }
      const inFlight = [...live].reduce((sum, trial) => sum + energy.soFarJ(trial, totalJ), 0);
      expect(ended + inFlight + energy.takeEngineJ()).toBeCloseTo(owned, 6);
    }),
  );
});
