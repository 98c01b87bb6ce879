import { describe, expect, it } from 'vitest';
import { groupedBars, groupedRole } from '../../../src/report/chart/grouped-bars.ts';
import { THEMED } from '../../../src/report/chart/palette.ts';
import {
  barGroup,
  barText,
  chartName,
  largestGroups,
  type StagedRun,
  type StageOfRun,
  stageGroups,
  stageSentence,
} from '../../../web/pages/compare/stage-groups.ts';
import { aRecord } from '../../book/a-record.ts';

function stage(joules: number | null, parent?: string): StageOfRun {
  const attributed =
    joules === null
      ? { value: null, low: 1, high: 2, unit: 'J', errors: {} }
      : { value: joules, low: joules * 0.9, high: joules * 1.1, unit: 'J', errors: {} };
  return {
    attributed,
    active: attributed,
    self: attributed,
    durationS: 60,
    count: 1,
    ...(parent === undefined ? {} : { parent }),
  };
}

function run(name: string, stages: Readonly<Record<string, StageOfRun>>): StagedRun {
  const record = aRecord({ name });
  return { id: record.id, name, energy: { ...record.energy, stages } };
}

const BASE = run('base', { load: stage(3600), train: stage(36_000) });
const OTHER = run('<b>other', { train: stage(18_000), 'train.eval': stage(1800, 'train') });
const BARE = run('bare', {});

describe('stages of several runs', () => {
  it('are a group each, with a bar for each run that has it', () => {
    const groups = stageGroups([BASE, OTHER, BARE]);
    expect(
      groups.map(({ name, ofRuns }) => [name, ofRuns.map((one) => one?.attributed.value ?? null)]),
    ).toEqual([
      ['load', [3600, null, null]],
      ['train', [36_000, 18_000, null]],
      ['train.eval', [null, 1800, null]],
    ]);
    expect(groups.map((group) => barGroup(group).name).at(-1)).toBe('train.eval (in train)');
    expect(stageGroups([BARE, run('constructor', {})])).toEqual([]);
  });

  it('have no bar where a run does not know its energy', () => {
    const [group] = stageGroups([run('a', { train: stage(null) }), BASE]);
    expect(group && barGroup(group).bars[0]).toBeUndefined();
  });

  it('are said by where the runs differ most', () => {
    const runs = [BASE, OTHER];
    expect(stageSentence(stageGroups(runs), runs)).toBe(
      'They differ most in train: from 5.00 Wh (<b>other) to 10.0 Wh (base).',
    );
    expect(stageSentence(stageGroups([BASE, BARE]), [BASE, BARE])).toBe('No stage is in two of these runs.');
    expect(barText('bare', 'train', undefined, '')).toContain('no such stage');
  });

  it('are drawn the largest first chosen, in their own order', () => {
    expect(largestGroups(stageGroups([BASE, OTHER]), 2).map(({ name }) => name)).toEqual(['load', 'train']);
  });
});

describe('grouped bars', () => {
  const canvas = { width: 600, paint: THEMED, prefix: 'p' };

  it.each([2, 5, 20])('of %d runs have a place for each run and stage, within the drawing', (count) => {
    const runs = Array.from({ length: count }, (_, i) =>
      i === 1 ? BARE : run(`${'x'.repeat(500)}</svg><script>${i}`, { a: stage(10 * (i + 1)), b: stage(0) }),
    );
    const groups = stageGroups(runs).map(barGroup);
    const { svg, height, places } = groupedBars(
      groups,
      runs.map(({ name }) => chartName(name)),
      canvas,
    );
    expect(places).toHaveLength(groups.length * count);
    for (const [x, y] of places) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(canvas.width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(height);
    }
    expect(svg).not.toContain('<script');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('have a look for each of six runs', () => {
    expect(new Set([0, 1, 2, 3, 4, 5].map(groupedRole)).size).toBe(6);
  });
});
