import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printCarbon, printEnergy, printPower } from '../../src/units/format.ts';
import { printDuration } from '../../src/units/format-duration.ts';
import {
  parseDuration,
  parseEnergy,
  parseIntensity,
  parseMass,
  parsePower,
  parseVolume,
} from '../../src/units/quantity.ts';
import type { Result } from '../../src/result.ts';

function value(parsed: Result<number>): number {
  if (!parsed.ok) throw new Error(`${parsed.error.what}: ${parsed.error.why ?? ''}`);
  return parsed.value;
}

function problemOf(parsed: Result<number>): { what: string; why: string; fix: string } {
  if (parsed.ok) throw new Error(`parsed as ${parsed.value}`);
  expect(parsed.error.code).toBe('E_QUANTITY');
  return { what: parsed.error.what, why: parsed.error.why ?? '', fix: parsed.error.fix ?? '' };
}

describe('what is understood', () => {
  it.each([
    ['2 kWh', 7.2e6],
    ['2kwh', 7.2e6],
    ['500J', 500],
    ['1.5 Wh', 5400],
    ['3e6 J', 3e6],
    ['.5 kJ', 500],
    ['1_000 J', 1000],
    ['10 MWh', 3.6e10],
    ['10 mWh', 36],
    ['7 µWh', 0.0252],
    ['7 μWh', 0.0252],
    ['7 uWh', 0.0252],
    ['2 kilowatt-hours', 7.2e6],
    ['1 joule', 1],
  ])('energy %s', (text, joules) => expect(value(parseEnergy(text))).toBeCloseTo(joules, 9));

  it.each([
    ['10 g', 10],
    ['1.2kg', 1200],
    ['5 mg', 0.005],
    ['10gCO2e', 10],
    ['10 kg CO₂e', 10_000],
    ['1 t CO2eq', 1e6],
    ['2 grams', 2],
  ])('mass %s', (text, grams) => expect(value(parseMass(text))).toBeCloseTo(grams, 9));

  it('none of it, with a unit or without, where that is allowed and only there', () => {
    for (const text of ['0', '0 kWh', '0.0']) expect(value(parseEnergy(text, { zero: 'allowed' }))).toBe(0);
    expect(value(parseMass('0 kg', { zero: 'allowed' }))).toBe(0);
    expect(problemOf(parseEnergy('0 kWh')).why).toContain('not above zero');
    expect(problemOf(parseEnergy('-1 J', { zero: 'allowed' })).why).toContain('below zero');
    expect(problemOf(parseEnergy('1', { zero: 'allowed' })).what).toContain('without a unit');
  });

  it.each([
    ['2 L', 2],
    ['250 ml', 0.25],
    ['250mL', 0.25],
    ['3 µL', 3e-6],
    ['1.5 litres', 1.5],
    ['2 m3', 2000],
  ])('volume %s', (text, litres) => expect(value(parseVolume(text))).toBeCloseTo(litres, 12));

  it.each([
    ['90', 90],
    ['90s', 90],
    ['1h30m', 5400],
    ['1h 30 min', 5400],
    ['2 days', 172_800],
    ['1:30:00', 5400],
    ['12:04', 724],
    ['1-02:00:00', 93_600],
    ['250ms', 0.25],
    ['1.5h', 5400],
    ['1w', 604_800],
  ])('duration %s', (text, seconds) => expect(value(parseDuration(text))).toBeCloseTo(seconds, 9));

  it.each([
    ['56 g/kWh', 56],
    ['56', 56],
    ['0.056 kg/kWh', 56],
    ['56 gCO2e/kWh', 56],
    ['56 gCO₂ / kWh', 56],
    ['100 lb/MWh', 45.359237],
    ['0', 0],
  ])('intensity %s', (text, g) => expect(value(parseIntensity(text))).toBeCloseTo(g, 9));

  it('power', () => expect(value(parsePower('0.25 kW'))).toBe(250));
});

describe('what is refused, and how', () => {
  it('a power where an energy is asked for', () => {
    const { what, why, fix } = problemOf(parseEnergy('2 kW', { label: '--max-energy' }));
    expect(what).toBe('--max-energy 2 kW: 2 kW is a power, an energy is asked for');
    expect(why).toContain('how fast');
    expect(fix).toContain('`2 kWh`');
  });
  it('an energy where a power is asked for', () =>
    expect(problemOf(parsePower('2 kWh')).fix).toContain('`2 kW`'));
  it('a mass where an energy is asked for', () =>
    expect(problemOf(parseEnergy('2 kg')).what).toContain('2 kg is a mass, an energy is asked for'));
  it('a duration that is none', () =>
    expect(problemOf(parseDuration('2 kWh')).what).toContain('is an energy'));
  it.each(['1h30', 'h', '', '1x'])('the duration "%s"', (text) => {
    expect(problemOf(parseDuration(text)).fix).not.toBe('');
  });
  it('a bare number', () => {
    expect(problemOf(parseEnergy('2')).fix).toBe('Say which: `2 J`, `2 Wh`, `2 kWh`.');
    expect(problemOf(parseMass('2')).fix).toContain('`2 kg`');
  });
  it('a unit whose case decides between milli and mega', () =>
    expect(problemOf(parseEnergy('2 MWH')).why).toContain('m is milli, M is mega'));
  it('a comma', () => expect(problemOf(parseEnergy('1,5 kWh')).fix).toContain('a point'));
  it.each(['0 J', '-1 J', 'NaN J', 'inf J', '1e999 J', 'J', '2 foo', ''])('the energy "%s"', (text) =>
    expect(problemOf(parseEnergy(text)).fix).not.toBe(''),
  );
  it.each(['0', '-3s', '1e999'])('the duration "%s"', (text) => {
    expect(problemOf(parseDuration(text)).fix).not.toBe('');
  });
  it.each(['-1', '-1 g/kWh', 'abc', '1e999', '5 kWh'])('the intensity "%s"', (text) => {
    expect(problemOf(parseIntensity(text)).fix).not.toBe('');
  });
});

describe('parse and print', () => {
  const anything = fc.double({ min: 1e-3, max: 1e12, noNaN: true });
  it('what is printed is parsed back, within its digits, and printed the same', () => {
    fc.assert(
      fc.property(anything, fc.boolean(), fc.constantFrom('Wh' as const, 'J' as const), (x, ascii, unit) => {
        for (const [print, parse] of [
          [printEnergy, parseEnergy],
          [printCarbon, parseMass],
          [printPower, parsePower],
        ] as const) {
          const text = print(x, { ascii, unit });
          const back = value(parse(text));
          expect(Math.abs(back / x - 1)).toBeLessThanOrEqual(0.00501);
          expect(print(back, { ascii, unit })).toBe(text);
        }
      }),
    );
  });
  it('durations too', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e8, noNaN: true }), (x) => {
        const text = printDuration(x);
        expect(printDuration(value(parseDuration(text)))).toBe(text);
        expect(Math.abs(value(parseDuration(text)) / x - 1)).toBeLessThan(0.051);
      }),
    );
  });
  it('exact numbers in base units come back exactly', () => {
    fc.assert(
      fc.property(anything, (x) => {
        expect(value(parseEnergy(`${x} J`))).toBe(x);
        expect(value(parseMass(`${x} g`))).toBe(x);
        expect(value(parseDuration(`${x} s`))).toBe(x);
        expect(value(parseIntensity(`${x}`))).toBe(x);
      }),
    );
  });
});
