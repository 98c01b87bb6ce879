import { describe, expect, it } from 'vitest';
import { footprintConstants } from '../../src/grid/footprint-constants.io.ts';
import type { GridPlace } from '../../src/grid/grid-place.ts';
import { allPlaces, matchPlace, placeIntensity } from '../../src/grid/places.io.ts';
import type { SourcedIntensity } from '../../src/grid/intensity.ts';
import { describeMachine } from '../../src/hardware/describe-machine.io.ts';
import { packageText } from '../../src/host/package-data.io.ts';
import { fakeMachine, MACHINES } from '../hardware/fake-machine.ts';

const host = fakeMachine({});
const places = allPlaces(host);
const place = (id: string): GridPlace => {
  const found = places.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`${id} is missing`);
  return found;
};
const kinds = (kind: GridPlace['kind']): number => places.filter((one) => one.kind === kind).length;

describe('the places', () => {
  it('are countries, states, zones, cloud regions and aggregates, each once', () => {
    expect(new Set(places.map(({ id }) => id)).size).toBe(places.length);
    expect(kinds('country')).toBeGreaterThan(210);
    expect(kinds('state')).toBeGreaterThan(100);
    expect(kinds('zone')).toBeGreaterThan(100);
    expect(kinds('cloud-region')).toBeGreaterThan(250);
    expect(kinds('aggregate')).toBe(13);
  });
  it('have believable figures, by default an average over the life cycle', () => {
    for (const { id, figures } of places) {
      expect(figures[0], id).toMatchObject({ basis: 'average', boundary: 'life-cycle' });
      for (const figure of figures) {
        expect(figure.gPerKwh, id).toBeGreaterThan(0);
        expect(figure.gPerKwh, id).toBeLessThan(2000);
        expect(figure.year, id).toBeGreaterThanOrEqual(2021);
        expect(figure.licence, id).toMatch(/^(CC BY 4.0|ODbL 1.0|CC BY-SA 4.0)$/);
      }
      expect(new Set(figures.map((figure) => figure.id)).size, id).toBe(figures.length);
    }
  });
  it('each have their continent, except aggregates', () => {
    for (const { id, kind, continent } of places)
      expect(continent === undefined, id).toBe(kind === 'aggregate');
  });
  it('of a share-alike licence come from a folder of their own, which says so', () => {
    const folders = { 'ODbL 1.0': 'electricity-maps', 'CC BY-SA 4.0': 'unfccc-ifi' };
    for (const [licence, folder] of Object.entries(folders)) {
      expect(packageText(`data/${folder}/LICENSE`).replaceAll('\n', ' ')).toMatch(
        licence === 'ODbL 1.0' ? /Open Database License/ : /Attribution-ShareAlike 4.0/,
      );
      expect(packageText(`data/${folder}/README.md`)).toContain('unlike the rest of the package');
      expect(packageText('data/SOURCES.md')).toContain(`**${licence}**`);
    }
    // No row of theirs stands in a table of another licence.
    const zones = packageText('data/electricity-maps/zones.csv').split('\n');
    for (const table of ['ember_country', 'ember_states', 'cloud_regions', 'timezones'])
      for (const row of packageText(`data/grid/${table}.csv`).split('\n').slice(1))
        if (row !== '') expect(zones).not.toContain(row);
  });
  it('marginal figures stand behind the averages and are countries only', () => {
    const marginal = places.filter(({ figures }) => figures.some(({ basis }) => basis === 'marginal'));
    expect(marginal.length).toBeGreaterThan(180);
    for (const { kind, figures, country } of marginal) {
      expect(figures.at(-1)).toMatchObject({ basis: 'marginal', boundary: 'direct' });
      expect(figures.at(-1)?.id).toBe(`grid.${country}.2021.unfccc-ifi`);
      expect(['country', 'cloud-region']).toContain(kind);
    }
    expect(place('CYM').figures.at(-1)?.gPerKwh).toBe(753);
    expect(place('FRA').figures.at(-1)?.gPerKwh).toBe(158);
  });
});

