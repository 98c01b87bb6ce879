import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { area } from '../../../src/report/chart/area.ts';
import { bars } from '../../../src/report/chart/bars.ts';
import { lineChart } from '../../../src/report/chart/line-chart.ts';
import { escapeText } from '../../../src/report/chart/markup.ts';
import { paintOf, ROLES, type Role, THEMED, TONES } from '../../../src/report/chart/palette.ts';
import { scatter } from '../../../src/report/chart/scatter.ts';
import type { Canvas } from '../../../src/report/chart/texture.ts';
import { linearTicks, logTicks } from '../../../src/report/chart/ticks.ts';
import { visibleText } from '../../../src/report/chart/visible-text.ts';
import { tagFaults } from './well-formed.ts';

const canvas: Canvas = { width: 340, paint: THEMED, prefix: 'x' };
const saying = { title: 'A </title><script>', sentence: 'x & "y"' };
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '</svg><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '\u202Eevil\u0000',
    ']]>',
    '&lt;',
  ),
);
const number = fc.oneof(
  fc.double(),
  fc.constantFrom(0, Number.NaN, 5e-324, 1e-300, 1e300, 1.7e308, Infinity, -1),
);

/** Numbers in paths and coordinates. */
function numbersIn(svg: string): readonly string[] {
  return [...svg.matchAll(/ (?:d|x|y|x1|x2|y1|y2|width|height|cx|cy|r)="([^"]*)"/g)].map(
    ([, value = '']) => value,
  );
}

describe('drawings', () => {
  it('are well-formed and finite whatever names and values stand in them', () => {
    const role = fc.constantFrom(...(Object.keys(ROLES) as Role[]));
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ name: hostile, role, values: fc.array(number, { minLength: 3, maxLength: 3 }) }),
          { maxLength: 4 },
        ),
        fc.constantFrom(340, 840),
        (series, width) => {
          const at = { ...canvas, width };
          const spans = [
            [0, 1],
            [1, 2],
            [4, 5],
          ] as const;
          const svgs = [
            bars(
              series.map(({ name, role: of, values: [a = 0, low = 0, high = 0] }) => ({
                name,
                text: name,
                parts: [{ role: of, value: a }],
                low,
                high,
              })),
              saying,
              at,
            ),
            area({ spans, series, dimension: 'power', what: 'power' }, saying, at),
            lineChart(
              {
                lines: series.map((one) => ({ ...one, points: one.values.map((y, i) => [i, y] as const) })),
                x: 'x',
                y: 'y',
              },
              saying,
              at,
            ),
            scatter(
              {
                points: series.map(({ name, values: [x = 0, y = 0] }, i) => ({
                  name,
                  x,
                  y,
                  isOnFrontier: i % 2 === 0,
                })),
                x: 'x',
                y: 'y',
              },
              saying,
              at,
            ),
          ];
          for (const svg of svgs) {
            expect(tagFaults(svg)).toEqual([]);
            expect(svg).not.toContain('<script');
            for (const value of numbersIn(svg)) expect(value).not.toMatch(/NaN|Infinity|undefined/);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('name what they show for those who do not see them', () => {
    const svg = bars([], { title: 'Energy', sentence: 'None.' }, canvas);
    expect(svg).toMatch(/role="img" aria-labelledby="x-t"/);
    expect(svg).toContain('<title id="x-t">Energy. None.</title>');
  });

  it('break a line of power where nothing was measured', () => {
    const data = {
      series: [{ name: 'cpu', role: 'cpu', values: [1, 2, 3] }],
      dimension: 'power',
      what: 'power',
    } as const;
    const whole = area(
      {
        ...data,
        spans: [
          [0, 1],
          [1, 2],
          [2, 3],
        ],
      },
      saying,
      canvas,
    );
    const apart = area(
      {
        ...data,
        spans: [
          [0, 1],
          [1, 2],
          [9, 10],
        ],
      },
      saying,
      canvas,
    );
    const starts = (svg: string): number =>
      /fill="url\(#x-cpu\)"/.test(svg) ? (/ d="(M[^"]*Z)"/.exec(svg)?.[1] ?? '').split('M').length - 1 : -1;
    expect([starts(whole), starts(apart)]).toEqual([1, 2]);
  });
});

describe('text of runs', () => {
  it('never leaves its place: no sign of markup, no control, no turned direction', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escapeText(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        // oxlint-disable-next-line no-control-regex
        expect(visibleText(text)).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]|\p{Cs}/u);
      }),
    );
    expect(visibleText('x'.repeat(10_000))).toHaveLength(400);
  });
});

describe('ticks', () => {
  it('are round, inside the axis and in order', () => {
    expect(linearTicks(0, 97, 5)).toEqual([0, 20, 40, 60, 80]);
    expect(logTicks(0.9, 1100, 5)).toEqual([1, 10, 100, 1000]);
    expect(logTicks(5e-324, Number.MAX_VALUE, 5).length).toBeLessThan(12);
    expect(logTicks(1, Infinity, 5)).toEqual([1]);
    expect([linearTicks(-5e-324, 5e-324, 5), linearTicks(-1.7e308, 1.7e308, 5)]).toEqual([
      [-5e-324],
      [-1.7e308],
    ]);
    const ends = fc.tuple(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
    );
    fc.assert(
      fc.property(ends, ([low, span]) => {
        const ticks = linearTicks(low, low + span, 6);
        expect(ticks.length).toBeLessThanOrEqual(14);
        for (const [i, tick] of ticks.entries())
          if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1] ?? Number.NaN);
      }),
    );
  });
});

describe('the palette', () => {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };

  it.each(['light', 'dark'] as const)(
    'has 3 : 1 for graphics and 4.5 : 1 for text in the %s theme',
    (theme) => {
      const paint = paintOf(theme);
      for (const ground of ['surface', 'raised'] as const) {
        for (const role of Object.keys(ROLES) as Role[])
          expect(contrast(paint(role), paint(ground))).toBeGreaterThanOrEqual(3);
        for (const tone of ['ink', 'muted'] as const)
          expect(contrast(TONES[tone][theme], paint(ground))).toBeGreaterThanOrEqual(4.5);
      }
    },
  );
});
