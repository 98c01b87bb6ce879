import { describe, expect, test } from 'vitest';
import type { CarbonRecord, RunRecord } from '../../src/book/run-record.ts';
import { type CardLook, runCard } from '../../src/cli/card/run-card.ts';
import { styleFor } from '../../src/cli/output/style.ts';
import { textWidth } from '../../src/cli/output/text-width.ts';
import { factLines } from '../../src/cli/views/fact-lines.ts';
import { carbonFacts, type FactOptions } from '../../src/cli/views/footprint-facts.ts';
import { explicitIntensity } from '../../src/grid/yearly-intensity.ts';
import { estimate, written } from '../../src/units/estimate.ts';
import type { Sourced } from '../../src/units/sourced.ts';
import { aRecord } from './a-record.ts';

const look = (width: number, changes: Partial<CardLook> = {}): CardLook => ({
  width,
  unicode: true,
  style: styleFor(false),
  unit: 'Wh',
  how: 'full',
  scope: 'attributed',
  ...changes,
});

const constant = (value: number, unit: string, changes: Partial<Sourced> = {}): Sourced => ({
  value,
  low: value,
  high: value,
  unit,
  errors: {},
  id: 'test',
  source: 'a test',
  ...changes,
});

const plain = aRecord(1_119_600);
const { intensity } = plain.carbon;
const carbon = (changes: Partial<CarbonRecord>): CarbonRecord => ({ ...plain.carbon, ...changes });

/** A run in a cloud, of which everything is known. */
const full: RunRecord = aRecord(1_119_600, {
  carbon: carbon({
    pue: constant(1.135, '1', {
      low: 1.07,
      high: 1.46,
      id: 'pue.aws',
      source: 'Amazon, AWS Cloud sustainability',
      year: 2024,
    }),
    market: {
      operational: written(estimate(0, {}), 'g'),
      intensity: constant(0, 'g/kWh', { id: 'given.market' }),
    },
  }),
  water: {
    total: written(estimate(0.0467, { 'wue:aws': [0.2, 0.5] }), 'L'),
    wue: constant(0.15, 'L/kWh', { id: 'wue.aws', source: 'Amazon, AWS Cloud sustainability', year: 2024 }),
  },
  cost: {
    total: written(estimate(0.088, { 'model:h1': 0.1 }), 'EUR'),
    price: constant(0.25, 'EUR/kWh', { id: 'given.price' }),
  },
});

describe.each([60, 80, 120])('a card at %i columns', (width) => {
  test('of a run of which everything is known, and of one that knows little', async () => {
    const little = aRecord(36, {
      carbon: carbon({
        embodied: { value: null, low: null, high: null, unit: 'g', errors: {} },
        operational: { value: null, low: 0.0002, high: 0.02, unit: 'g', errors: {} },
        intensity:
          intensity === null ? null : { ...intensity, value: null, low: 20, high: 1300, zoneFrom: 'unknown' },
      }),
    });
    const lines = [...runCard(full, look(width)), '', ...runCard(little, look(width))];
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(width);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`goldens/card-${width}.txt`);
  });

  test('in ASCII has no other character', () => {
    const quebec = aRecord(1e6, {
      carbon: carbon({
        intensity:
          intensity === null ? null : { ...intensity, zoneName: 'Québec', source: 'Une “source” – d’ici' },
      }),
    });
    for (const record of [full, quebec]) {
      const text = runCard(record, look(width, { unicode: false })).join('');
      expect(text).toMatch(/^[\u0020-\u007e]*$/);
    }
  });
});

test('a source is never cut off: what does not fit goes on the next line', () => {
  for (const width of [40, 44, 52, 61, 80, 99]) {
    const text = runCard(full, look(width)).slice(1).join(' ').replaceAll(/\s+/g, ' ');
    for (const fact of [
      'France (--region)',
      '56.0 g/kWh in 2024',
      'location-based average',
      'Ember',
      'PUE 1.135',
    ])
      expect(text).toContain(fact);
  }
});

test('what another tool recorded is not said to have been given, and one number alone has no place', () => {
  const source = 'as codecarbon recorded it';
  const pue = constant(1, '1', { id: 'import.codecarbon.pue', source });
  const given = explicitIntensity(300);
  const print: FactOptions = { unit: 'Wh', full: true };
  const facts = (changes: Partial<CarbonRecord>): readonly string[] =>
    carbonFacts(aRecord(3600, { carbon: carbon({ pue, ...changes }) }), print);
  const named = { ...given, id: 'import.codecarbon.intensity', source, zone: 'FRA', zoneName: 'France' };
  expect(facts({ intensity: named })).toEqual([
    'France',
    '300 g/kWh as codecarbon recorded it',
    'PUE 1.00 as codecarbon recorded it',
  ]);
  expect(facts({ intensity: given })[0]).toBe('300 g/kWh as given');
});

