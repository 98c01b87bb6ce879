import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figureNames, figureOf } from '../../../src/report/why/figures.ts';
import type { Evidence } from '../../../src/report/why/evidence.ts';
import { figuresOf } from '../../../src/report/why/tree-walk.ts';
import type { Derivation } from '../../../src/units/derivation.ts';
import { Z90 } from '../../../src/units/estimate.ts';
import {
  A_GPU,
  type Cell,
  evidenceOf,
  groundOf,
  MACHINE_NAMES,
  hostOf,
  runOn,
  sampleOf,
} from './a-measured-run.ts';
import { follows } from './follows.ts';

function tree(e: Evidence, name: string): Derivation {
  const found = figureOf(e, name);
  if (!found.ok) throw new Error(`${name}: ${found.error.what}`);
  return found.value;
}

const every = (e: Evidence): readonly Derivation[] => figuresOf(figureNames(e).map((name) => tree(e, name)));

/** A number that nobody vouches for: no chain, and neither a source with its year or licence nor the user's own word. */
function isOrphan({ from = [], source, year, licence, note = '' }: Derivation): boolean {
  if (from.length > 0) return false;
  if (source === undefined) return true;
  return year === undefined && licence === undefined && !/`[\w-]+` of the settings/.test(note);
}

describe.each(MACHINE_NAMES)('on a %s', (machine) => {
  const e = runOn(machine, { price: { perKwh: 0.25, currency: 'EUR' }, wue: 0.2, marketGPerKwh: 0 });

  let told: readonly Derivation[] | undefined;
  const figures = (): readonly Derivation[] => (told ??= every(e));

  test('no number is without its source, whatever figure is asked for', () => {
    expect(figures().filter(isOrphan)).toEqual([]);
  });

  test('each formula gives its figure', () => {
    const checked = figures().flatMap((figure) => {
      const value = follows(figure);
      return value === undefined ? [] : [[figure.id, value, figure.value] as const];
    });
    expect(checked.length).toBeGreaterThan(10);
    for (const [id, value, told] of checked) expect([id, value]).toEqual([id, expect.closeTo(told ?? 0, 9)]);
  });

  test('an id names one figure', () => {
    const byId = new Map<string, string>();
    for (const { id, value, low, high } of figureNames(e).flatMap((name) => all(tree(e, name)))) {
      const numbers = `${value} ${low} ${high}`;
      expect([id, byId.get(id) ?? numbers]).toEqual([id, numbers]);
      byId.set(id, numbers);
    }
  });
});

function all(figure: Derivation): readonly Derivation[] {
  return [figure, ...(figure.from ?? []).flatMap(all)];
}

test('the law holds for whatever a machine draws and a run owns of it', () => {
  const ground = groundOf(hostOf('server with RAPL'));
  const withGpu = {
    ...ground,
    components: [...ground.components.slice(0, -1), A_GPU, ...ground.components.slice(-1)],
  };
  // No subnormal numbers: a part of 5e-324 is none.
  const part = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000);
  const cell = fc.tuple(fc.double({ min: 1, max: 500, noNaN: true }), part, part, part);
  const samples = fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(samples, (rows) => {
      const e = evidenceOf(
        withGpu,
        rows.map((cells) =>
          sampleOf(withGpu, (_, i): Cell => {
            const [joules, idle, share, idleShare] = cells[i] ?? [1, 0, 0, 0];
            return [joules, joules * idle, share, idleShare];
          }),
        ),
      );
      for (const figure of every(e)) {
        const value = follows(figure);
        if (value !== undefined) expect(value).toBeCloseTo(figure.value ?? Number.NaN, 6);
      }
    }),
    { numRuns: 25 },
  );
});

/** Leaves that tell how well something is known by a row of data/. */
const accuracies = (e: Evidence): readonly Derivation[] =>
  every(e).filter(({ id, value, unit }) => id.startsWith('data/meters/') && value === 1 && unit === '1');

test.each([
  ['server with RAPL', ['rapl.json#relativeSd.package.amd', 'rapl.json#relativeSd.dram.server']],
  ['laptop with RAPL', ['rapl.json#relativeSd.package.intel', 'rapl.json#relativeSd.dram.client']],
] as const)('%s: the accuracy of a counter is that of the row which it names', (machine, rows) => {
  const e = runOn(machine);
  expect(accuracies(e).map(({ id }) => id)).toEqual(rows.map((row) => `data/meters/${row}`));
  for (const { id, high } of accuracies(e)) {
    const [file = '', path = ''] = id.slice('data/'.length).split('#');
    const row = path
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], e.tables(file));
    expect(high).toBeCloseTo(1 + Z90 * (row as { value: number }).value, 12);
  }
});

test.each(MACHINE_NAMES)('on a %s the model errs as the row says that it names', (machine) => {
  const e = runOn(machine);
  const [accuracy] = every(e).filter(({ label }) => label === 'accuracy of the power model');
  expect(accuracy?.id).toMatch(/^data\/hardware\//);
  const [file = '', path = ''] = (accuracy?.id ?? '').slice('data/'.length).split('#');
  const row = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], e.tables(file));
  // Either the two sides of a spread, or a factor either way.
  const [down, up] = Array.isArray(row)
    ? (row as number[])
    : [(1 - 1 / Number(row)) / Z90, (Number(row) - 1) / Z90];
  expect(accuracy?.low).toBeCloseTo(1 - Z90 * (down ?? Number.NaN), 9);
  expect(accuracy?.high).toBeCloseTo(1 + Z90 * (up ?? Number.NaN), 9);
});
