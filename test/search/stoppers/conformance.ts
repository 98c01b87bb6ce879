import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision, MakeStopper } from '../../../src/search/stoppers/stopper.ts';
import type { TrialState } from '../../../src/search/study/trial.ts';
import { SmallStudy, type SmallStudyOptions, type TestTrial } from './small-study.ts';

/** What is true of a rule beyond what is true of all. */
export interface Traits {
  readonly name: string;
  readonly make: () => MakeStopper;
  /** A curve that is better everywhere goes on wherever a worse one does, all else being equal. */
  readonly isMonotone: boolean;
  /** It ends what does not improve: all-equal losses may end every trial. */
  readonly endsStandstill?: boolean;
  readonly options?: SmallStudyOptions;
}

type Step =
  | { readonly kind: 'begin'; readonly isControl: boolean }
  | { readonly kind: 'report'; readonly pick: number; readonly resource: number; readonly value: number }
  | { readonly kind: 'end'; readonly pick: number; readonly state: 'complete' | 'failed' | 'lost' };

const RESOURCE = 27;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('begin' as const), isControl: fc.boolean() }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('report' as const),
      pick: fc.nat(40),
      // Mostly the next one; now and then one that was there, lies before, or is no whole number.
      resource: fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        fc.double({ min: 0.5, max: RESOURCE, noNaN: true }),
      ),
      value: fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      pick: fc.nat(40),
      state: fc.constantFrom('complete' as const, 'failed' as const, 'lost' as const),
    }),
  },
);

const script = fc.array(step, { minLength: 30, maxLength: 160 });

/** Plays steps; a trial that is stopped ends, one that is paused waits until it is promoted. @returns all decisions in order. */
function play(
  study: SmallStudy,
  steps: readonly Step[],
  also?: (study: SmallStudy) => void,
): readonly Decision[] {
  const decisions: Decision[] = [];
  for (const each of steps) {
    const live = study.trials.filter(({ state }) => state === 'running');
    if (each.kind === 'begin') {
      const promoted = study.stopper.promote?.();
      if (promoted === undefined) study.begin(each.isControl);
      else study.resume(study.trials[promoted.trial] as TestTrial);
      continue;
    }
    const trial = live[each.pick % Math.max(1, live.length)];
    if (trial === undefined) continue;
    if (each.kind === 'end') {
      study.end(trial, each.state);
      continue;
    }
    const next = Math.floor(trial.reports.at(-1)?.resource ?? 0) + 1;
    const resource = each.resource === 0 ? next : each.resource;
    const decision = study.report(trial, resource, each.value);
    also?.(study);
    decisions.push(decision);
    if (decision.action === 'stop') study.end(trial, 'stopped');
    else if (decision.action === 'continue' && next > RESOURCE) study.end(trial);
  }
  return decisions;
}

/** @returns a falling curve over the resource. */
function falling(end: number, noise: readonly number[] = []): readonly number[] {
  return Array.from({ length: RESOURCE }, (_, at) => end + 1 / (at + 1) + (noise[at] ?? 0));
}

/** A falling curve with noise of its own. */
const curve = fc
  .tuple(fc.double({ min: 0, max: 2, noNaN: true }), fc.nat())
  .map(([end, seed]) => falling(end, noiseOf(seed)));

/** Noise in [0, 0.3] that looks like none in particular. */
function noiseOf(seed: number): readonly number[] {
  return Array.from(
    { length: RESOURCE },
    (_, at) => 0.3 * ((Math.sin(seed + 12.9898 * at) * 43758.5453) % 1) ** 2,
  );
}

