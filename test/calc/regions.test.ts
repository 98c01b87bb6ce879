import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emissionsElsewhere, hasFigure, kindOf } from '../../src/calc/regions.ts';
import { choosePlaces, continentNamed } from '../../src/calc/regions-choice.ts';
import { greenerPlaces } from '../../src/calc/regions-greener.ts';
import type { GridPlace } from '../../src/grid/grid-place.ts';
import { intensitySpread } from '../../src/grid/intensity.io.ts';
import { allPlaces } from '../../src/grid/places.io.ts';
import { estimate, exact, interval } from '../../src/units/estimate.ts';
import { fakeMachine } from '../hardware/fake-machine.ts';

const places = allPlaces(fakeMachine({}));
const spread = intensitySpread();
const place = (id: string): GridPlace => {
  const found = places.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`${id} is missing`);
  return found;
};
const some = fc.uniqueArray(fc.constantFrom(...places), { minLength: 1, maxLength: 8 });

describe('the same energy elsewhere', () => {
  it('emits energy × intensity, the cleanest first, each place once', () => {
    fc.assert(
      fc.property(some, fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (asked, kwh) => {
        const rows = emissionsElsewhere(exact(kwh), asked, { spread });
        expect(new Set(rows.map((row) => row.place))).toEqual(new Set(asked));
        rows.forEach(({ carbon, intensity, place: { figures } }, i) => {
          expect(intensity.id).toBe(figures[0].id);
          expect(carbon.value).toBeCloseTo(kwh * figures[0].gPerKwh, 9);
          expect(intensity.value ?? 0).toBeGreaterThanOrEqual(rows[i - 1]?.intensity.value ?? 0);
        });
      }),
    );
  });
  it('by 10 kWh: 442 g in France, 4.7 kg in the world', () => {
    const rows = emissionsElsewhere(exact(10), [place('World'), place('FRA')], { spread });
    expect(rows.map(({ carbon }) => carbon.value)).toEqual([441.8, 4729.9]);
  });
  it("has the energy's error and that of the figure, wider for a short run", () => {
    const of = (durationS: number): number => {
      const [row] = emissionsElsewhere(estimate(10, { m: 0.1 }), [place('FRA')], { spread, durationS });
      expect(Object.keys(row?.carbon.errors ?? {})).toEqual(['m', 'intensity:FRA:2024']);
      const { low, high } = interval(row?.carbon ?? exact(0));
      return (high ?? 0) - (low ?? 0);
    };
    expect(of(3600)).toBeGreaterThan(of(31_557_600));
  });
  it('is compared with here by figures of the same accounting', () => {
    const rows = emissionsElsewhere(exact(1), [place('CA-QC'), place('DEU')], { spread, here: place('FRA') });
    // Québec has no figure by production: France's by consumption (2025) is 31 there.
    const french = place('FRA').figures.find(({ accounting }) => accounting === 'consumption')?.gPerKwh ?? 0;
    expect(rows[0]?.versusHere).toEqual({ ratio: 41 / french, accounting: 'consumption' });
    expect(rows[1]?.versusHere).toEqual({ ratio: 344.14 / 44.18, accounting: 'production' });
  });
  it('a place is as clean as itself, and a comparison turned round is its inverse', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(...places), (a, b) => {
        const versus = (one: GridPlace, here: GridPlace): number | undefined => {
          const [row] = emissionsElsewhere(exact(1), [one], { spread, here, prefer: 'consumption' });
          return row?.versusHere?.ratio;
        };
        if (!hasFigure(a, 'consumption') || !hasFigure(b, 'consumption')) return;
        expect(versus(a, a)).toBe(1);
        expect((versus(a, b) ?? 0) * (versus(b, a) ?? 0)).toBeCloseTo(1, 9);
      }),
    );
  });
  it('where nothing can be compared it is not', () => {
    const [row] = emissionsElsewhere(exact(1), [place('CA-QC')], { spread, here: place('World') });
    expect(row?.versusHere).toBeUndefined();
    expect(emissionsElsewhere(exact(1), [place('CA-QC')], { spread })[0]?.versusHere).toBeUndefined();
  });
  it('of one kind leaves out the places that have none of it: kinds are never mixed unasked', () => {
    for (const prefer of ['production', 'consumption', 'marginal'] as const) {
      const rows = emissionsElsewhere(exact(1), places, { spread, prefer });
      expect(rows.length).toBeGreaterThan(100);
      expect(new Set(rows.map(({ intensity }) => kindOf(intensity)))).toEqual(new Set([prefer]));
    }
    const marginal = emissionsElsewhere(exact(1), [place('FRA')], {
      spread,
      here: place('DEU'),
      prefer: 'marginal',
    });
    expect(marginal[0]?.versusHere?.accounting).toBe('marginal');
  });
});

