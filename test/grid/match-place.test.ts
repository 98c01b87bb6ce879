import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPlaces, matchPlace } from '../../src/grid/places.io.ts';
import { regionProblem } from '../../src/grid/region-problem.ts';
import { packageText } from '../../src/host/package-data.io.ts';
import { fakeMachine } from '../hardware/fake-machine.ts';

const host = fakeMachine({});
const places = allPlaces(host);

const idOf = (text: string): string => {
  const match = matchPlace(host, text);
  return match.kind === 'found' ? match.value.id : match.kind;
};
const noteOf = (text: string): string => {
  const match = matchPlace(host, text);
  return match.kind === 'found' ? (match.note ?? '') : '';
};
const offered = (text: string): string[] => {
  const match = matchPlace(host, text);
  if (match.kind === 'found') return [];
  return (match.kind === 'ambiguous' ? match.candidates : match.nearest).map(({ id }) => id);
};

describe('a place is found', () => {
  it.each([
    ['FRA', 'FRA'],
    ['fr', 'FRA'],
    [' France ', 'FRA'],
    ['GB', 'GBR'],
    ['UK', 'GBR'],
    ['usa', 'USA'],
    ['Turkiye', 'TUR'],
    ['Côte d’Ivoire', 'CIV'],
    ['world', 'World'],
    ['European Union', 'EU'],
    ['US-CA', 'US-CA'],
    ['us_ca', 'US-CA'],
    ['California', 'US-CA'],
    ['TX', 'US-TX'],
    ['Quebec', 'CA-QC'],
    ['Québec', 'CA-QC'],
    ['CA-QC', 'CA-QC'],
    ['Kerala', 'IN-KL'],
    ['IN-TG', 'IN-TS'],
    ['New South Wales', 'AU-NSW'],
    ['US-CAL-CISO', 'US-CAL-CISO'],
    ['ERCOT', 'US-TEX-ERCO'],
    ['DK-DK1', 'DK-DK1'],
    ['se3', 'SE-SE3'],
    ['Tokyo', 'JP-TK'],
    ['CL-SEN', 'CHL'],
    ['aws:eu-west-1', 'aws:eu-west-1'],
    ['AWS eu-west-1', 'aws:eu-west-1'],
    ['amazon/eu-west-1a', 'aws:eu-west-1'],
    ['eu-west-1', 'aws:eu-west-1'],
    ['europe-west1-b', 'gcp:europe-west1'],
    ['West Europe', 'azure:westeurope'],
    ['azure:West Europe', 'azure:westeurope'],
    ['eastus', 'azure:eastus'],
    ['Europe (Ireland)', 'aws:eu-west-1'],
    ['ovh:GRA11', 'ovh:gra'],
    ['N. Virginia', 'aws:us-east-1'],
    ['aws:Ireland', 'aws:eu-west-1'],
    ['gcp:Iowa', 'gcp:us-central1'],
    ['Österreich', 'AUT'],
    ['London', 'GBR'],
    ['Paris', 'FRA'],
    ['Paris, France', 'FRA'],
    ['Mumbai', 'IN-MH'],
    ['Boydton, VA', 'US-VA'],
    ['Virginia', 'US-VA'],
    ['Georgia, US', 'US-GA'],
    ['Georgia (US-GA)', 'US-GA'],
  ])('%s is %s', (text, id) => expect(idOf(text)).toBe(id));

  it('by its id, in any case, whatever else has that name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.boolean(), (place, isLower) => {
        const match = matchPlace(host, isLower ? place.id.toLowerCase() : ` ${place.id} `);
        expect(match).toMatchObject({ kind: 'found', value: { id: place.id } });
      }),
    );
  });

  it('by its name, unless others have it too: then they are all offered', () => {
    for (const place of places.filter(({ cloud }) => cloud === undefined)) {
      const match = matchPlace(host, place.name);
      const ids =
        match.kind === 'found'
          ? [match.value.id]
          : match.kind === 'ambiguous'
            ? match.candidates.map(({ id }) => id)
            : [];
      expect(ids, place.name).toContain(place.id);
    }
  });

  it('every alias leads somewhere', () => {
    for (const table of ['country_aliases', 'place_aliases'])
      for (const line of packageText(`data/grid/${table}.csv`).trim().split('\n').slice(1)) {
        const [alias = '', id = ''] = line.split(',');
        expect(idOf(id), id).not.toMatch(/^(unknown|ambiguous)$/);
        expect([idOf(alias), ...offered(alias)], alias).toContain(idOf(id));
        expect(idOf(alias), alias).not.toBe('unknown');
      }
  });

  it('every id of a cloud, also the old ones, with its provider', () => {
    for (const line of packageText('data/grid/cloud_regions.csv').trim().split('\n').slice(1)) {
      const [provider = '', region = '', country] = line.split(',');
      expect(matchPlace(host, `${provider}:${region}`), line).toMatchObject({
        kind: 'found',
        value: { country },
      });
    }
  });
});

