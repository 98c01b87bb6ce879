import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averageServerPue,
  facilityTable,
  facilityWarnings,
  providerPue,
  providerWue,
} from '../../src/grid/facility.io.ts';
import { siteRange } from '../../src/grid/facility-figures.ts';
import { footprintConstants } from '../../src/grid/footprint-constants.io.ts';
import type { Host } from '../../src/host/host.ts';
import { packageText } from '../../src/host/package-data.io.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import { multiply } from '../../src/units/arithmetic.ts';
import { estimate, interval } from '../../src/units/estimate.ts';
import { fromSourced } from '../../src/units/sourced-estimate.ts';
import { providerKey } from '../../src/hardware/provider-name.ts';
import { providerNames } from '../../src/hardware/provider-names.io.ts';
import { describeMachine } from '../../src/hardware/describe-machine.io.ts';
import { fakeMachine, MACHINES } from '../hardware/fake-machine.ts';

/** A host whose project has these files in its `data/` folder. */
function withData(files: Readonly<Record<string, string>>): Host {
  const cwd = mkdtempSync(join(tmpdir(), 'joulebook-facility-'));
  mkdirSync(join(cwd, 'data/grid'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, 'data', name), text);
  return { ...realHost({ env: {} }), cwd, home: undefined };
}

const bare = withData({});

describe('PUE of a provider', () => {
  it.each([
    ['aws', 'eu-north-1', 1.1, 2024],
    ['aws', 'ap-south-1a', 1.42, 2024],
    ['AWS', undefined, 1.14, 2025],
    ['aws', 'il-central-1', 1.14, 2025],
    ['Google Cloud', 'us-central1-a', 1.09, 2025],
    ['gcp', 'europe-west9', 1.09, 2025],
    ['Microsoft Azure', 'West Europe', 1.14, 2024],
    ['azure', 'japaneast', 1.28, 2025],
    ['azure', 'francecentral', 1.16, 2025],
    ['azure', 'brazilsouth', 1.16, 2025],
    ['OVHcloud', 'gra', 1.26, 2024],
    ['scaleway', 'fr-par-2', 1.16, 2025],
  ])('%s %s is %d (%d)', (provider, region, value, year) => {
    expect(providerPue(bare, provider, region)).toMatchObject({ value, year, unit: '1', licence: 'facts' });
  });
  it('of one that publishes nothing is not made up', () => {
    expect(providerPue(bare, 'oracle', 'us-ashburn-1')).toBeUndefined();
    expect(averageServerPue()).toMatchObject({
      value: 1.56,
      low: 1.1,
      high: 2,
      grade: 'C',
      id: 'pue.server',
    });
    expect(providerWue(bare, 'hetzner', 'fsn1')).toBeUndefined();
  });
  it.each(['constructor', '__proto__', 'toString', '', 'us-east-1,USA'])(
    'knows no region and no provider "%s"',
    (text) => {
      expect(providerPue(bare, 'aws', text)?.value).toBe(1.14);
      expect(providerPue(bare, text)).toBeUndefined();
    },
  );
  it('has an address, a year and an interval that holds the value in every row', () => {
    for (const quantity of ['pue', 'wue'] as const) {
      const table = facilityTable(quantity);
      for (const [provider, { fleet, areas, regions, url }] of Object.entries(table.providers)) {
        expect(url).toMatch(/^https:\/\//);
        for (const range of [fleet, ...(areas?.list ?? [])]) {
          expect(range.low).toBeGreaterThanOrEqual(table.least);
          expect(range.low).toBeLessThan(range.value);
          expect(range.high).toBeGreaterThan(range.value);
        }
        for (const value of Object.values(regions?.values ?? {})) {
          expect(value).toBeGreaterThanOrEqual(table.least);
          // A fleet's interval stands for a region of which nothing is known.
          expect(value, provider).toBeGreaterThanOrEqual(fleet.low);
          expect(value, provider).toBeLessThanOrEqual(fleet.high);
        }
      }
    }
  });
  it('knows only regions that the table of regions has, and no country twice', () => {
    const regions = packageText('data/grid/cloud_regions.csv');
    for (const quantity of ['pue', 'wue'] as const)
      for (const [provider, { regions: own, areas }] of Object.entries(facilityTable(quantity).providers)) {
        for (const region of Object.keys(own?.values ?? {}))
          expect(regions, region).toContain(`\n${provider},${region},`);
        const countries = (areas?.list ?? []).flatMap((area) => area.countries.split(' '));
        expect(new Set(countries).size).toBe(countries.length);
      }
  });
  it('as an estimate keeps its interval, and never falls below one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.entries(facilityTable('pue').providers)),
        ([provider, figures]) => {
          for (const region of [undefined, ...Object.keys(figures.regions?.values ?? {})]) {
            const pue = providerPue(bare, provider, region);
            if (pue?.low == null || pue.high === null) throw new Error('no interval');
            const range = interval(fromSourced(pue));
            expect(range.low).toBeCloseTo(pue.low, 9);
            expect(range.high).toBeCloseTo(pue.high, 9);
            expect(pue.low).toBeGreaterThanOrEqual(1);
          }
        },
      ),
    );
  });
});

