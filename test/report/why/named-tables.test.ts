import { expect, test } from 'vitest';
import { shippedTables } from '../../../src/report/why/constants.io.ts';
import { withNamedTables } from '../../../src/report/why/named-tables.ts';
import { withSameSource } from '../../../src/report/why/same-source.ts';
import type { Derivation } from '../../../src/units/derivation.ts';

const figure = (id: string, more: Partial<Derivation> = {}): Derivation => ({
  id,
  label: id,
  value: 1,
  low: 1,
  high: 1,
  unit: 'W',
  ...more,
});

test('a table that a formula names stands below it, with its source, year and licence', () => {
  const tree = figure('power', {
    formula: 'model of board power (data/hardware/accelerator_power.json)',
    from: [figure('limit', { source: 'a data sheet', year: 2020 })],
  });
  const [limit, table] = withNamedTables(tree, shippedTables()).from ?? [];
  expect(limit?.id).toBe('limit');
  expect(table).toMatchObject({
    id: 'data/hardware/accelerator_power.json',
    source: expect.any(String),
    year: expect.any(Number),
    licence: expect.any(String),
  });
});

test('so do the rows of a method of the power model', () => {
  const tree = figure('power', { formula: 'power model at this load', note: 'by the model (model:server)' });
  const ids = withNamedTables(tree, shippedTables()).from?.map(({ id }) => id);
  expect(ids).toEqual(['data/hardware/wall_model.json']);
});

test('what names no table, and what is a leaf, stays as it is', () => {
  const plain = figure('a', { formula: 'b × c', from: [figure('b'), figure('c')] });
  expect(withNamedTables(plain, shippedTables())).toEqual(plain);
  const leaf = figure('a', { source: 'data/hardware/supply.json' });
  expect(withNamedTables(leaf, shippedTables())).toEqual(leaf);
});

test('a table that this version does not have is named as lost, not left out', () => {
  const [lost] =
    withNamedTables(figure('a', { formula: 'data/hardware/no_such.json' }), shippedTables()).from ?? [];
  expect(lost).toMatchObject({ value: null, source: expect.stringContaining('another version') });
});

test('year and licence of a source are told wherever it is named', () => {
  const tree = figure('a', {
    from: [
      figure('b', { source: 'S', year: 2022, licence: 'MIT' }),
      figure('c', { source: 'S' }),
      figure('d', { source: 'T' }),
    ],
  });
  const [, c, d] = withSameSource(tree).from ?? [];
  expect(c).toMatchObject({ year: 2022, licence: 'MIT' });
  expect(d).not.toHaveProperty('year');
});
