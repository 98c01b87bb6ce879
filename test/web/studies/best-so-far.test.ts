import { describe, expect, it } from 'vitest';
import type { TrialSummary } from '../../../src/search/study/summary.ts';
import { bestSoFar, drawBestSoFar, shownRange } from '../../../web/pages/studies/best-so-far.ts';
import type { StudyShown } from '../../../web/pages/studies/study-data.ts';
import { drawTimeline, ranTrials } from '../../../web/pages/studies/timeline.ts';
import { trialAxes } from '../../../web/pages/studies/trial-axes.ts';
import { ordered } from '../../../web/pages/studies/trial-order.ts';

function trial(number: number, wishes: Partial<TrialSummary> = {}): TrialSummary {
  return {
    number,
    state: 'complete',
    origin: 'sampler',
    configuration: { lr: 10 ** -number, opt: number % 2 === 0 ? 'adam' : 'sgd' },
    resource: 10,
    values: [0.5 + number / 10],
    joules: 100,
    startedS: number,
    endedS: number + 1,
    isControl: false,
    attempts: 1,
    why: null,
    ...wishes,
  };
}

function study(wishes: Partial<StudyShown> = {}): StudyShown {
  const energy = {
    useful: 300,
    stopped: 0,
    failed: 0,
    paused: 0,
    running: 0,
    engine: 100,
    total: 400,
    sinceGain: 200,
  };
  return {
    name: 'digits',
    createdAt: '2026-11-20T10:00:00.000Z',
    objectives: [{ metric: 'accuracy', goal: 'maximize' }],
    sampler: 'auto',
    stopper: 'auto',
    seed: 1,
    deterministic: false,
    command: null,
    trials: { waiting: 0, running: 0, paused: 0, complete: 3, stopped: 0, failed: 0, lost: 0 },
    budget: {},
    spent: { energy: 400, time: 10, trials: 3, carbon: null, cost: null },
    energy,
    over: null,
    recommended: [],
    isComplete: true,
    gains: [
      { trial: 0, resource: 1, values: [0.5], joules: 50, seconds: 1 },
      { trial: 1, resource: 1, values: [0.6], joules: 200, seconds: 2 },
    ],
    resource: 'epoch',
    maxResource: 10,
    seconds: 10,
    space: {
      parameters: [
        { kind: 'float', name: 'lr', low: 0.001, high: 1, scale: 'log' },
        { kind: 'categorical', name: 'opt', choices: ['sgd', 'adam'] },
      ],
      fixed: {},
    },
    list: [trial(0), trial(1), trial(2)],
    importances: { trials: 3, list: [] },
    ...wishes,
  };
}

describe('the best so far', () => {
  it('stands at the energy that the study had used, with each trial where that stood when it ended', () => {
    const list = [
      trial(0, { endedS: 5 }),
      trial(1, { endedS: 2 }),
      trial(2, { origin: 'imported', endedS: 0 }),
    ];
    const best = bestSoFar(study({ list }));
    expect(best.trials.map((one) => [one.trial.number, one.spent])).toEqual([
      [2, 0],
      [1, 100],
      [0, 200],
    ]);
    expect(best.steps).toEqual([
      { spent: 50, value: 0.5 },
      { spent: 200, value: 0.5 },
      { spent: 200, value: 0.6 },
      { spent: 400, value: 0.6 },
    ]);
  });

  it('is not flattened by a trial that diverged', () => {
    const list = Array.from({ length: 20 }, (_, n) => trial(n, { values: [n === 7 ? 1e30 : 0.1 + n / 100] }));
    const sought = study({ list, gains: [], objectives: [{ metric: 'loss', goal: 'minimize' }] });
    expect(shownRange(bestSoFar(sought), 'minimize')[1]).toBeLessThan(1);
  });

  it('is drawn of a study without trials, values or energy too', () => {
    const none = {
      useful: 0,
      stopped: 0,
      failed: 0,
      paused: 0,
      running: 0,
      engine: 0,
      total: 0,
      sinceGain: 0,
    };
    for (const one of [
      study(),
      study({ list: [], gains: [] }),
      study({ energy: none }),
      study({ list: [trial(0, { values: [null] })] }),
    ])
      expect(drawBestSoFar(bestSoFar(one), 'accuracy', 'maximize', 400).svg).not.toMatch(/NaN|Infinity/);
  });
});

describe('the trials', () => {
  it('are drawn from their start to their end; a paused one stands where it began', () => {
    const ran = ranTrials(
      [
        trial(1),
        trial(0, { state: 'paused', endedS: null }),
        trial(2, { startedS: null }),
        trial(3, { state: 'running', endedS: null }),
      ],
      10,
    );
    expect(ran.map(({ trial: { number }, from, to }) => [number, from, to])).toEqual([
      [0, 0, 0],
      [1, 1, 2],
      [3, 3, 10],
    ]);
    const { svg, places } = drawTimeline(ran, 10, 600);
    expect(places).toHaveLength(3);
    expect(svg).not.toMatch(/NaN/);
  });

  it('have an axis for each parameter, for the energy and for what is sought', () => {
    const [lr, opt, energy, accuracy] = trialAxes(
      study({ list: [trial(0), trial(1, { configuration: { lr: 0.1 }, joules: 0, values: [null] })] }),
    );
    expect(lr).toMatchObject({ key: 'p.lr', isLog: true, values: [1, 0.1] });
    expect(opt).toMatchObject({ choices: ['sgd', 'adam'], values: [1, null] });
    expect(energy?.values).toEqual([100, null]);
    expect(accuracy?.values).toEqual([0.5, null]);
  });

  it('are sorted by any column, with what has no value last', () => {
    const list = [trial(0, { values: [null] }), trial(1), trial(2)];
    expect(ordered(list, [0, 1, 2], '-m.accuracy', ['accuracy'])).toEqual([2, 1, 0]);
    expect(ordered(list, [0, 1, 2], 'm.accuracy', ['accuracy'])).toEqual([1, 2, 0]);
    expect(ordered(list, [0, 1, 2], 'p.lr', ['accuracy'])).toEqual([2, 1, 0]);
    expect(ordered(list, [2, 0], 'p.constructor', ['accuracy'])).toEqual([0, 2]);
    expect(ordered(list, [2, 0], 'nothing', ['accuracy'])).toEqual([2, 0]);
  });
});
