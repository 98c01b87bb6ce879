import { describe, expect, test } from 'vitest';
import type { LiveFacts } from '../../../src/report/live/live-facts.ts';
import { RING_S } from '../../../src/report/live/power-ring.ts';
import { budgetsFor } from '../../../web/pages/live/budget-share.ts';
import {
  carbonSoFar,
  energySoFar,
  forecastWords,
  powerSentence,
  stateWords,
  stopWords,
} from '../../../web/pages/live/live-words.ts';
import { powerShape } from '../../../web/pages/live/power-shape.ts';
import type { LiveView } from '../../../web/state/live-model.ts';

const BEGAN = Date.parse('2026-11-20T14:00:00Z');

function aView(wishes: Partial<LiveFacts> = {}, more: Partial<LiveView> = {}): LiveView {
  const facts: LiveFacts = {
    id: 'A',
    slot: 1,
    parentId: null,
    name: 'calm-otter',
    project: 'bert',
    kind: 'command',
    command: ['true'],
    host: 'gpu01',
    pid: 42,
    intervalS: 1,
    state: 'running',
    startedMs: BEGAN,
    lastMs: BEGAN + 180_000,
    endedMs: null,
    samples: 180,
    durationS: 180,
    energy: { value: 3600, low: 3000, high: 4200, unit: 'J' },
    carbon: { value: 1, low: 0.5, high: 2, unit: 'g' },
    stage: null,
    epoch: null,
    forecast: null,
    intensity: null,
    stop: null,
    ...wishes,
  };
  return { facts, samples: 180, energyJ: 3600, w: 20, lastMs: facts.lastMs, points: [], ...more };
}

describe('a live run in words', () => {
  test('what came since its band was told makes the band grow with it', () => {
    const view = aView({}, { energyJ: 7200 });
    expect(energySoFar(view)).toMatchObject({ value: 7200, low: 6000, high: 8400 });
    expect(carbonSoFar(view)).toMatchObject({ value: 2, low: 1, high: 4 });
    const unknown = aView({ energy: { value: null, low: 0, high: 9, unit: 'J' } }, { energyJ: 5 });
    expect(energySoFar(unknown)).toMatchObject({ value: null, low: 0, high: 9 });
    const nothing = aView({ energy: { value: 0, low: 0, high: 0, unit: 'J' } }, { energyJ: 0 });
    expect(energySoFar(nothing)).toMatchObject({ value: 0 });
  });

  test('a lost run stopped without saying so; a silent one is not said to be well', () => {
    const nowMs = BEGAN + 240_000;
    expect(stateWords(aView({ state: 'lost' }), nowMs)).toBe('stopped without saying so (last sample 14:03)');
    expect(stateWords(aView(), nowMs)).toBe('running, but silent (last sample 14:03)');
    expect(stateWords(aView(), BEGAN + 182_000)).toBe('running');
    expect(stateWords(aView({ lastMs: null }, { lastMs: null }), nowMs)).toBe(
      'running, but silent (no sample)',
    );
    const ended = aView({ state: 'failed', endedMs: BEGAN + 200_000 });
    expect(stateWords(ended, nowMs)).toBe('failed, ended 14:03');
    expect(stateWords(ended, nowMs + 4 * 86_400_000)).toContain('Nov 20, 2026');
  });

  test('its forecast has a band and an end, and its plateau what an end now saves', () => {
    const energy = { value: 36_000, low: 32_400, high: 39_600, unit: 'J' };
    const words = forecastWords(aView({ forecast: { energy, endMs: BEGAN + 600_000 } }).facts, BEGAN);
    expect(words).toBe('10.0 ± 1.0 Wh in all; ends 14:10, 10m00s left');
    const late = forecastWords(aView({ forecast: { energy, endMs: BEGAN - 1 } }).facts, BEGAN);
    expect(late).toContain('about to end');
    const stop = { metric: 'val_acc', epochs: 7, of: 8, sinceJ: 3600, saves: energy };
    expect(stopWords(aView({ stop }).facts)).toBe(
      'val_acc has hardly gained since epoch 7: 1 epoch and 1.00 Wh ago. Stopping now saves 10.0 ± 1.0 Wh.',
    );
    expect(stopWords(aView({ stop: { ...stop, of: 12, saves: null } }).facts)).toMatch(/5 epochs.*ago\.$/);
    const nothing = { value: 0, low: 0, high: 0, unit: 'J' };
    expect(stopWords(aView({ stop: { ...stop, saves: nothing } }).facts)).toBeUndefined();
  });

  test('its power is one sentence, also before its first sample', () => {
    expect(powerSentence(aView())).toBe('calm-otter has no sample yet.');
    const points = [10, 20, 30].map((w, n) => ({ atS: n + 1, w, low: w, high: w + 1 }));
    expect(powerSentence(aView({}, { points }))).toBe(
      'calm-otter drew 20.0 W on average in the last 2 s, at most 31.0 W.',
    );
  });
});

test('a run draws on the budget of its project and on that of all, never on another’s', () => {
  const kinds = [
    { kind: 'energy', limit: 3_600_000 },
    { kind: 'cost', limit: 5 },
  ];
  const data = {
    budgets: [
      { project: null, kinds },
      { project: 'bert', kinds },
      { project: 'gpt', kinds },
      { project: 'bert', kinds: [{ kind: 'energy', limit: null }] },
    ],
  };
  expect(budgetsFor(data, 'bert').map(({ name }) => name)).toEqual([
    'the month’s budget',
    'the month’s budget of bert',
  ]);
  expect(budgetsFor(undefined, 'bert')).toEqual([]);
});

describe('the drawing of power', () => {
  const box = { width: 300, height: 100, gapS: 4 };

  test('leaves gaps open and ends at the right', () => {
    const points = [1, 2, 3, 50, 51].map((atS) => ({ atS, w: 10, low: 10, high: 10 }));
    const shape = powerShape(points, box);
    expect(shape.line.match(/M/g)).toHaveLength(2);
    expect(shape.at({ atS: 51, w: 0, low: 0, high: 0 })).toEqual([300, 100]);
    expect(shape.at({ atS: 51 - RING_S, w: 0, low: 0, high: 0 })).toEqual([0, 100]);
  });

  test('of nothing, of 0 W and of 10 TW stays within its box', () => {
    expect(powerShape([], box).line).toBe('');
    for (const w of [0, 1e13]) {
      const shape = powerShape([{ atS: 1, w, low: w, high: w }], box);
      const [, y] = shape.at({ atS: 1, w, low: w, high: w });
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(100);
      expect(shape.line).not.toContain('NaN');
    }
  });
});
