import { describe, expect, it } from 'vitest';
import { cloudRegionIn } from '../../src/grid/where.ts';
import { packageText } from '../../src/host/package-data.io.ts';

const [header = '', ...lines] = packageText('data/grid/cloud_regions.csv').trim().split('\n');
const columns = header.split(',');
const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, n) => [columns[n], cell])));

/** The row of a region. */
const row = (provider: string, region: string): Readonly<Record<string, string>> | undefined =>
  rows.find((found) => found['provider'] === provider && found['region'] === region);

describe('regions of clouds', () => {
  it.each([
    ['aws', 'eu-west-1', 'IRL', 'IE'],
    ['aws', 'us-east-1', 'USA', 'US-MIDA-PJM'],
    ['aws', 'us-west-2', 'USA', 'US-NW-BPAT'],
    ['aws', 'ca-central-1', 'CAN', 'CA-QC'],
    ['aws', 'ca-west-1', 'CAN', 'CA-AB'],
    ['aws', 'ap-southeast-2', 'AUS', 'AU-NSW'],
    ['aws', 'ap-south-1', 'IND', 'IN-WE'],
    ['aws', 'sa-east-1', 'BRA', 'BR-CS'],
    ['aws', 'eu-north-1', 'SWE', 'SE-SE3'],
    ['gcp', 'us-central1', 'USA', 'US-MIDW-MISO'],
    ['gcp', 'europe-north1', 'FIN', 'FI'],
    ['gcp', 'northamerica-northeast2', 'CAN', 'CA-ON'],
    ['gcp', 'asia-northeast2', 'JPN', 'JP-KN'],
    ['azure', 'norwaywest', 'NOR', 'NO-NO2'],
    ['azure', 'italynorth', 'ITA', 'IT-NO'],
    ['azure', 'northcentralus', 'USA', 'US-MIDA-PJM'],
    ['azure', 'canadaeast', 'CAN', 'CA-QC'],
    ['ovh', 'bhs5', 'CAN', 'CA-QC'],
    ['scaleway', 'pl-waw', 'POL', 'PL'],
    ['coreweave', 'us-east-04', 'USA', 'US-MIDA-PJM'],
  ])('%s %s stands in %s, on the grid of %s', (provider, region, country, zone) => {
    expect(row(provider, region)).toMatchObject({ zone: country, grid_zone: zone });
    expect(cloudRegionIn(packageText('data/grid/cloud_regions.csv'), provider, region)).toBe(country);
  });
  it('has every cell of every row, each region of a provider once, in order', () => {
    const keys = lines.map((line) => line.split(',').slice(0, 2).join(','));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual([...keys].sort());
    for (const line of lines) expect(line.split(',').length, line).toBe(columns.length);
  });
  it('writes countries, parts of them and zones as their standards do, and in the same country', () => {
    for (const { region, zone, grid_zone: grid = '', subdivision = '', name } of rows) {
      expect(zone, region).toMatch(/^[A-Z]{3}$/);
      expect(grid, region).toMatch(/^([A-Z]{2}(-[A-Z0-9]+)*)?$/);
      expect(subdivision, region).toMatch(/^([A-Z]{2}-[A-Z0-9]{1,3})?$/);
      expect(name).not.toBe('');
      if (grid !== '' && subdivision !== '') expect(subdivision.slice(0, 2), region).toBe(grid.slice(0, 2));
    }
  });
  it('names the part of the country or the grid wherever a country has several', () => {
    // Known by the country alone, since the provider publishes no more.
    const vague = new Set(['northeastus5', 'southeastus5', 'southwestus']);
    for (const { region = '', zone = '', grid_zone: grid, subdivision } of rows)
      if (['USA', 'CAN', 'AUS'].includes(zone) && !vague.has(region))
        expect(`${grid}${subdivision}`, region).not.toBe('');
  });
  it('leads another id of a region to the region itself, in the same place', () => {
    const others = rows.filter(({ same_as: other }) => other !== '');
    expect(others.length).toBeGreaterThan(10);
    for (const { provider = '', same_as: other = '', ...here } of others)
      expect(row(provider, other)).toMatchObject({
        zone: here['zone'],
        grid_zone: here['grid_zone'],
        same_as: '',
      });
  });
});
