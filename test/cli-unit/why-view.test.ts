import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { styleFor } from '../../src/cli/output/style.ts';
import { textWidth } from '../../src/cli/output/text-width.ts';
import { figureText } from '../../src/cli/why/figure-text.ts';
import { foldText } from '../../src/cli/why/fold-text.ts';
import type { TreeLook } from '../../src/cli/why/tree-lines.ts';
import { type Explained, whyView } from '../../src/cli/why/why-view.ts';
import { figureErrors } from '../../src/report/why/figure-errors.ts';
import { figureOf } from '../../src/report/why/figures.ts';
import type { Derivation } from '../../src/units/derivation.ts';
import { runOn } from '../report/why/a-measured-run.ts';

const look = (width: number, more: Partial<TreeLook> = {}): TreeLook => ({
  width,
  unicode: true,
  style: styleFor(false),
  unit: 'Wh',
  ...more,
});

const e = runOn('server with RAPL', { price: { perKwh: 0.25, currency: 'EUR' } });
const explained = (...fields: readonly string[]): readonly Explained[] =>
  fields.map((field) => {
    const found = figureOf(e, field);
    if (!found.ok) throw new Error(found.error.what);
    return { field, tree: found.value, errors: figureErrors(e, found.value) };
  });

/** A chain made by hand, so that no table of ours changes how it looks. */
const CHAIN: Derivation = {
  id: 'carbon.operational',
  label: 'operational carbon',
  value: 4.2,
  low: 3.1,
  high: 6.3,
  unit: 'g',
  grade: 'B',
  formula: 'energy at the wall × carbon intensity',
  from: [
    {
      id: 'energy.wall.attributed',
      label: 'energy at the wall',
      value: 270_000,
      low: 243_000,
      high: 297_000,
      unit: 'J',
      grade: 'B',
      formula: 'cpu + other',
      from: [
        {
          id: 'cpu',
          label: 'cpu',
          value: 180_000,
          low: 160_000,
          high: 200_000,
          unit: 'J',
          formula: 'Σ over the samples of what the meter counted × its accuracy',
          note: 'energy counters of the CPU and its memory; 60 samples, every 1 s, 50 W on average',
          from: [
            {
              id: 'data/meters/x.json#a',
              label: 'accuracy',
              value: 1,
              low: 0.87,
              high: 1.13,
              unit: '1',
              source:
                'own judgement after a study of forty machines with a name that is too long for one line of eighty',
              year: 2021,
              licence: 'own judgement',
              url: 'https://example.org/a/very/long/address/that/has/no/place/to/be/folded/and/is/broken/where/the/line/ends',
            },
          ],
        },
        {
          id: 'other',
          label: 'other',
          value: null,
          low: 20_000,
          high: 90_000,
          unit: 'J',
          source: 'a class of machines',
          year: 2026,
          licence: 'own judgement',
          assumed:
            'the power supply of a machine of class "server": joulebook calibrate with a meter at the socket',
        },
      ],
    },
    {
      id: 'grid',
      label: 'carbon intensity',
      value: 56,
      low: 22,
      high: 91,
      unit: 'g/kWh',
      source: 'Ember, Yearly Electricity Data',
      year: 2024,
      licence: 'CC BY 4.0',
    },
  ],
};

const ERRORS = {
  'intensity:FRA:2024': [0.36, 0.38],
  'model:h1': 0.1,
  'rapl:h1': 0.04,
  'ram:h1': 0.001,
} as const;

test.each([60, 80, 120])('at %i columns', async (width) => {
  const again = { ...CHAIN, id: 'cost', label: 'cost', unit: 'EUR', formula: 'energy at the wall × price' };
  const lines = whyView(
    [
      { field: 'co2', tree: CHAIN, errors: ERRORS },
      { field: 'cost', tree: again, errors: {} },
    ],
    look(width, { verbose: width === 120 }),
  );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`goldens/why-${width}.txt`);
});

test('never wider than the terminal, however narrow, and with every detail', () => {
  const figures = explained('energy', 'co2', 'embodied', 'grade', 'stage.train');
  for (const width of [12, 20, 33, 40, 59, 80, 200]) {
    for (const verbose of [false, true]) {
      for (const unicode of [false, true]) {
        const lines = whyView(figures, look(width, { verbose, unicode }));
        expect([width, Math.max(...lines.map(textWidth))]).toEqual([width, expect.any(Number)]);
        expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(width);
      }
    }
  }
});