describe('a site around the year of its region', () => {
  const { least, site } = facilityTable('pue');
  it('scales what lies above the least value, and nothing below it', () => {
    expect(siteRange(1.2, { least, site })).toEqual({ value: 1.2, low: 1.13, high: 1.3 });
    expect(siteRange(1, { least, site })).toEqual({ value: 1, low: 1, high: 1 });
  });
  it('holds the quarters and the second buildings that Google published with the year 2025', () => {
    // Twelve months to June 2025, the quarter, and the other building where there is one.
    const published = [
      [1.1, 1.07, 1.07],
      [1.11, 1.1, 1.07],
      [1.08, 1.07, 1.07],
      [1.13, 1.12, 1.14],
      [1.09, 1.07, 1.08],
      [1.1, 1.09, 1.09],
    ];
    for (const [year = 0, ...others] of published) {
      const { low, high } = siteRange(year, { least, site });
      for (const other of others) {
        expect(other).toBeGreaterThanOrEqual(low - 0.005);
        expect(other).toBeLessThanOrEqual(high + 0.005);
      }
    }
  });
});

describe('water', () => {
  it.each([
    ['aws', 'us-east-1', 0.12],
    ['aws', 'eu-west-3', 0.04],
    ['aws', 'us-gov-west-1', 0.13],
    ['aws', 'af-south-1', 0.15],
    ['azure', 'westus3', 0.34],
    ['azure', 'northeurope', 0.03],
    ['gcp', 'us-central1', 1.15],
  ])('%s %s uses %d L/kWh', (provider, region, value) => {
    expect(providerWue(bare, provider, region)).toMatchObject({ value, unit: 'L/kWh' });
  });
  it('of a run is its energy at the wall times WUE, with the interval of both', () => {
    const wue = providerWue(bare, 'aws', 'us-west-2');
    if (wue === undefined) throw new Error('no figure');
    const water = multiply(estimate(10, { meter: 0.02 }), fromSourced(wue));
    expect(water.value).toBeCloseTo(1.6, 9);
    const { low, high } = interval(water);
    expect(low).toBeLessThan(0.55);
    expect(high).toBeGreaterThan(4.7);
  });
});

describe("a user's own table", () => {
  const header = 'provider,region,value,low,high,year,source,url\n';
  it('adds providers and stands before what is shipped', () => {
    const host = withData({
      'grid/pue.csv': `${header}aws,eu-west-1,1.08,1.05,1.12,2026,the hall's meter,https://example.org/a,b\nmy cluster,,1.3,,,,,\n`,
    });
    expect(providerPue(host, 'aws', 'eu-west-1')).toMatchObject({
      value: 1.08,
      low: 1.05,
      high: 1.12,
      year: 2026,
      url: 'https://example.org/a,b',
    });
    expect(providerPue(host, 'aws', 'eu-west-2')?.value).toBe(1.14);
    expect(providerPue(host, 'My-Cluster', 'hall-2')).toMatchObject({ value: 1.3, id: 'pue.mycluster' });
    expect(facilityWarnings(host, 'pue')).toEqual([]);
  });
  it.each([
    ['aws,,0.9,,,,,', /from 1 to 10/],
    ['aws,,12,,,,,', /from 1 to 10/],
    ['aws,,,,,,,', /from 1 to 10/],
    ['aws,,1.2,1.3,1.4,,,', /does not hold/],
    ['aws,,1.2,x,1.4,,,', /does not hold/],
    [',,1.2,,,,,', /provider is missing/],
  ])('%s is a located warning, and is not used', (row, why) => {
    const host = withData({ 'grid/pue.csv': `${header}${row}\n` });
    const [warning] = facilityWarnings(host, 'pue');
    expect(warning?.why).toMatch(why);
    expect(warning?.at?.line).toBe(2);
    expect(providerPue(host, 'aws')?.value).toBe(1.14);
  });
  it('with another header is not ours', () => {
    const host = withData({ 'pue.csv': 'site,pue\nparis,0.2\n' });
    expect(facilityWarnings(host, 'pue')).toEqual([]);
  });
  it('reaches the constants of a run in a cloud', () => {
    const laptop = describeMachine(fakeMachine(MACHINES['laptop'] ?? {})).info;
    const machine = { ...laptop, chassis: 'unknown', virtual: true, cloud: 'my cluster' } as const;
    const host = withData({ 'grid/pue.csv': `${header}mycluster,,1.3,,,,,\nmycluster,,bad,,,,,\n` });
    const { pue, warnings } = footprintConstants(host, machine, { region: 'FR' });
    expect(pue.value).toBe(1.3);
    expect(warnings.map(({ code }) => code)).toEqual(['E_CONFIG']);
    const unknown = footprintConstants(bare, { ...machine, cloud: 'nobody' }, { region: 'FR' });
    expect(unknown.pue).toMatchObject({ value: 1.56, low: 1.1, high: 2, grade: 'C' });
  });
});

it('providers are known by the names that people and metadata use', () => {
  const names = providerNames();
  expect(['Amazon Web Services', 'EC2', 'aws'].map((text) => providerKey(text, names))).toEqual([
    'aws',
    'aws',
    'aws',
  ]);
  expect(providerKey('Lambda Labs', names)).toBe('lambda');
  expect(providerKey('Our Own!', names)).toBe('ourown');
});
