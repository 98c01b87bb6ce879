import { describe, expect, it } from 'vitest';
import { streamOf } from '../../../src/search/random/stream-of.ts';
import type { MakeSampler } from '../../../src/search/samplers/sampler.ts';
import type { Configuration } from '../../../src/search/space/configuration.ts';
import type { Parameter } from '../../../src/search/space/parameter.ts';
import type { Space } from '../../../src/search/space/space.ts';
import { float, MIXED, NUMBERS, spaceOf } from './spaces.ts';
import { type Outcome, WatchedStudy } from './watched-study.ts';

/** What differs between samplers. */
export interface Conformance {
  /** Whether another seed gives other proposals; a grid is the same. */
  readonly isSeeded?: boolean;
  readonly objectives?: number;
}

/** What every sampler must keep to. */
export function describeSampler(
  name: string,
  make: MakeSampler,
  { isSeeded = true, objectives = 1 }: Conformance = {},
): void {
  const study = (space: Space, seed = 7): WatchedStudy => new WatchedStudy(space, make, { seed, objectives });
  const complete = (index: number): Outcome => ({
    state: 'complete',
    losses: Array.from({ length: objectives }, (_, k) => Math.sin(index * (k + 1) * 1.7) + k),
  });

  describe(name, () => {
    it('stays inside the space, with the active parameters only', () => {
      const watched = study(MIXED);
      for (let k = 0; k < 60; k += 1) {
        const trial = watched.ask();
        expect(faultsOf(MIXED, trial?.configuration)).toEqual([]);
        watched.end(k, complete(k));
      }
    });

    it('gives the same proposals to the bit after the same events', () => {
      const [first, second] = [study(MIXED), study(MIXED)];
      for (const watched of [first, second]) live(watched, 40, complete);
      expect(second.trials).toEqual(first.trials);
      // As after a restart: the events are replayed, and nothing is proposed.
      const replayed = study(MIXED);
      replay(first, replayed);
      expect(replayed.propose()).toEqual(first.propose());
    });

    it('proposes other configurations with another seed', () => {
      const [first, second] = [study(MIXED, 7), study(MIXED, 8)];
      for (const watched of [first, second]) live(watched, 20, complete);
      const same = first.trials.filter((trial, k) => {
        return JSON.stringify(trial.configuration) === JSON.stringify(second.trials[k]?.configuration);
      });
      expect(same.length).toBe(isSeeded ? 0 : 20);
    });

    it('gives trials that run at once different configurations', () => {
      const watched = study(MIXED);
      live(watched, 14, complete);
      for (let k = 0; k < 16; k += 1) watched.ask();
      expect(distinct(watched)).toBe(30);
    });

    it('gives different configurations where asks do not see each other', () => {
      const watched = study(NUMBERS);
      live(watched, 14, complete);
      const proposals = Array.from({ length: 8 }, (_, k) =>
        watched.sampler.propose(14 + k, streamOf(7, 14 + k)),
      );
      expect(new Set(proposals.map((proposal) => JSON.stringify(proposal))).size).toBe(8);
    });

    it('goes on through failed, lost, diverged, stopped and infeasible trials', () => {
      const watched = study(MIXED);
      const outcomes: readonly Outcome[] = [
        { state: 'failed' },
        { state: 'lost' },
        { state: 'complete', losses: Array.from({ length: objectives }, () => Number.NaN) },
        { state: 'complete', losses: Array.from({ length: objectives }, () => Infinity) },
        { state: 'complete', losses: Array.from({ length: objectives }, () => -Infinity) },
        { state: 'stopped' },
        { state: 'complete', losses: Array.from({ length: objectives }, () => 1e308), violations: [3, -1] },
        complete(1),
      ];
      for (let k = 0; k < 64; k += 1) {
        const trial = watched.ask();
        expect(faultsOf(MIXED, trial?.configuration)).toEqual([]);
        const losses = Array.from(
          { length: objectives },
          (_, at) => [0.5, Number.NaN, Infinity, -k][(k + at) % 4] ?? 0,
        );
        if (k % 3 === 0) watched.report(k, 1 + (k % 5), ...losses);
        if (k % 9 !== 8) watched.end(k, outcomes[k % outcomes.length] as Outcome);
      }
      expect(distinct(watched)).toBe(64);
    });

    it('goes on when every trial has failed', () => {
      const watched = study(MIXED);
      live(watched, 30, () => ({ state: 'failed' }));
      expect(distinct(watched)).toBe(30);
    });

    it('goes on when all losses are equal', () => {
      const watched = study(MIXED);
      live(watched, 40, () => ({ state: 'complete', losses: Array.from({ length: objectives }, () => 1) }));
      expect(distinct(watched)).toBe(40);
    });

    it('tries an empty space, and one with a single configuration, once', () => {
      expect(live(study(spaceOf()), 3, complete).map((trial) => trial.configuration)).toEqual([{}]);
      const single = spaceOf({ kind: 'categorical', name: 'only', choices: ['this'] }, float('x', 2, 2));
      expect(live(study(single), 3, complete).map((trial) => trial.configuration)).toEqual([
        { only: 'this', x: 2 },
      ]);
    });

    it('tries every configuration of a finite space once, and is then exhausted', () => {
      const finite = spaceOf(
        { kind: 'integer', name: 'n', low: 1, high: 4, scale: 'linear' },
        { kind: 'categorical', name: 'c', choices: [true, false, 'x'] },
        {
          kind: 'float',
          name: 's',
          low: 0,
          high: 0.2,
          scale: 'linear',
          step: 0.1,
          when: { text: 'c == true', parents: ['c'], holds: (values) => values['c'] === true },
        },
      );
      const watched = study(finite);
      watched.start({ n: 2, c: 'x' }, 'enqueued');
      watched.end(0, complete(0));
      live(watched, 50, complete);
      expect([watched.trials.length, distinct(watched)]).toEqual([20, 20]);
      expect(watched.propose()).toBeUndefined();
    });

    it('works with 50 parameters', () => {
      const wide = spaceOf(...Array.from({ length: 50 }, (_, k): Parameter => float(`x${k}`, 0, k + 1)));
      const watched = study(wide);
      live(watched, 25, complete);
      expect(watched.trials.flatMap(({ configuration }) => faultsOf(wide, configuration))).toEqual([]);
      expect(distinct(watched)).toBe(25);
    });
  });
}