describe('the figure of a place', () => {
  it.each([
    ['FRA', 'grid.FRA.2024.ember', 44.18, 'production'],
    ['World', 'grid.World.2024.ember', 472.99, 'production'],
    ['US-CA', 'grid.US-CA.2024.ember', 199.67, 'production'],
    ['CA-QC', 'grid.CA-QC.2025.electricity-maps', 41, 'consumption'],
    ['DK-DK1', 'grid.DK-DK1.2025.electricity-maps', 112, 'consumption'],
    ['aws:eu-west-1', 'grid.IRL.2024.ember', 279.7, 'production'],
    ['aws:ca-central-1', 'grid.CA-QC.2025.electricity-maps', 41, 'consumption'],
    ['aws:us-east-1', 'grid.US-VA.2024.ember', 321.47, 'production'],
    ['gcp:southamerica-west1', 'grid.CHL.2024.ember', 265.52, 'production'],
    ['CAF', 'grid.CF.2025.electricity-maps', 24, 'consumption'],
  ])('%s has %s', (id, figure, value, accounting) => {
    expect(placeIntensity(place(id))).toMatchObject({ id: figure, value, accounting, unit: 'g/kWh' });
  });

  it('a place within a country never has the figure of the country, where it has one of its own', () => {
    for (const one of places) {
      if (one.kind !== 'state' && one.kind !== 'zone') continue;
      for (const { id } of one.figures) expect(id, one.id).not.toMatch(/^grid\.[A-Z]{3}\./);
    }
    for (const region of [
      'aws:us-west-2',
      'gcp:northamerica-northeast2',
      'azure:australiaeast',
      'aws:sa-east-1',
    ])
      for (const { id } of place(region).figures) expect(id, region).not.toMatch(/^grid\.[A-Z]{3}\./);
  });

  it("a region of a cloud is where it stands: its figures are its state's, its zone's or its country's", () => {
    for (const one of places.filter(({ cloud }) => cloud !== undefined)) {
      const zone = one.figures[0].of?.zone ?? '';
      expect(place(zone).country, one.id).toBe(one.country);
      expect(placeIntensity(one)).toMatchObject({ zone, country: one.country });
    }
  });

  it('a state that does not live on its own plants has the figure of its grid, and says so', () => {
    const kerala = placeIntensity(place('IN-KL'));
    expect(kerala).toMatchObject({ zone: 'IN-SO', accounting: 'consumption', country: 'IND' });
    expect(kerala.note).toContain('Kerala makes electricity at 29 g/kWh (Ember)');
    expect(placeIntensity(place('IN-KL'), { prefer: 'production' }).value).toBe(28.92);
  });

  it('what a state makes has an interval that reaches what its grid delivers, and the level of its country', () => {
    for (const one of places.filter(({ kind }) => kind === 'state')) {
      const [first, second] = one.figures;
      if (first.accounting !== 'production' || second === undefined) continue;
      // Without the spread of time: only what is not known of the figure itself.
      const [down, up] = first.spread ?? [0, 0];
      const z90 = 1.6448536269514722;
      expect(first.gPerKwh * (1 - z90 * down), one.id).toBeLessThanOrEqual(second.gPerKwh * (1 + 1e-9));
      expect(first.gPerKwh * (1 + z90 * up), one.id).toBeGreaterThanOrEqual(second.gPerKwh * (1 - 1e-9));
    }
    expect(placeIntensity(place('US-CA')).errors).toHaveProperty('accounting:US-CA');
    expect(placeIntensity(place('FRA')).errors).not.toHaveProperty('accounting:FRA');
  });

  it('another kind of figure is given where there is one, else the default with a note', () => {
    expect(placeIntensity(place('FRA'), { prefer: 'consumption' })).toMatchObject({
      id: 'grid.FR.2025.electricity-maps',
      accounting: 'consumption',
    });
    expect(placeIntensity(place('FRA'), { prefer: 'marginal' })).toMatchObject({
      basis: 'marginal',
      value: 158,
    });
    const quebec = placeIntensity(place('CA-QC'), { prefer: 'production' });
    expect(quebec).toMatchObject({ value: 41, accounting: 'consumption' });
    expect(quebec.note).toContain('no production figure of Québec');
  });

  it('is wider the shorter the run', () => {
    const width = (durationS: number): number => {
      const { low, high } = placeIntensity(place('US-CA'), { durationS });
      return (high ?? 0) - (low ?? 0);
    };
    expect(width(3600)).toBeGreaterThan(width(86_400));
    expect(width(86_400)).toBeGreaterThan(width(31_557_600));
  });
});

describe('a run', () => {
  const here = (options: object, machine = {}): SourcedIntensity =>
    footprintConstants(
      host,
      { ...describeMachine(fakeMachine(MACHINES['laptop'] ?? {})).info, ...machine },
      options,
    ).intensity;

  it('in a country has the record that it always had', () => {
    expect(here({ region: 'FR' })).toEqual({
      value: 44.18,
      low: expect.closeTo(17.68, 1) as number,
      high: expect.closeTo(71.7, 1) as number,
      unit: 'g/kWh',
      errors: { 'intensity:FRA:2024': [expect.closeTo(0.364, 3), expect.closeTo(0.3786, 3)] },
      id: 'grid.FRA.2024.ember',
      source: 'Ember, Yearly Electricity Data',
      licence: 'CC BY 4.0',
      url: 'https://ember-energy.org/data/yearly-electricity-data/',
      year: 2024,
      zone: 'FRA',
      zoneName: 'France',
      country: 'FRA',
      basis: 'average',
      boundary: 'life-cycle',
      accounting: 'production',
      zoneFrom: 'option',
    });
  });
  it('has the same place by code and by name, by option and by configuration', () => {
    const { note: _, ...byCode } = here({ region: 'US-CA' });
    for (const text of ['California', 'us-ca', 'California, US'])
      expect(here({ region: text })).toEqual(byCode);
    expect(here({ configRegion: 'California' })).toEqual({ ...byCode, zoneFrom: 'config' });
    expect(byCode).toMatchObject({ zone: 'US-CA', country: 'USA', countryName: 'United States' });
  });
  it('in a cloud has the place where its region stands, with or without its tables of names', () => {
    const detected = here({}, { cloud: 'aws', cloudRegion: 'ca-central-1', chassis: 'unknown' });
    expect(detected).toMatchObject({ zone: 'CA-QC', zoneFrom: 'cloud', countryName: 'Canada' });
    for (const { cloud } of places) {
      if (cloud === undefined) continue;
      const machine = { cloud: cloud.provider, cloudRegion: cloud.region, chassis: 'unknown' };
      const { zoneFrom: from, ...lean } = here({}, machine);
      const { zoneFrom: by, ...full } = here({ region: `${cloud.provider}:${cloud.region}` });
      expect([from, by]).toEqual(['cloud', 'option']);
      expect(lean).toEqual(full);
    }
  });
  it('whose region could be several places has bounds and no value', () => {
    const { intensity, warnings } = footprintConstants(
      host,
      describeMachine(fakeMachine(MACHINES['laptop'] ?? {})).info,
      { configRegion: 'Georgia' },
    );
    expect(intensity).toMatchObject({ value: null, zoneFrom: 'unknown' });
    expect(intensity.note).toContain('could be several places');
    expect(warnings.map(({ code }) => code)).toEqual(['E_REGION']);
    expect(matchPlace(host, 'Georgia').kind).toBe('ambiguous');
  });
});