test('what its energy is set beside has one line, which is cut where it does not fit, and none where there is nothing', () => {
  const versus = "0.84× your median run of bert-fr · 4 % of the month's budget";
  const lines = (width: number): readonly string[] =>
    runCard(plain, look(width), versus).filter((line) => line.includes('Versus'));
  expect(lines(80)).toEqual([` Versus    ${versus}`]);
  expect(lines(50)).toHaveLength(1);
  expect(lines(50).every((line) => textWidth(line) <= 50)).toBe(true);
  expect(runCard(plain, look(80)).join()).not.toContain('Versus');
  expect(runCard(plain, look(80, { how: 'short' }), versus)).toHaveLength(1);
});

test('where to look at it: a page that runs, else the command that opens one; no part of an address', () => {
  const address = 'http://127.0.0.1:4780/';
  const lines = (width: number, given?: string): readonly string[] =>
    runCard(plain, look(width), undefined, { address: given }).slice(-2);
  expect(lines(80, address).at(-1)).toBe(` Page      ${address}runs/${plain.id}`);
  expect(lines(80).at(-1)).toBe(` Details   joulebook show ${plain.name} · joulebook ui`);
  expect(lines(44, address).join()).not.toContain('http');
});

test('how the zone was found is said, a guess as a guess', () => {
  const of = (zoneFrom: NonNullable<CarbonRecord['intensity']>['zoneFrom']): string => {
    const record = aRecord(1e6, {
      carbon: carbon({ intensity: intensity === null ? null : { ...intensity, zoneFrom } }),
    });
    return runCard(record, look(120)).join('\n');
  };
  expect(of('time-zone')).toContain('France (a guess by time zone)');
  expect(of('cloud')).toContain("France (the cloud's region)");
  expect(of('config')).toContain('France (settings)');
  expect(of('unknown')).toContain('region unknown: give --region');
});

test('a live intensity says how much of it is live, and marginal emissions stand on a line of their own', () => {
  const live = {
    source: 'watttime',
    name: 'WattTime',
    zone: 'CAISO_NORTH',
    basis: 'marginal',
    boundary: 'direct',
    fraction: 0.6,
  } as const;
  const record = aRecord(1e6, {
    carbon: carbon({
      live: {
        ...live,
        source: 'electricity-maps',
        name: 'Electricity Maps',
        basis: 'average',
        boundary: 'life-cycle',
      },
      marginal: {
        intensity: { ...(intensity as NonNullable<typeof intensity>), value: 420, basis: 'marginal' },
        emissions: written(estimate(110, {}), 'g'),
        live,
        hourly: [],
      },
    }),
  });
  const text = runCard(record, look(120)).join('\n');
  expect(text).toContain('56.0 g/kWh in 2024 60 % live');
  expect(text).toMatch(
    /Marginal +110 g CO₂e {3}marginal, 420 g\/kWh \(WattTime\), known for 60 % of the energy/,
  );
});

test('where the whole machine is shown its carbon stands beside its energy', () => {
  const machine = aRecord(3.6e6, { scope: 'machine' });
  const text = runCard(machine, look(120, { scope: 'machine', how: 'short' })).join('');
  // 1.3 kWh of the machine × 56 g/kWh, not the 56 g of the run's part
  expect(text).toMatch(/1\.3 kWh .* 73 g /);
});

test('names from outside cannot steer the terminal', () => {
  const total = written(estimate(0.1, {}), '\u001b[2JEUR');
  const record = { ...full, name: 'a\u001b[2Jb', cost: { total, price: constant(1, 'x') } };
  for (const how of ['full', 'short'] as const)
    expect(runCard(record, look(200, { how })).join('\n')).not.toContain('\u001b');
});

test('a nested run does not carry the making of the machine', () => {
  const nested = aRecord(1e6, { parentId: '01M85BDDBY9ETBS79XCSCQ81DX' });
  expect(runCard(nested, look(80)).join('\n')).not.toContain('Embodied');
});

describe('facts over lines', () => {
  test('stay whole and in order', () => {
    expect(factLines('18 g', ['France', '44 g/kWh in 2024', 'Ember'], 24)).toEqual([
      '18 g   France,',
      '44 g/kWh in 2024, Ember',
    ]);
  });
  test('one that is wider than the room is broken at its words', () => {
    expect(factLines('1 g', ['a long name of a source'], 12)).toEqual(['1 g', 'a long name', 'of a source']);
  });
  test('no facts, no comma', () => expect(factLines('1 g', [], 10)).toEqual(['1 g']));
});
