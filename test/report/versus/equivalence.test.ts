import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { realHost } from '../../../src/host/real-host.io.ts';
import { type Compared, equalTo } from '../../../src/report/versus/equivalence.ts';
import { loadEquivalences } from '../../../src/report/versus/equivalences.io.ts';
import { equalText, ownText } from '../../../src/report/versus/versus-text.ts';
import { estimate, exact, UNKNOWN } from '../../../src/units/estimate.ts';

const WH = 3600;
const folder = mkdtempSync(join(tmpdir(), 'joulebook-versus-'));
const host = realHost({ cwd: folder, home: folder, env: {} });
const rows = loadEquivalences(host);
const of = (changes: Partial<Compared>) =>
  equalTo({ energy: UNKNOWN, carbon: UNKNOWN, country: undefined, ...changes }, rows);
const text = (energyWh: number, country?: string): string | undefined => {
  const equal = of({ energy: exact(energyWh * WH), country });
  return equal === undefined ? undefined : equalText(equal, '-');
};

describe('what an amount of energy equals', () => {
  test.each([
    [9.9, undefined],
    [24, 'about 2 charges of a phone (1.1-2.7)'],
    [311, 'about 2.8 litres of water brought to the boil (2.5-3.2)'],
    [1000, 'about 5.9 km in an electric car (4.8-7.1)'],
    [100_000, 'about 590 km in an electric car (480-710)'],
  ])('%d Wh: %s', (wh, told) => expect(text(wh)).toBe(told));

  test('a day of a home is told in its own country only', () => {
    expect(text(100_000, 'USA')).toBe("about 3.4 days of a US home's electricity (2.5-5.7)");
    expect(text(100_000, 'FRA')).toContain('electric car');
  });

  test('CO2e is used only where the energy is not known, and not below 10 g', () => {
    expect(of({ carbon: exact(1700) })).toMatchObject({ id: 'petrol-car-km', count: 10 });
    expect(of({ carbon: exact(9) })).toBeUndefined();
    expect(of({ energy: exact(1), carbon: exact(1e6) })).toBeUndefined();
  });

  test('the error of the measurement widens what it equals', () => {
    const wide = of({ energy: estimate(1000 * WH, { model: 0.2 }) });
    const sharp = of({ energy: exact(1000 * WH) });
    expect(wide?.low).toBeLessThan(sharp?.low ?? 0);
    expect(wide?.high).toBeGreaterThan(sharp?.high ?? 0);
  });

  test('is always at least one of something, within its interval', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 10, max: 1e9, noNaN: true }),
        fc.constantFrom('USA', undefined),
        (wh, country) => {
          const equal = of({ energy: exact(wh * WH), country });
          if (equal === undefined) return; // between 10 Wh and a phone's charge
          expect(equal.count).toBeGreaterThanOrEqual(1);
          expect(equal.low).toBeLessThanOrEqual(equal.count);
          expect(equal.high).toBeGreaterThanOrEqual(equal.count);
        },
      ),
    );
  });
});

test('every row has its interval, its source and its year', () => {
  for (const row of rows as readonly ((typeof rows)[number] & {
    readonly source?: string;
    readonly year?: number;
  })[]) {
    expect(row.low, row.id).toBeLessThanOrEqual(row.value);
    expect(row.high, row.id).toBeGreaterThanOrEqual(row.value);
    expect(row.source, row.id).toBeTruthy();
    expect(row.year, row.id).toBeGreaterThan(2000);
  }
});

test("a project's table goes before the shipped one; a file that is none is left alone", () => {
  const own = mkdtempSync(join(tmpdir(), 'joulebook-versus-'));
  mkdirSync(join(own, 'data/equivalences'), { recursive: true });
  const row = {
    id: 'ev-km',
    basis: 'energy',
    value: 1,
    low: 1,
    high: 1,
    one: 'mile of ours',
    many: 'miles of ours',
  };
  writeFileSync(
    join(own, 'data/equivalences/equivalences.json'),
    JSON.stringify({ rows: [row, { id: 'bad' }] }),
  );
  writeFileSync(join(own, 'data/equivalences.json'), 'not ours');
  const loaded = loadEquivalences(realHost({ cwd: own, home: own, env: {} }));
  expect(loaded.filter(({ id }) => id === 'ev-km')).toEqual([row]);
  expect(loaded.some(({ id }) => id === 'bad')).toBe(false);
  expect(loaded).toHaveLength(rows.length);
});

test('what is of the user goes by two digits', () => {
  expect(ownText({ ofMedian: 0.8412, project: 'bert', ofBudget: 0.0412 }, ', ', 'x')).toBe(
    "0.84x your median run of bert, 4.1 % of the month's budget",
  );
  expect(ownText({ ofMedian: undefined, project: 'p', ofBudget: 0.0001 }, ', ', 'x')).toBe(
    "< 0.1 % of the month's budget",
  );
  expect(ownText({ ofMedian: undefined, project: 'p', ofBudget: undefined }, ', ', 'x')).toBe('');
});