/** The laws of every stopper. */
export function conforms(traits: Traits): void {
  const options = { maxResource: RESOURCE, ...traits.options };
  const begin = (extra: SmallStudyOptions = {}): SmallStudy =>
    new SmallStudy(traits.make(), { ...options, ...extra });

  describe(`${traits.name} as a stopper`, () => {
    it('lets the only trial go on', () => {
      const { trial } = begin().run(falling(0));
      expect(trial.reports.length).toBeGreaterThan(0);
      expect(['complete', 'paused']).toContain(trial.state);
      if (trial.state === 'paused') return;
      expect(trial.reports).toHaveLength(RESOURCE);
    });

    it('ends a trial at once whose metric is no number, and says so', () => {
      for (const value of [Number.NaN, Infinity, -Infinity]) {
        const study = begin();
        const decision = study.report(study.begin(), 1, value);
        expect(decision).toMatchObject({ action: 'stop', reason: { rule: 'diverged', resource: 1 } });
        expect(decision).toHaveProperty('reason.text', 'm0 is no number at epoch 1');
      }
    });

    it('never ends or pauses a control trial, and tells when it would have', () => {
      const study = begin();
      for (const end of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]) study.run(falling(end));
      const { trial, last } = study.run(
        [...falling(5)].map((value, at) => (at === 5 ? Number.NaN : value)),
        true,
      );
      expect(trial.reports).toHaveLength(RESOURCE);
      expect(last.action).toBe('continue');
      fc.assert(
        fc.property(script, (steps) => {
          const checked = begin();
          const controls = (): boolean =>
            checked.trials.every(({ isControl, state }) => !isControl || state !== 'paused');
          play(checked, steps, () => expect(controls()).toBe(true));
          return checked.trials.every(
            ({ isControl, state }) => !isControl || (state !== 'paused' && state !== 'stopped'),
          );
        }),
        { numRuns: 30 },
      );
    });

    it('decides the same on the same events', () => {
      fc.assert(
        fc.property(script, (steps) => {
          expect(play(begin(), steps)).toEqual(play(begin(), steps));
        }),
        { numRuns: 25 },
      );
    });

    it('knows what it was told of, not what it was asked', () => {
      // As when a journal is replayed: the reports are told again, and decisions are not asked for.
      fc.assert(
        fc.property(script, (steps) => {
          const live = begin();
          const silent = begin();
          const learn = live.stopper.learn?.bind(live.stopper);
          live.stopper.learn = (trial, event) => {
            learn?.(trial, event);
            // The view of the other one shows the same trials as they are now.
            while (silent.trials.length < live.trials.length)
              silent.trials.push(live.trials[silent.trials.length] as TestTrial);
            silent.stopper.learn?.(trial, event);
          };
          play(live, steps, () => undefined);
          for (const trial of live.trials.filter(
            ({ state, reports }) => state === 'running' && reports.length > 0,
          )) {
            const report = trial.reports.at(-1);
            if (report === undefined) continue;
            expect(silent.stopper.decide(trial, report)).toEqual(live.stopper.decide(trial, report));
          }
          expect(silent.stopper.promote?.()).toEqual(live.stopper.promote?.());
          expect(silent.stopper.rungs?.()).toEqual(live.stopper.rungs?.());
        }),
        { numRuns: 25 },
      );
    });

    it('is the same for a metric that is maximised as for its negative that is minimised', () => {
      fc.assert(
        fc.property(script, (steps) => {
          const up = play(begin({ maximize: true }), steps.map(negated));
          const down = play(begin(), steps);
          expect(up.map(({ action }) => action)).toEqual(down.map(({ action }) => action));
        }),
        { numRuns: 25 },
      );
    });

    it('gives a reason that a person understands', () => {
      fc.assert(
        fc.property(script, (steps) => {
          for (const decision of play(begin(), steps)) {
            const reason = decision.action === 'continue' ? decision.spared : decision.reason;
            if (reason === undefined) continue;
            expect(reason.text).toMatch(/epoch/);
            expect(reason.text).not.toMatch(/[.]$|NaN|undefined|Infinity|e[+-]\d/);
            expect(reason.text.length).toBeLessThanOrEqual(140);
            expect(reason.resource).toBeGreaterThan(0);
          }
        }),
        { numRuns: 25 },
      );
    });

    if (traits.endsStandstill !== true) {
      it('does not stop everything where all losses are equal', () => {
        const study = begin();
        for (let k = 0; k < 30; k += 1) study.run(Array.from({ length: RESOURCE }, () => 1));
        expect(study.trials.some(({ state }) => state === 'complete' || state === 'paused')).toBe(true);
        const unpaused = study.trials.filter(({ state }) => state !== 'paused');
        expect(unpaused.filter(({ state }) => state === 'stopped')).toEqual([]);
      });
    }

    it('is not swayed by trials that have said nothing', () => {
      fc.assert(
        fc.property(fc.array(curve, { minLength: 3, maxLength: 14 }), fc.nat(5), (curves, silent) => {
          const reached = (state: TrialState): readonly number[] => {
            const study = begin();
            for (let k = 0; k < silent; k += 1) study.end(study.begin(), state);
            return curves.map((each) => study.run(each).trial.reports.length);
          };
          expect(reached('running')).toEqual(reached('failed'));
          expect(reached('lost')).toEqual(reached('failed'));
        }),
        { numRuns: 30 },
      );
    });

    if (traits.isMonotone) {
      it('never ends a better curve where it lets a worse one go on', () => {
        fc.assert(
          fc.property(
            fc.array(curve, { minLength: 3, maxLength: 14 }),
            curve,
            fc.double({ min: 0, max: 1, noNaN: true }),
            (others, last, better) => {
              const reach = (mine: readonly number[]): number => {
                const study = begin();
                for (const other of others) study.run(other);
                return study.run(mine).trial.reports.length;
              };
              expect(reach(last.map((value) => value - better))).toBeGreaterThanOrEqual(reach(last));
            },
          ),
          { numRuns: 40 },
        );
      });
    }

    it('bears reports that are late, repeated, skipped or no whole numbers', () => {
      const study = begin();
      for (const end of [0.3, 0.2, 0.4]) study.run(falling(end));
      const trial = study.begin();
      for (const [resource, value] of [
        [5, 0.3],
        [2, 0.5],
        [5, 0.3],
        [5.5, 0.25],
        [19.25, 0.2],
        [7, 0.24],
      ] as const) {
        expect(['continue', 'stop', 'pause']).toContain(study.report(trial, resource, value).action);
        if (trial.state !== 'running') study.resume(trial);
      }
      // A second attempt begins anew: what the first one said is void.
      trial.reports.length = 0;
      for (const [at, value] of falling(0.05).entries()) {
        if (trial.state !== 'running') study.resume(trial);
        expect(study.report(trial, at + 1, value).action).not.toBe('stop');
      }
    });
  });
}

function negated(each: Step): Step {
  return each.kind === 'report' ? { ...each, value: -each.value } : each;
}
