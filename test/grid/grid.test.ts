import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkRegion,
  intensityAtEnd,
  intensityFor,
  intensitySpread,
  intensityTable,
} from '../../src/grid/intensity.io.ts';
import { countries, findZone } from '../../src/grid/intensity-table.ts';
import { footprintConstants } from '../../src/grid/footprint-constants.io.ts';
import { parsePue } from '../../src/grid/pue.ts';
import { findPlace, timeZoneName } from '../../src/grid/where.ts';
import { placeTables, systemTimeZone } from '../../src/grid/where.io.ts';
import { explicitIntensity, guessedIntensity, spreadFor } from '../../src/grid/yearly-intensity.ts';
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
  it('finds every zone by its codes and name, in any case', () => {
    const table = intensityTable();
    fc.assert(
      fc.property(fc.constantFrom(...table.zones), fc.constantFrom('zone', 'iso2', 'name'), (zone, by) => {
        fc.pre(zone[by as 'zone'] !== '');
        for (const text of [
          zone[by as 'zone'],
          zone[by as 'zone'].toLowerCase(),
          ` ${zone[by as 'zone'].toUpperCase()} `,
        ])
          expect(findZone(table, text)).toEqual({ ok: true, value: zone });
      }),
    );
  });
  it.each([
    ['France', 'FRA'],
    ['uk', 'GBR'],
    ['GB', 'GBR'],
    ['Turkiye', 'TUR'],
    ['Côte d’Ivoire', 'CIV'],
    ['usa', 'USA'],
    ['world', 'World'],
    ['European Union', 'EU'],
  ])('%s is %s', (text, zone) => {
    const found = checkRegion(text);
    expect(found.ok && found.value.zone).toBe(zone);
  });
  it('every alias leads somewhere', () => {
    for (const line of packageText('data/grid/country_aliases.csv').trim().split('\n').slice(1))
      expect(checkRegion(line.split(',')[0] ?? '').ok).toBe(true);
  });
  it.each([
    ['Frnace', 'France (FR)'],
    ['germny', 'Germany (DE)'],
    ['Unted States', 'United States (US)'],
    ['Switz', 'Switzerland (CH)'],
  ])('%s: did you mean %s?', (text, suggestion) => {
    const found = checkRegion(text);
    expect(found.ok).toBe(false);
    if (found.ok) return;
    expect(found.error.code).toBe('E_REGION');
    expect(found.error.fix).toContain(suggestion);
  });
  it.each(['XX', '', 'Atlantis'])('"%s" is unknown without a guess', (text) => {
    const found = checkRegion(text);
    expect(found.ok ? '' : found.error.fix).toContain('--intensity');
    expect(found.ok ? '' : found.error.fix).not.toContain('Did you mean');
  });
});

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
    const atStart = intensityFor('FR', 3600);
    const direct = intensityFor('FR', 30 * 86_400);
    if (!atStart.ok || !direct.ok) throw new Error('France is missing');
    expect(intensityAtEnd(atStart.value, 30 * 86_400)).toEqual(direct.value);
    expect(direct.value.errors).toHaveProperty(`intensity:FRA:${direct.value.year}`);
    expect(direct.value.high ?? 0).toBeLessThan(atStart.value.high ?? 0);
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
    const norway = checkRegion('NO');
    expect(intensity.low ?? 1e9).toBeLessThanOrEqual(norway.ok ? norway.value.gPerKwh : 0);
    expect(intensity.note).toContain('Norway');
    expect(constants({ TZ: 'Europe/Oslo' }).intensity.zone).toBe('NOR');
  });
  it('the interval of a guess holds all its countries', () => {
    const all = countries(intensityTable());
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 6 }), (zones) => {
        const [first, ...rest] = zones;
        if (first === undefined) return;
        const guess = guessedIntensity([first, ...rest], 'A/B', 3600, intensitySpread());
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
  it('every cloud region and every time zone leads to known countries', () => {
    for (const line of packageText('data/grid/cloud_regions.csv').trim().split('\n').slice(1)) {
      const [cloud, cloudRegion] = line.split(',');
      expect(findPlace({ cloud, cloudRegion }, placeTables()).place).toMatchObject({
        kind: 'zone',
        from: 'cloud',
      });
    }
    expect(placeTables().countriesOf('US/Eastern')).toEqual(['US']);
    expect(placeTables().countriesOf('time_zone')).toEqual([]);
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
    expect(of({ cloud: 'aws', chassis: 'unknown' }).value).toBe(1.135);
    expect(of({ cloud: 'gcp', chassis: 'unknown' }).value).toBe(1.1);
    expect(of({ cloud: 'azure', chassis: 'unknown' }).value).toBe(1.185);
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
