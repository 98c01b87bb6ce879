import { describe, expect, it } from 'vitest';
import { providerCarbon } from '../../src/grid/provider-carbon.io.ts';
import { packageText } from '../../src/host/package-data.io.ts';

describe("Google's own figures of its regions", () => {
  it('are found by region and by zone', () => {
    expect(providerCarbon('gcp', 'us-central1')).toMatchObject({
      gPerKwh: 412.72,
      carbonFreeShare: 0.87,
      year: 2024,
      licence: 'Apache-2.0',
    });
    expect(providerCarbon('Google Cloud', 'europe-north1-b')?.gPerKwh).toBe(39.32);
  });
  it('are of no other cloud and no other region', () => {
    expect(providerCarbon('aws', 'us-central1')).toBeUndefined();
    expect(providerCarbon('gcp', 'region')).toBeUndefined();
    expect(providerCarbon('gcp', 'mars-north1')).toBeUndefined();
  });
  it('are of regions that the table of regions has; the carbon-free share takes nothing off the intensity', () => {
    const regions = packageText('data/grid/cloud_regions.csv');
    const rows = packageText('data/grid/gcp_region_carbon.csv').trim().split('\n').slice(1);
    expect(rows.length).toBe(44);
    for (const row of rows) {
      const [region = '', , grams, share] = row.split(',');
      expect(regions, region).toContain(`\ngcp,${region},`);
      const found = providerCarbon('gcp', region);
      expect([found?.gPerKwh, found?.carbonFreeShare]).toEqual([Number(grams), Number(share)]);
      expect(Number(share)).toBeLessThanOrEqual(1);
      expect(Number(grams)).toBeGreaterThan(1);
    }
    // Stockholm counts as wholly carbon-free, and still has the intensity of its grid.
    expect(providerCarbon('gcp', 'europe-north2')).toMatchObject({ carbonFreeShare: 1, gPerKwh: 2.73 });
  });
});
