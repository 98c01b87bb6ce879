import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Estimate, estimate, exact, UNKNOWN, written, Z90 } from '../../src/units/estimate.ts';
import {
  carbonOnCard,
  carbonWithBand,
  co2e,
  energyOnCard,
  energyWithBand,
  intensityWithBand,
  printCarbon,
  printEnergy,
  moneyOnCard,
  printIntensity,
  printMoney,
  printPercent,
  printPower,
  printWater,
  waterOnCard,
} from '../../src/units/format.ts';
import { printDuration } from '../../src/units/format-duration.ts';

const KWH = 3.6e6;
const WH = 3600;
/** A symmetric estimate with this relative half width. */
const about = (value: number, relative: number): Estimate => estimate(value, { m: relative / Z90 });

describe('values', () => {
  it.each([
    [0, '0 Wh'],
    [311 * WH, '311 Wh'],
    [999.6 * WH, '1.00 kWh'],
    [1.1 * KWH, '1.10 kWh'],
    [0.1116, '31.0 µWh'],
    [0.031 * 3.6, '31.0 µWh'],
    [2.5e9 * WH, '2.50 GWh'],
    [-5 * WH, '-5.00 Wh'],
  ])('%d J is %s', (joules, text) => expect(printEnergy(joules)).toBe(text));
  it('joules on demand', () => {
    expect(printEnergy(1234, { unit: 'J' })).toBe('1.23 kJ');
    expect(printEnergy(0, { unit: 'J' })).toBe('0 J');
  });
  it('masses, powers, intensities', () => {
    expect(printCarbon(9.6)).toBe('9.60 g');
    expect(printCarbon(0.0000012)).toBe('1.20 µg');
    expect(printCarbon(2.5e6)).toBe('2.50 t');
    expect(printPower(312)).toBe('312 W');
    expect(printPower(0.0042)).toBe('4.20 mW');
    expect(printIntensity(31.3)).toBe('31.3 g/kWh');
    expect(printIntensity(1306.3)).toBe('1310 g/kWh');
  });
  it('water, from the nanolitres of a second to the cubic metres of a large model', () => {
    expect(printWater(0.0123)).toBe('12.3 mL');
    expect(printWater(2.5e-9)).toBe('2.50 nL');
    expect(printWater(1.8e6)).toBe('1800 m³');
    expect(printWater(1.8e6, { ascii: true })).toBe('1800 m3');
    expect(printWater(0)).toBe('0 L');
  });
  it.each([
    [0.000012, '0.0000120 EUR'],
    [0.0716, '0.0716 EUR'],
    [12.345, '12.3 EUR'],
    [1234, '1230 EUR'],
    [1.2e-6, '0.00000120 EUR'],
    [2e-9, '2.00e-9 EUR'],
    [0, '0 EUR'],
  ])('%d of money is %s', (amount, text) => expect(printMoney(amount, 'EUR')).toBe(text));
  it('money with its band', () => {
    expect(moneyOnCard(about(0.0716, 0.3), 'USD')).toBe('0.072 USD  ±30%');
    expect(moneyOnCard({ value: 2e-9, errors: {}, low: 8.5e-10, high: 4.4e-9 }, 'EUR')).toBe(
      '2.0e-9 EUR (8.5e-10–4.4e-9)',
    );
    expect(moneyOnCard({ value: 2e-9, errors: {}, low: 8.5e-10, high: 4.4e-9 }, 'EUR', { ascii: true })).toBe(
      '2.0e-9 EUR (8.5e-10 to 4.4e-9)',
    );
    expect(moneyOnCard({ value: 2e-6, errors: {}, low: 8.5e-7, high: 4.4e-6 }, 'EUR')).toBe(
      '0.0000020 EUR (0.0000009–0.0000044)',
    );
    expect(moneyOnCard({ value: null, errors: {}, low: 1, high: 2 }, 'USD')).toBe('1.0–2.0 USD');
  });
  it('two significant digits where the value is known no better than five per cent, else three', () => {
    expect(printEnergy(about(311 * WH, 0.049))).toBe('311 Wh');
    expect(printEnergy(about(311 * WH, 0.08))).toBe('310 Wh');
    expect(printCarbon(about(9.63, 0.3))).toBe('9.6 g');
  });
  it('what is missing is a dash or its bounds, never zero', () => {
    expect(printEnergy(null)).toBe('—');
    expect(printEnergy(UNKNOWN, { ascii: true })).toBe('-');
    expect(printCarbon({ value: null, errors: {}, low: 1.2, high: 4.5 })).toBe('1.2–4.5 g');
    expect(printCarbon({ value: null, errors: {}, low: 1.2, high: 4.5 }, { ascii: true })).toBe('1.2-4.5 g');
    expect(printCarbon({ value: null, errors: {}, high: 4.5 })).toBe('≤ 4.5 g');
    expect(printCarbon({ value: null, errors: {}, low: 1200 }, { ascii: true })).toBe('>= 1.2 kg');
  });
  it('what is not zero never prints as zero', () => {
    const magnitude = fc.double({ min: -30, max: 18, noNaN: true }).map((power) => 10 ** power);
    fc.assert(
      fc.property(magnitude, fc.double({ min: 0, max: 0.5, noNaN: true }), (x, relative) => {
        for (const text of [
          printEnergy(x),
          energyWithBand(about(x, relative)),
          energyOnCard(about(x, relative)),
          printCarbon(x),
          printWater(x),
          waterOnCard(about(x, relative)),
          printMoney(x, 'EUR'),
          moneyOnCard(about(x, relative), 'EUR'),
        ])
          expect(Number.parseFloat(text)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('bands', () => {
  it('share their decimals with the value', () => {
    expect(energyWithBand(about(1.42 * KWH, 0.0634))).toBe('1.42 ± 0.09 kWh');
    expect(energyWithBand(about(5.2 * KWH, 0.3))).toMatch(/^5\.2 ± 1\.\d kWh$/);
    expect(energyWithBand(about(311 * WH, 0.05))).toBe('311 ± 16 Wh');
    expect(energyWithBand(about(1.42 * KWH, 0.0634), { ascii: true })).toBe('1.42 +- 0.09 kWh');
  });
  it('show both ends where they are skewed', () => {
    const skewed = { value: 9.6, low: 7.1, high: 12.8, unit: 'g', errors: {} };
    expect(carbonOnCard(skewed)).toBe('9.6 g (7.1–12.8)');
    expect(carbonWithBand(skewed, { ascii: true })).toBe('9.6 g (7.1-12.8)');
    expect(intensityWithBand({ value: 310, low: 240, high: 480, unit: 'g/kWh', errors: {} })).toBe(
      '310 g/kWh (240–480)',
    );
  });
  it('on the card are per cent', () => {
    expect(energyOnCard(about(311 * WH, 0.046))).toBe('311 Wh  ±5%');
    expect(energyOnCard(about(311 * WH, 0.046), { ascii: true })).toBe('311 Wh  +-5%');
    expect(energyOnCard(exact(311 * WH))).toBe('311 Wh');
    expect(printPercent(about(1, 0.004))).toBe('±0.4%');
    expect(printPercent(exact(1))).toBe('');
  });
  it('are the same for an estimate in memory and as written', () => {
    const e = estimate(1234, { m: [0.1, 0.3] });
    expect(energyOnCard(written(e, 'J'))).toBe(energyOnCard(e));
  });
  it('a difference has its sign, and an end below zero', () => {
    const difference = { value: 591 * WH, errors: {}, low: -20 * WH, high: 1200 * WH };
    expect(energyWithBand(difference, { signed: true })).toMatch(/^\+590 Wh? ± |^\+590 ± /);
    expect(energyWithBand({ ...difference, high: 4000 * WH }, { signed: true })).toBe(
      '+590 Wh (-20 to 4000)',
    );
  });
  it('a value of zero with an upper bound shows it', () => {
    expect(carbonWithBand({ value: 0, errors: {}, low: 0, high: 3 })).toBe('0 g (0–3.0)');
  });
});

describe('ASCII', () => {
  it('nothing else is printed', () => {
    const skewed = { value: 2e-6, low: 1e-6, high: 5e-6, unit: 'g', errors: {} };
    for (const text of [
      carbonOnCard(skewed, { ascii: true }),
      printEnergy(1e-4, { ascii: true }),
      co2e({ ascii: true }),
    ])
      expect(text).toMatch(/^[ -~]+$/);
    expect(printCarbon(2e-6, { ascii: true })).toBe('2.00 ug');
    expect(printDuration(2e-5, { ascii: true })).toBe('20 us');
  });
});

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [3e-7, '0.3 µs'],
    [0.005, '5 ms'],
    [0.25, '250 ms'],
    [0.9996, '1 s'],
    [3.2, '3.2 s'],
    [45.3, '45 s'],
    [59.97, '1m00s'],
    [724, '12m04s'],
    [3599.7, '1h00m'],
    [3725, '1h02m'],
    [86_399, '1d'],
    [183_600, '2d 3h'],
    [-90, '-1m30s'],
  ])('%d s is %s', (seconds, text) => expect(printDuration(seconds)).toBe(text));
  it('missing', () => expect(printDuration(null)).toBe('—'));
});
