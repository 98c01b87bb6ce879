import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intensityAtEnd, intensitySpread, intensityTable } from '../../src/grid/intensity.io.ts';
import { countries, countryOf } from '../../src/grid/intensity-table.ts';
import { countryPlace } from '../../src/grid/build-places.ts';
import { intensityOfPlace } from '../../src/grid/place-intensity.ts';
import { footprintConstants } from '../../src/grid/footprint-constants.io.ts';
import { parsePue } from '../../src/grid/pue.ts';
import { findPlace, timeZoneName } from '../../src/grid/where.ts';
import { placeTables, systemTimeZone } from '../../src/grid/where.io.ts';
import { spreadFor } from '../../src/grid/window-spread.ts';
import { explicitIntensity, guessedIntensity } from '../../src/grid/yearly-intensity.ts';
import { describeMachine } from '../../src/hardware/describe-machine.io.ts';
import type { MachineInfo } from '../../src/hardware/machine-info.ts';
import { packageText } from '../../src/host/package-data.io.ts';
import { multiply } from '../../src/units/arithmetic.ts';
import { estimate, fromWritten } from '../../src/units/estimate.ts';
import { fakeMachine, MACHINES } from '../hardware/fake-machine.ts';

const laptop = describeMachine(fakeMachine(MACHINES['laptop'] ?? {})).info;

describe('the yearly table', () => {
  it('has some two hundred countries, each with both codes, a recent year and a positive intensity', () => {
    const all = countries(intensityTable());
    expect(all.length).toBeGreaterThan(200);
    for (const zone of all) {
      expect(zone.zone).toMatch(/^[A-Z]{3}$/);
      expect(zone.iso2).toMatch(/^[A-Z]{2}$/);
      expect(zone.year).toBeGreaterThanOrEqual(2022);
      expect(zone.gPerKwh).toBeGreaterThan(0);
      expect(zone.gPerKwh).toBeLessThan(1500);
    }
    expect(new Set(all.map((zone) => zone.iso2)).size).toBe(all.length);
  });
  it('finds every country by its codes, in any case', () => {
    for (const zone of countries(intensityTable()))
      for (const text of [zone.zone, zone.iso2.toLowerCase(), ` ${zone.zone} `])
        expect(countryOf(intensityTable(), text)).toBe(zone);
    expect(countryOf(intensityTable(), '')).toBeUndefined();
  });
});

const country = (code: string): ReturnType<typeof countryPlace> => {
  const found = countryOf(intensityTable(), code);
  if (found === undefined) throw new Error(`${code} is missing`);
  return countryPlace(found);
};

const width = (s: number): number => spreadFor(s, intensitySpread())[1];

describe('a yearly figure on a short run', () => {
  it('is wider the shorter the run', () => {
    const length = fc.double({ min: 1, max: 1e8, noNaN: true });
    fc.assert(
      fc.property(length, length, (a, b) => {
        expect(width(Math.min(a, b))).toBeGreaterThanOrEqual(width(Math.max(a, b)) - 1e-12);
      }),
    );
    expect(width(60)).toBe(width(3600));
    expect(width(1e9)).toBeCloseTo(intensitySpread().age.spread[1], 12);
  });
  it('is refined when the run has ended, and is then what it would have been', () => {
    const france = country('FR');
    const atStart = intensityOfPlace(france, intensitySpread(), { durationS: 3600 });
    const direct = intensityOfPlace(france, intensitySpread(), { durationS: 30 * 86_400 });
    expect(intensityAtEnd(atStart, 30 * 86_400)).toEqual(direct);
    expect(direct.errors).toHaveProperty(`intensity:FRA:${direct.year}`);
    expect(direct.high ?? 0).toBeLessThan(atStart.high ?? 0);
  });
  it('leaves alone what was given or is unknown', () => {
    const given = explicitIntensity(56);
    expect(intensityAtEnd(given, 10)).toBe(given);
    expect(given).toMatchObject({ value: 56, low: 56, high: 56, errors: {}, basis: 'given' });
  });
});

const constants = (
  env: Record<string, string>,
  options = {},
  machine = laptop,
  files = {},
): ReturnType<typeof footprintConstants> => footprintConstants(fakeMachine(files, env), machine, options);

