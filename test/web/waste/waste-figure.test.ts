import { describe, expect, test } from 'vitest';
import { CAUSE_MEANINGS, CAUSES } from '../../../src/report/waste/cause.ts';
import { THEMED } from '../../../src/report/chart/palette.ts';
import { fixOf } from '../../../web/pages/waste/fix-of.ts';
import type { WasteData } from '../../../web/pages/waste/waste-data.ts';
import { wasteFigure, wasteSentence } from '../../../web/pages/waste/waste-figure.ts';
import { shellLine } from '../../../web/parts/shell-line.ts';

const KWH = 3.6e6;
const joules = (value: number) => ({ value, low: value * 0.9, high: value * 1.1, unit: 'J', errors: {} });
const amounts = (kWh: number, grams: number | null = kWh * 100) => ({
  energy: joules(kWh * KWH),
  carbon: grams === null ? null : { ...joules(grams), unit: 'g' },
  cost: null,
});

function data(wasted: Readonly<Record<string, number>>, grams?: number | null): WasteData {
  return {
    runs: 9,
    from: null,
    to: null,
    total: amounts(10),
    useful: amounts(1),
    running: { ...amounts(0), runs: 0 },
    causes: CAUSES.map((cause) => ({
      cause,
      meaning: CAUSE_MEANINGS[cause],
      runs: wasted[cause] === undefined ? 0 : 1,
      ...amounts(wasted[cause] ?? 0, grams === undefined ? (wasted[cause] ?? 0) * 100 : grams),
    })),
    itemsTotal: 0,
    items: [],
    recommendations: [],
    dismissed: [],
    savings: null,
    unknownRuns: [],
  };
}

describe('the waste chart', () => {
  test('says how much came to nothing and what took most', () => {
    expect(wasteSentence(data({ failed: 1, idle: 3 }), 'energy')).toBe(
      '40 % of 10 kWh came to nothing; idle took most, 3.0 kWh.',
    );
  });

  test('says so where the unit is not known of all', () => {
    expect(wasteSentence(data({ failed: 1 }, null), 'co2')).toContain('not known in this unit');
  });

  test('has a bar for each cause that took something, and all causes in its table', () => {
    const figure = wasteFigure(data({ failed: 1, idle: 3 }), 'energy');
    const drawn = figure.draw({ width: 600, paint: THEMED, prefix: 'x' });
    expect(drawn.indexOf('>idle<')).toBeGreaterThan(0);
    expect(drawn.indexOf('>idle<')).toBeLessThan(drawn.indexOf('>failed<'));
    expect(drawn).not.toContain('>killed<');
    expect(figure.table.rows).toHaveLength(CAUSES.length);
  });
});

test('what to do about a part is a command of its run', () => {
  expect(fixOf({ cause: 'failed', run: 'B', because: null }).command).toEqual(['joulebook', 'show', 'B']);
  expect(fixOf({ cause: 'duplicate', run: 'B', because: 'A' }).command).toEqual([
    'joulebook',
    'compare',
    'A',
    'B',
  ]);
  expect(shellLine(['a', "it's", 'b c', '$(x)'])).toBe(String.raw`a 'it'\''s' 'b c' '$(x)'`);
});