describe('greener places', () => {
  it('of a cloud are regions of the same provider, cleaner on the same accounting, one for each grid', () => {
    for (const here of places.filter(({ cloud }) => cloud !== undefined)) {
      const rows = greenerPlaces(exact(1), here, places, { spread });
      for (const { place: other, versusHere } of rows) {
        expect(other.cloud?.provider, here.id).toBe(here.cloud?.provider);
        expect(other.id).not.toBe(here.id);
        expect(versusHere?.ratio ?? 2, here.id).toBeLessThan(1);
      }
      expect(new Set(rows.map(({ intensity }) => intensity.id)).size).toBe(rows.length);
    }
  });
  it('from Virginia are Montréal and others near, and one further away', () => {
    const rows = greenerPlaces(exact(1), place('aws:us-east-1'), places, { spread });
    expect(rows[0]?.place.id).toBe('aws:ca-central-1');
    expect(rows.slice(0, 3).every((row) => row.place.continent === 'North America')).toBe(true);
    expect(rows[3]?.place.id).toBe('aws:eu-north-1');
    expect(rows).toHaveLength(4);
  });
  it('are never regions that only some may use, unless here is one', () => {
    const from = (id: string): string[] =>
      greenerPlaces(exact(1), place(id), places, { spread, limit: 50 }).map((row) => row.place.id);
    expect(from('aws:us-east-1').filter((id) => /gov|cn-|eusc/.test(id))).toEqual([]);
    expect(from('azure:eastus').filter((id) => /gov|dod|china/.test(id))).toEqual([]);
    expect(from('aws:us-gov-east-1')).toEqual(['aws:us-gov-west-1']);
  });
  it('from a country are countries of its continent, then the cleanest of the world', () => {
    const rows = greenerPlaces(exact(1), place('DEU'), places, { spread, limit: 2 });
    expect(rows.map((row) => row.place.continent)).toEqual(['Europe', 'Europe', rows[2]?.place.continent]);
    expect(rows[2]?.place.continent).not.toBe('Europe');
    for (const row of rows) expect(row.place.kind).toBe('country');
  });
  it('of the cleanest are none', () => {
    expect(greenerPlaces(exact(1), place('scaleway:fr-par'), places, { spread })).toEqual([]);
  });
});

describe('the choice of places', () => {
  it('is countries, or the regions of a provider, or what is asked for', () => {
    expect(choosePlaces(places, {}).every(({ kind }) => kind === 'country')).toBe(true);
    const scaleway = choosePlaces(places, { provider: 'scaleway' }).map(({ id }) => id);
    expect(scaleway.toSorted()).toEqual([
      'scaleway:fr-par',
      'scaleway:it-mil',
      'scaleway:nl-ams',
      'scaleway:pl-waw',
    ]);
    const australian = choosePlaces(places, { kind: 'state', continent: 'Oceania' });
    expect(australian).toHaveLength(7);
  });
  it('a continent by its name', () => {
    expect(continentNamed(' europe ')).toBe('Europe');
    expect(continentNamed('Atlantis')).toBeUndefined();
    for (const { continent } of places)
      if (continent !== undefined) expect(continentNamed(continent)).toBe(continent);
  });
});
