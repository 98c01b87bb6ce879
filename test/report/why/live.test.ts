import { describe, expect, test } from 'vitest';
import type { GridEvent } from '../../../src/book/journal-event.ts';
import type { Evidence } from '../../../src/report/why/evidence.ts';
import { figureOf } from '../../../src/report/why/figures.ts';
import { figuresOf } from '../../../src/report/why/tree-walk.ts';
import type { Derivation } from '../../../src/units/derivation.ts';
import { evidenceOf, groundOf, hostOf, sampleOf } from './a-measured-run.ts';

const HOUR_S = 3600;
const GROUND = groundOf(hostOf('server with RAPL'));

/** A run of so many hours from 10:00 on, each with more energy than the one before, of which a source tells some. */
function liveRun(hours: number, told: readonly number[], more: Partial<GridEvent> = {}): Evidence {
  const samples = Array.from({ length: hours }, (_, n) => ({
    ...sampleOf(GROUND, () => [HOUR_S * (n + 1), HOUR_S, 0.5, 0.5]),
    dt: HOUR_S,
  }));
  const start = Date.parse('2026-03-01T10:00:00.000Z');
  const event: GridEvent = {
    k: 'grid',
    source: 'electricity-maps',
    name: 'Electricity Maps',
    zone: 'FR',
    basis: 'average',
    boundary: 'life-cycle',
    licence: 'terms of the service',
    url: 'https://portal.electricitymaps.com/docs',
    askedAt: '2026-03-01T14:00:00.000Z',
    hours: told.map((n) => ({
      hour: `${new Date(start + n * HOUR_S * 1000).toISOString().slice(0, 16)}Z`,
      g: 40 + 10 * n,
      how: 'measured',
      sd: 0.1,
    })),
    ...more,
  };
  return evidenceOf(GROUND, samples, { startedAt: new Date(start).toISOString() }, [event]);
}

function tree(e: Evidence, name: string): Derivation {
  const found = figureOf(e, name);
  if (!found.ok) throw new Error(found.error.what);
  return found.value;
}

const hoursOf = ({ from = [] }: Derivation): readonly Derivation[] =>
  from.filter(({ id }) => /\.20\d\d-/.test(id));

test('an intensity of hours is explained by its hours, which add up to it', () => {
  const e = liveRun(3, [0, 1, 2]);
  const intensity = tree(e, 'intensity');
  const hours = hoursOf(intensity);
  expect(hours.map(({ value }) => value)).toEqual([40, 50, 60]);
  expect(hours[0]).toMatchObject({ source: 'Electricity Maps', licence: 'terms of the service', year: 2026 });
  const energies = e.record.carbon.hourly?.map(({ energyWh }) => energyWh) ?? [];
  const total = energies.reduce((sum, one) => sum + one, 0);
  const mean = hours.reduce((sum, { value }, i) => sum + (value ?? 0) * (energies[i] ?? 0), 0) / total;
  expect(intensity.value).toBeCloseTo(mean, 9);
  expect(intensity.note).toContain('asked 2026-03-01T14:00:00.000Z');
});

test('hours that nobody told have the yearly figure, whose chain is there too', () => {
  const e = liveRun(2, [0]);
  const ids = figuresOf([tree(e, 'co2')]).map(({ id }) => id);
  expect(ids).toContain('carbon.offline');
  expect(ids.some((id) => id.startsWith('grid.FRA'))).toBe(true);
  expect(hoursOf(tree(e, 'intensity')).map(({ source }) => source)).toEqual([
    'Electricity Maps',
    'Ember, Yearly Electricity Data',
  ]);
});

test('of many hours the days are told', () => {
  const hours = hoursOf(
    tree(
      liveRun(
        40,
        Array.from({ length: 40 }, (_, n) => n),
      ),
      'intensity',
    ),
  );
  expect(hours.map(({ label }) => label)).toEqual([
    '2026-03-01, 14 hours',
    '2026-03-02, 24 hours',
    '2026-03-03, 2 hours',
  ]);
});

test('a source that told nothing is said, and the yearly figure stands', () => {
  const e = liveRun(1, [], { failure: 'no answer within 8 s' });
  const intensity = tree(e, 'intensity');
  expect(intensity.assumed).toContain('Electricity Maps told nothing of these hours (no answer within 8 s)');
  expect(intensity.formula).toMatch(/^figure of France × /);
});

describe('marginal emissions', () => {
  const marginal = { basis: 'marginal', source: 'watttime', name: 'WattTime', boundary: 'direct' } as const;

  test('stand apart from the carbon, with their own hours', () => {
    const e = liveRun(2, [0, 1], marginal);
    expect(tree(e, 'marginal')).toMatchObject({
      unit: 'g',
      value: e.record.carbon.marginal?.emissions.value,
    });
    expect(figuresOf([tree(e, 'co2')]).some(({ id }) => id.includes('marginal'))).toBe(false);
  });

  test('of hours that are not told there is no value', () => {
    const found = tree(liveRun(2, [0], marginal), 'marginal');
    expect(found.value).toBe(null);
    expect(found.formula).toContain('of the hours that are told');
  });
});

test('no number of a live run is without its source', () => {
  const orphans = figuresOf([tree(liveRun(3, [0, 2]), 'co2')]).filter(
    ({ from = [], source, year, licence }) =>
      from.length === 0 && (source === undefined || (year === undefined && licence === undefined)),
  );
  expect(orphans).toEqual([]);
});