const zone = (files: Record<string, string>, env = {}): string | undefined =>
  systemTimeZone(fakeMachine(files, env));

describe('where am I', () => {
  it('option before configuration before cloud before time zone', () => {
    const env = { TZ: 'Europe/Madrid' };
    const cloud: MachineInfo = {
      ...laptop,
      chassis: 'unknown',
      virtual: true,
      cloud: 'aws',
      cloudRegion: 'eu-central-1',
    };
    const from = (options: object, machine = cloud): unknown[] => {
      const { intensity } = constants(env, options, machine);
      return [intensity.zone, intensity.zoneFrom];
    };
    expect(from({ region: 'FR', configRegion: 'PL', intensityGPerKwh: 7 })).toEqual(['given', 'given']);
    expect(from({ region: 'FR', configRegion: 'PL' })).toEqual(['FRA', 'option']);
    expect(from({ configRegion: 'PL' })).toEqual(['POL', 'config']);
    expect(from({})).toEqual(['DEU', 'cloud']);
    expect(from({}, laptop)).toEqual(['ESP', 'time-zone']);
  });
  it("a cloud without a known region is unknown: its clock is not its place's", () => {
    const { intensity } = constants(
      { TZ: 'Europe/Madrid' },
      {},
      { ...laptop, cloud: 'aws', cloudRegion: 'mars-north-1' },
    );
    expect(intensity).toMatchObject({ value: null, zoneFrom: 'unknown' });
  });
  it('a time zone is a guess, from the cleanest to the dirtiest country that shares it', () => {
    const { intensity } = constants({ TZ: 'Europe/Berlin' });
    expect(intensity).toMatchObject({ zone: 'DEU', zoneFrom: 'time-zone', grade: 'C' });
    expect(intensity.errors).toHaveProperty('zone:Europe/Berlin');
    expect(intensity.low ?? 1e9).toBeLessThanOrEqual(country('NO').figures[0].gPerKwh);
    expect(intensity.note).toContain('Norway');
    expect(constants({ TZ: 'Europe/Oslo' }).intensity.zone).toBe('NOR');
  });
  it('the interval of a guess holds all its countries', () => {
    const all = countries(intensityTable());
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 6 }), (zones) => {
        const [first, ...rest] = zones.map(countryPlace);
        if (first === undefined) return;
        const guess = guessedIntensity(first, rest, 'A/B', 3600, intensitySpread());
        for (const zone of zones) {
          expect(guess.low ?? 1e9).toBeLessThanOrEqual(zone.gPerKwh * (1 + 1e-9));
          expect(guess.high ?? 0).toBeGreaterThanOrEqual(zone.gPerKwh * (1 - 1e-9));
        }
      }),
    );
  });
  it.each([{ TZ: 'UTC' }, { TZ: 'EST5EDT,M3.2.0' }, {}])('%o: unknown, with bounds and no value', (env) => {
    const { intensity, warnings } = constants(env);
    expect(intensity).toMatchObject({ value: null, zoneFrom: 'unknown', grade: 'C' });
    expect(intensity.low).toBeGreaterThan(0);
    expect(intensity.high).toBeGreaterThan(1000);
    expect(intensity.note).toContain('--intensity');
    expect(warnings).toEqual([]);
    const carbon = multiply(estimate(2, { m: 0.1 }), fromWritten(intensity));
    expect(carbon.value).toBeNull();
    expect(carbon.high).toBeGreaterThan(2000);
  });
  it('a region that does not exist is a warning and no other country', () => {
    const { intensity, warnings } = constants({ TZ: 'Europe/Madrid' }, { region: 'Atlantis' });
    expect(intensity.value).toBeNull();
    expect(warnings.map((w) => w.code)).toEqual(['E_REGION']);
  });
  it('the time zone of the system: TZ, link, file', () => {
    const link = { 'etc/localtime': '-> /usr/share/zoneinfo/Asia/Tokyo', 'etc/timezone': 'Europe/Rome\n' };
    expect(zone(link, { TZ: ':America/Lima' })).toBe('America/Lima');
    expect(zone(link)).toBe('Asia/Tokyo');
    expect(zone(link, { TZ: ':/etc/localtime' })).toBe('Asia/Tokyo');
    expect(zone({ 'etc/localtime': 'TZif2', 'etc/timezone': 'Europe/Rome\n' })).toBe('Europe/Rome');
    expect(zone({})).toBeUndefined();
    expect(timeZoneName('CET-1CEST,M3.5.0')).toBeUndefined();
  });
  it('every cloud region is a place of its own country', () => {
    const tables = placeTables(fakeMachine({}));
    for (const line of packageText('data/grid/cloud_regions.csv').trim().split('\n').slice(1)) {
      const [cloud, cloudRegion, countryCode] = line.split(',');
      const { place } = findPlace({ cloud, cloudRegion }, tables);
      expect(place).toMatchObject({ kind: 'place', from: 'cloud', place: { country: countryCode } });
    }
  });
  it('every time zone leads to known countries, and its parts are theirs', () => {
    const tables = placeTables(fakeMachine({}));
    for (const line of packageText('data/grid/timezones.csv').trim().split('\n').slice(1)) {
      const [timeZone = '', , parts = ''] = line.split(',');
      const found = tables.placesOf(timeZone);
      expect(found.parts.length, line).toBe(parts === '' ? 0 : parts.split(' ').length);
      for (const part of found.parts) expect(part.country, line).toBe(found.countries[0]?.id);
    }
    expect(tables.placesOf('US/Eastern').countries.map(({ id }) => id)).toEqual(['USA']);
    expect(tables.placesOf('time_zone').countries).toEqual([]);
  });
  it.each([
    ['Australia/Adelaide', 'AU-SA'],
    ['Australia/ACT', 'AU-NSW'],
    ['America/Phoenix', 'US-AZ'],
    ['America/Montreal', 'CAN'],
    ['Asia/Kolkata', 'IND'],
  ])('%s guesses %s: the only part with this clock, else the country', (TZ, place) => {
    expect(constants({ TZ }).intensity).toMatchObject({ zone: place, zoneFrom: 'time-zone', grade: 'C' });
  });
  it('a guess of a country that many grids supply reaches to the cleanest and the dirtiest of them', () => {
    const { intensity } = constants({ TZ: 'America/Toronto' });
    expect(intensity.low ?? 1e9).toBeLessThan(45); // Québec
    expect(intensity.high ?? 0).toBeGreaterThan(600); // Nunavut
    expect(intensity.note).toContain('Québec');
  });
});

