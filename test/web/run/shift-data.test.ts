import { describe, expect, test } from 'vitest';
import { shiftCurve } from '../../../src/report/shift/shift-curve.ts';
import { exact } from '../../../src/units/estimate.ts';
import {
  changeText,
  cleanestStart,
  missingShift,
  shiftText,
  sourceFor,
} from '../../../web/pages/run/grid/shift-data.ts';
import { shiftDrawing } from '../../../web/pages/run/grid/shift-drawing.ts';

const HOUR_MS = 3_600_000;
const known = (...hours: readonly (readonly [shiftH: number, grams: number])[]) =>
  shiftCurve({
    energy: [{ hourMs: 0, joules: 1 }],
    facility: exact(3.6e6),
    hours: new Map(hours.map(([h, gPerKwh]) => [h * HOUR_MS, { gPerKwh, sd: 0.1, how: 'measured' }])),
    error: 'live:x:y',
  });

describe('starts at other hours', () => {
  test('the cleanest is found, the nearest of equal ones, and none where none is known', () => {
    expect(cleanestStart(known([0, 50], [-9, 20], [3, 20]))?.shiftH).toBe(3);
    expect(cleanestStart(known())).toBeUndefined();
  });

  test('a change is told by its sign and in words', () => {
    expect([0.69, 1, 1.044].map(changeText)).toEqual(['▼ −31 %', 'as it was', '▲ +4 %']);
    expect([-5, 0, 1].map(shiftText)).toEqual(['5 h earlier', 'as it was', '1 h later']);
  });

  test('a line is broken where an hour is not known, and every start has its place', () => {
    const { svg, places } = shiftDrawing(known([-24, 10], [-23, 20], [0, 30], [5, 10]), 5, 600);
    expect(places).toHaveLength(49);
    const line = /d="(M[^"]*)" stroke="[^"]*" stroke-width="2"/.exec(svg)?.[1];
    expect(line?.match(/M/g)).toHaveLength(3);
    expect(svg).toContain('least');
    expect(svg).not.toContain('NaN');
  });

  test('what is missing is said, with what to do about it', () => {
    const base = { isConfigured: false, starts: [] };
    for (const why of ['no-source', 'no-hours'])
      expect(missingShift({ ...base, why }, null)[1]).toMatch(/live source/);
    expect(missingShift({ ...base, why: 'no-source', isConfigured: true }, null)[0]).toMatch(
      /under problems/,
    );
    expect(missingShift({ ...base, why: 'long' }, null)[0]).toMatch(/week/);
    expect([undefined, 'GBR', 'FRA'].map(sourceFor)).toEqual(['electricity-maps', 'gb', 'electricity-maps']);
  });
});