describe('what was taken for granted is said', () => {
  it.each([
    ['CA', 'CAN', 'US-CA is California'],
    ['DE', 'DEU', 'US-DE is Delaware'],
    ['BHS', 'BHS', 'ovh:bhs is Beauharnois'],
    ['us-east-1', 'aws:us-east-1', 'lambda:us-east-1 in Virginia'],
    ['us-west-2', 'aws:us-west-2', 'lambda:us-west-2 in Arizona'],
    ['eu-west-1', 'aws:eu-west-1', 'read as the region of AWS'],
    ['London', 'GBR', 'the figure is that of United Kingdom'],
    ['Europe (Paris)', 'aws:eu-west-3', 'what AWS calls aws:eu-west-3'],
  ])('%s is read as %s: %s', (text, id, note) => {
    expect(idOf(text)).toBe(id);
    expect(noteOf(text)).toContain(note);
  });
  it('and nothing where a code or a name can be nothing else', () => {
    for (const text of ['FR', 'France', 'US-CA', 'aws:eu-west-1', 'CA-QC', 'California'])
      expect(noteOf(text), text).toBe('');
  });
});

describe('what is not one place', () => {
  it('is ambiguous where the electricity differs, with all that could be meant', () => {
    expect(offered('Georgia')).toEqual(['GEO', 'US-GA']);
    expect(offered('Congo')).toEqual(['COG', 'COD']);
    const problem = regionProblem('Georgia', matchPlace(host, 'Georgia'));
    expect(problem).toMatchObject({ code: 'E_REGION', fix: 'Say which: `GEO` or `US-GA`.' });
    expect(problem?.why).toMatch(
      /Georgia \(GEO\), a country: 143 g\/kWh; Georgia \(US-GA\), a state: 323 g\/kWh/,
    );
  });
  it.each([
    ['Frnace', 'FRA'],
    ['germny', 'DEU'],
    ['Unted States', 'USA'],
    ['Switz', 'CHE'],
    ['Île-de-France', 'FRA'],
    ['Carolina', 'US-NC'],
    ['Virgin Islands', 'VIR'],
    ['VA', 'US-VA'],
    ['FR-75', 'FRA'],
    ['aws', 'aws:af-south-1'],
    ['aws:eu-west-9', 'aws:eu-west-1'],
    ['gcp:us-west-2', 'gcp:us-west2'],
    ['Paris, Texas', 'US-TX'],
    ['Springfield, US', 'USA'],
  ])('"%s" is unknown, and %s is offered, never put in its stead', (text, id) => {
    expect(idOf(text)).toBe('unknown');
    expect(offered(text)).toContain(id);
    expect(regionProblem(text, matchPlace(host, text))?.fix).toContain(id);
  });
  it.each(['XX', '', '   ', ',', '()', ':', 'Zzyzx Q', 'constructor', '__proto__', 'aws:__proto__'])(
    '"%s" is unknown without a guess',
    (text) => {
      expect(idOf(text)).toBe('unknown');
      expect(offered(text)).toEqual([]);
      expect(regionProblem(text, matchPlace(host, text))?.fix).toContain('--intensity');
    },
  );
  it('another cloud with that id is not the one that was asked for', () => {
    expect(offered('hetzner:us-east-1')).toEqual([]);
    expect(idOf('hetzner:us-east-1')).toBe('unknown');
  });
  it('no text at all breaks it, and what it finds has the letters that were asked for', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const match = matchPlace(host, text);
        if (match.kind === 'found') expect(/[a-z]/i.test(text.normalize('NFKD'))).toBe(true);
        else expect(regionProblem(text, match)?.code).toBe('E_REGION');
      }),
    );
  });
  it('a text as long as a book is unknown at once', () => {
    for (const text of ['France '.repeat(1e5), ','.repeat(1e6), `${'('.repeat(1e5)}FR`])
      expect(matchPlace(host, text)).toEqual({ kind: 'unknown', nearest: [] });
    const start = performance.now();
    expect(idOf('a b c d e f g h i j k l m n o p q r s t u v w x y z, '.repeat(2))).toBe('unknown');
    expect(performance.now() - start).toBeLessThan(10_000);
  });
  it('a slip of the hand never names another country', () => {
    const long = places.filter(({ kind, name }) => kind === 'country' && name.length > 6);
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.nat(), ({ id, name }, at) => {
        const i = at % (name.length - 1);
        const slipped = `${name.slice(0, i)}${name[i + 1] ?? ''}${name[i] ?? ''}${name.slice(i + 2)}`;
        expect(['unknown', 'ambiguous', id]).toContain(idOf(slipped));
      }),
    );
  });
});