test('in ASCII there is no other character', () => {
  const lines = whyView(explained('energy', 'co2'), look(80, { unicode: false }));
  expect(lines.join('')).toMatch(/^[\u0020-\u007e]*$/);
  expect(lines.join('\n')).toContain('|- cpu');
});

test('without colour there is no escape, with it the text is the same', () => {
  const plain = whyView(explained('co2'), look(80));
  const coloured = whyView(explained('co2'), look(80, { style: styleFor(true) }));
  expect(plain.join('')).not.toContain('\u001b');
  // oxlint-disable-next-line no-control-regex
  expect(coloured.map((line) => line.replaceAll(/\u001b\[\d+m/g, ''))).toEqual(plain);
});

test('a chain that was shown is not shown again', () => {
  const text = whyView(explained('energy', 'co2'), look(200)).join('\n');
  expect(text.match(/= cpu \+ ram \+ other/g)).toHaveLength(1);
  expect(text).toMatch(/energy at the wall {2}.*\(above\)/);
});

test('the depth ends the tree and says that there is more', () => {
  const lines = whyView(explained('co2'), look(80, { depth: 1 }));
  expect(lines.filter((line) => line.startsWith('│  ├') || line.startsWith('   ├'))).toEqual([]);
  expect(lines.join('\n')).toContain('…');
});

describe('figures', () => {
  const print = (value: number | null, unit: string, low = value, high = value): string =>
    figureText({ id: 'x', label: 'x', value, low, high, unit }, {});

  test.each([
    [print(3.6e6, 'J', 3.4e6, 3.8e6), '1.0 kWh  ±6%'],
    [print(0.000_012, 'g', 0.000_006, 0.000_03), '12 µg (6–30)'],
    [print(1, '1', 0.93, 1.07), '±7%'],
    [print(1, '1', 0.5, 2), '−50% to +100%'],
    [print(1, '1', 1, 2), '0% to +100%'],
    [print(1.5, '1', 1, 2), '1.5  ±33%'.replace('  ', ' ')],
    [print(64, '1'), '64'],
    [print(0.432, '1'), '0.432'],
    [print(4e-9, '1'), '4.00e-9'],
    [print(4 * 365.2425 * 86_400, 's'), '4.00 years'],
    [print(3725, 's'), '1h02m'],
    [print(0.25, 'EUR/kWh'), '0.250 EUR/kWh'],
    [print(84, 'kWh', 70, 103), '84 kWh (70–103)'],
    [print(0.000_4, 'kWh'), '400 mWh'],
    [print(72, 'h'), '72 h'],
    [print(400, 'W'), '400 W'],
    [print(1.5, 'h'), '1.50 h'],
    [print(null, 'g', 1, 9), '1.0–9.0 g'],
    [print(null, 'W'), ''],
    [print(0, 'g'), '0 g'],
  ])('%s', (text, wanted) => {
    expect(text).toBe(wanted);
  });
});

test('what is not zero never prints as zero', () => {
  const magnitude = fc.double({ min: -30, max: 30, noNaN: true });
  fc.assert(
    fc.property(
      magnitude,
      fc.constantFrom('J', 'g', 'W', 'L', 's', '1', 'g/kWh', 'EUR'),
      (exponent, unit) => {
        const value = 10 ** exponent;
        const text = figureText({ id: 'x', label: 'x', value, low: value / 2, high: value * 2, unit }, {});
        expect(Number.parseFloat(text.replace(/^[^\d]*/, ''))).toBeGreaterThan(0);
      },
    ),
  );
});

test('folding keeps every character that is not a space, and no line is wider', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, width) => {
      const lines = foldText(text, width);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
      const bare = (it: string): string => it.replaceAll(/\s|\\x[\da-f]{2}/g, '');
      if (/^[\u0021-\u007e ]*$/.test(text)) expect(bare(lines.join(''))).toBe(bare(text));
    }),
  );
});

test('names from outside cannot steer the terminal', () => {
  const tree: Derivation = {
    id: 'x',
    label: 'stage \u001b[31mred\u001b[0m',
    value: 1,
    low: 1,
    high: 1,
    unit: 'J',
    source: 'a\u0007b',
    note: 'c\nd',
  };
  const text = whyView([{ field: 'x', tree, errors: {} }], look(80)).join('\n');
  for (const steering of ['\u001b', '\u0007']) expect(text).not.toContain(steering);
});
