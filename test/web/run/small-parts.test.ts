import { describe, expect, it } from 'vitest';
import { hourShift } from '../../../web/pages/run/grid/hour-shift.ts';
import { type Place, ranked, searched } from '../../../web/pages/run/grid/places.ts';
import { diffParams } from '../../../web/pages/run/params/param-diff.ts';
import { shortText } from '../../../web/parts/short-text.ts';
import { plural, thousands } from '../../../web/parts/count-text.ts';
import { keyOf, pageOf } from '../../../web/shell/pages.ts';

describe('parameters against another run', () => {
  it('are those that differ, with what a run does not have as missing', () => {
    expect(diffParams({ lr: 0.1, gone: 'x', same: 1 }, { lr: 0.2, new: null, same: 1 })).toEqual([
      { name: 'gone', before: 'x', after: '—' },
      { name: 'lr', before: '0.1', after: '0.2' },
      { name: 'new', before: '—', after: 'null' },
    ]);
    expect(diffParams({}, { constructor: 'x' })).toEqual([{ name: 'constructor', before: '—', after: 'x' }]);
  });
});

function place(id: string, grams: number | null, here = false): Place {
  const figure = { value: grams, low: null, high: null, unit: 'g', errors: {} };
  return {
    id,
    name: id === 'ALA' ? 'Åland' : id,
    co2e: figure,
    here,
    versusHere: null,
    intensity: {
      ...figure,
      unit: 'g/kWh',
      id: 'x',
      source: 's',
      zone: id,
      zoneName: id,
      basis: 'average',
      boundary: 'life-cycle',
      zoneFrom: 'option',
    },
  };
}

describe('other places', () => {
  const places = [place('FRA', 30, true), place('ALA', 5), place('POL', 700), place('XXX', null)];

  it('are ranked by their carbon, and the own one is there wherever it ranks', () => {
    expect(ranked(places, 1).map(({ id, rank }) => [id, rank])).toEqual([
      ['ALA', 1],
      ['FRA', 2],
    ]);
    expect(ranked(places, 9).at(-1)?.id).toBe('XXX');
  });

  it('are found without their accents', () => {
    expect(searched(places, ' aland').map(({ id }) => id)).toEqual(['FRA', 'ALA']);
    expect(searched(places, '')).toHaveLength(4);
  });
});

describe('hours of a run', () => {
  it('could have made less in another order, never more', () => {
    const hour = (energyWh: number, gPerKwh: number | null) => ({
      hour: '2026-11-25T20:00Z',
      energyWh,
      gPerKwh,
      source: 's',
      how: 'measured',
      estimated: false,
    });
    expect(hourShift([hour(1000, 300), hour(100, 50)])).toEqual({ asWasG: 305, bestG: 80 });
    expect(hourShift([hour(1000, 300), hour(1, null)])).toBeUndefined();
  });
});

describe('small texts', () => {
  it('say how long a text is that they cut, and leave others as they are', () => {
    expect(shortText('short')).toBe('short');
    expect(shortText('x'.repeat(10_000), 3)).toBe('xxx… (10000 letters)');
    expect(shortText('🙂'.repeat(50), 2)).toBe('🙂🙂… (100 letters)');
  });

  it('group digits and count', () => {
    expect(thousands(10_000_000)).toBe('10\u202f000\u202f000');
    expect(thousands(999)).toBe('999');
    expect(plural(1, 'sample')).toBe('sample');
  });
});

describe('the page of an address', () => {
  it('is that of a run only where something stands behind, and each has a key of its own', () => {
    expect(pageOf('/runs/01ABC')?.page.name).toBe('Run');
    expect(pageOf('/runs/a%2Fb')?.rest).toBe('a/b');
    expect(pageOf('/runs/%E0%A4%A')?.rest).toBe('%E0%A4%A');
    expect(pageOf('/runs')?.page.name).not.toBe('Run');
    const run = pageOf('/runs/x')?.page;
    if (run === undefined) throw new Error('there is no page of a run');
    expect(keyOf(run)).toBe('/runs/');
  });
});