const of = (machine: Partial<MachineInfo>, pue?: number): ReturnType<typeof footprintConstants>['pue'] =>
  footprintConstants(fakeMachine({}), { ...laptop, ...machine }, { pue, intensityGPerKwh: 1 }).pue;

describe('PUE', () => {
  it('is one for what stands on a desk, and has no error', () => {
    expect(of({})).toMatchObject({ value: 1, errors: {} });
    expect(of({ chassis: 'desktop' })).toMatchObject({ value: 1, errors: {} });
  });
  it('is that of the cloud', () => {
    expect(of({ cloud: 'aws', chassis: 'unknown' }).value).toBe(1.14);
    expect(of({ cloud: 'gcp', chassis: 'unknown' }).value).toBe(1.09);
    expect(of({ cloud: 'azure', chassis: 'unknown' }).value).toBe(1.17);
  });
  it('is assumed for another server, graded C', () => {
    expect(of({ chassis: 'server' })).toMatchObject({ value: 1.56, low: 1.1, high: 2, grade: 'C' });
    expect(of({ chassis: 'unknown' })).toMatchObject({ value: 1.56, low: 1, high: 2, grade: 'C' });
  });
  it('is exact when given', () => {
    expect(of({ chassis: 'server' }, 1.2)).toMatchObject({ value: 1.2, low: 1.2, high: 1.2, errors: {} });
    expect(parsePue('1.2')).toEqual({ ok: true, value: 1.2 });
    for (const text of ['0.9', '', 'x', '11', 'NaN']) expect(parsePue(text).ok).toBe(false);
  });
});

describe('embodied carbon among the constants', () => {
  it('of a server; of a laptop the reason why not', () => {
    const server = footprintConstants(fakeMachine({}), { ...laptop, chassis: 'server' });
    expect(server.embodied?.total.unit).toBe('g');
    const none = footprintConstants(fakeMachine({}), laptop);
    expect(none.embodied).toBeUndefined();
    expect(none.embodiedReason).toContain('laptop');
  });
});