/** Runs trials one after another until the sampler is exhausted. */
function live(
  watched: WatchedStudy,
  count: number,
  outcomeOf: (index: number) => Outcome,
): WatchedStudy['trials'] {
  for (let k = 0; k < count; k += 1) {
    const trial = watched.ask();
    if (trial === undefined) break;
    const outcome = outcomeOf(k);
    if (k % 2 === 0) watched.report(trial.number, 3, ...(outcome.losses ?? [0]));
    watched.end(trial.number, outcome);
  }
  return watched.trials;
}

function replay(from: WatchedStudy, to: WatchedStudy): void {
  for (const { number, configuration, origin, reports, state, losses } of from.trials) {
    to.start(configuration, origin);
    for (const report of reports) to.report(number, report.resource, ...report.losses);
    to.end(number, losses === undefined ? { state } : { state, losses });
  }
}

function distinct(watched: WatchedStudy): number {
  return new Set(watched.trials.map(({ configuration }) => JSON.stringify(configuration))).size;
}

/** What is wrong with a configuration. */
export function faultsOf({ parameters }: Space, configuration: Configuration | undefined): readonly string[] {
  if (configuration === undefined) return ['no configuration'];
  const faults = Object.keys(configuration).filter(
    (name) => !parameters.some((parameter) => parameter.name === name),
  );
  for (const parameter of parameters) {
    const value = configuration[parameter.name];
    const isActive = parameter.when?.holds(configuration) ?? true;
    if (isActive !== (value !== undefined))
      faults.push(`${parameter.name}: active ${isActive}, value ${JSON.stringify(value)}`);
    else if (value !== undefined && !isInside(parameter, value))
      faults.push(`${parameter.name}: ${JSON.stringify(value)}`);
  }
  return faults;
}

function isInside(parameter: Parameter, value: unknown): boolean {
  if (parameter.kind === 'categorical') return parameter.choices.some((choice) => choice === value);
  const { kind, low, high, step } = parameter;
  if (typeof value !== 'number' || !(value >= low && value <= high)) return false;
  if (kind === 'integer' && !Number.isInteger(value)) return false;
  const steps = step === undefined ? 0 : (value - low) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-9;
}
