import { describe, expect, it } from 'vitest';
import { changeText, differenceText, valueText, verdictText } from '../../../web/pages/compare/cell-text.ts';
import { type Against, differs, type Row } from '../../../web/pages/compare/comparison.ts';
import { aligned, curveOfEpochs, curveOfSteps, powerCurve } from '../../../web/pages/compare/curves.ts';
import { compareRuns } from '../../../src/cli/views/compare-runs.ts';
import { aRecord } from '../../book/a-record.ts';

function against(ratio: number | null, verdict: Against['verdict'], difference = -3600): Against {
  const band = { low: null, high: null, errors: {} };
  return {
    difference: { value: difference, unit: 'J', ...band },
    ratio: { value: ratio, unit: '', ...band },
    verdict,
  };
}

const ROW: Row = { name: 'energy', kind: 'energy', values: [null, null], against: [null] };

describe('a cell of a comparison', () => {
  it('says by how much, with a sign and a word, not by a colour', () => {
    expect(changeText(against(1.12, 'clear'))).toBe('▲ +12 %');
    expect(changeText(against(0.62, 'clear'))).toBe('▼ −38 %');
    expect(changeText(against(3.456, 'clear'))).toBe('▲ ×3.46');
    expect(changeText(against(0.9999, 'clear'))).toBe('▼ < 0.1 %');
    expect(changeText(against(1, 'same'))).toBe('0 %');
    expect(changeText(against(null, 'unknown'))).toBe('—');
    expect(differenceText(against(0.9, 'clear'), ROW)).toBe('−1.00 Wh');
    expect(verdictText(against(1.1, 'unclear'), ROW)).toBe('~ not clear');
    expect(verdictText(against(1.1, 'clear'), { ...ROW, kind: 'number' })).toBe('');
  });

  it('is missing where a run has no such value', () => {
    expect(valueText(null, ROW)).toBe('—');
    expect(valueText('adam', { ...ROW, kind: 'text' })).toBe('adam');
  });

  it('stands in a row that is shown only where something differs, as the command decides', () => {
    const runs = [aRecord({ energyJ: 100, params: { lr: 1 } }), aRecord({ energyJ: 120, params: { lr: 1 } })];
    for (const { name, kind, values, against: found, differs: isOther } of compareRuns(runs).rows) {
      const row: Row = {
        name,
        kind,
        values: values.map((value) => (typeof value === 'string' ? value : null)),
        against: found.map((each) => (each === null ? null : against(1, each.verdict))),
      };
      expect([name, differs(row)]).toEqual([name, isOther]);
    }
  });
});

const POWER = {
  channels: ['machine', 'attributed'],
  fromS: [0, 10],
  toS: [10, 20],
  min: [],
  max: [],
  mean: [
    [1, 1],
    [10, null],
  ],
  beforeJ: 0,
};

describe('curves of runs', () => {
  it('set a metric against the energy until then, by epochs or read off the power', () => {
    const timeline = {
      stages: [],
      epochs: [],
      metrics: [
        { atS: 5, values: { acc: 0.5 } },
        { atS: 10, values: { acc: Number.NaN } },
        { atS: 10, values: { acc: 0.6 } },
      ],
      total: { stages: 0, epochs: 0, metrics: 3 },
    };
    expect(curveOfSteps(timeline, POWER, 'acc')).toEqual([
      [50, 0.5],
      [100, 0.6],
    ]);
    expect(curveOfEpochs(aRecord(), 'acc')).toEqual([]);
  });

  it('lie over each other by time, by progress and by epoch', () => {
    const epochs = [
      { n: 1, atS: 10 },
      { n: 2, atS: 30 },
    ];
    expect(aligned(20, 'time', 40, epochs)).toBe(20);
    expect(aligned(20, 'progress', 40, epochs)).toBe(50);
    expect(aligned(20, 'epoch', 40, epochs)).toBe(1.5);
    expect(aligned(5, 'epoch', 40, epochs)).toBe(0.5);
    expect(aligned(35, 'epoch', 40, epochs)).toBeUndefined();
    expect(powerCurve(POWER, 'time', 20, [])).toEqual([[5, 10]]);
    expect(powerCurve(POWER, 'epoch', 20, [])).toEqual([]);
  });
});
