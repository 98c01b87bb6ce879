import { describe, expect, test } from 'vitest';
import { FIELD_NAMES } from '../../src/book/filter-fields.ts';
import { rowOf } from '../../src/book/index-row.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { styleFor } from '../../src/cli/output/style.ts';
import { chosenView, listSummary, listView } from '../../src/cli/views/list-view.ts';
import type { Look } from '../../src/cli/views/look.ts';
import { estimate, written } from '../../src/units/estimate.ts';
import type { Sourced } from '../../src/units/sourced.ts';
import { aRecord } from './a-record.ts';

const NOW = Date.parse('2026-03-04T20:00:00Z');
const look: Look = { width: 400, unicode: true, style: styleFor(false), unit: 'Wh' };
const constant = (value: number, unit: string): Sourced => {
  return { value, low: value, high: value, unit, errors: {}, id: 'given', source: 'a test' };
};
const cost = (value: number, currency: string): Pick<RunRecord, 'cost'> => ({
  cost: {
    total: written(estimate(value, { m: 0.1 }), currency),
    price: constant(0.25, `${currency}/kWh`),
  },
});
const water = (litres: number): Pick<RunRecord, 'water'> => ({
  water: { total: written(estimate(litres, { m: 0.1 }), 'L'), wue: constant(0.2, 'L/kWh') },
});
const id = (n: number): Pick<RunRecord, 'id' | 'rootId'> => {
  const text = `01M85BDDBY9ETBS79XCSCMMGJ${n}`;
  return { id: text, rootId: text };
};
const rows = (...records: RunRecord[]) => records.map((record) => rowOf(record, 'p'));
const one = aRecord(1e6, { ...id(1), name: 'one', ...cost(0.000012, 'EUR'), ...water(0.04) });
const two = aRecord(2e6, { ...id(2), name: 'two', ...cost(0.14, 'EUR'), ...water(0.08) });
const none = aRecord(2e6, { ...id(3), name: 'none' });

describe('columns', () => {
  test('money and water are shown where they differ, behind the metrics', () => {
    const [titles] = listView(rows(one, two), NOW, look);
    expect(titles).toMatch(/CO₂e +ACCURACY +LOSS +COST +WATER/);
    expect(listView(rows(none, { ...none, ...id(4) }), NOW, look)[0]).not.toMatch(
      /COST|WATER|MARKET|EMBODIED/,
    );
  });

  test('what is not known is a dash, what is small is no zero', () => {
    const lines = chosen('cost,water');
    expect(lines[1]).toMatch(/one +0\.000012 EUR +40 mL$/);
    expect(lines[3]).toMatch(/none +— +—$/);
  });

  test('those that are asked for, in that order, after id and name', () => {
    expect(chosen('embodied, region ,co2,metric.accuracy,lr,tags')[0]).toMatch(
      /^ID +NAME +EMBODIED +ZONE +CO₂e +ACCURACY +lr +TAGS$/,
    );
    expect(chosen('name,id,energy')[0]).toMatch(/^ID +NAME +ENERGY$/);
  });

  test('every field that a filter knows can be one', () => {
    for (const field of FIELD_NAMES) expect(chosen(field)).toHaveLength(4);
  });

  test('one that does not exist is named with what was meant', () => {
    const view = chosenView(rows(one), 'cots', NOW, look);
    expect(view).toMatchObject({ ok: false, error: { code: 'E_USAGE', fix: 'Did you mean `cost`?' } });
  });
});

function chosen(columns: string): string[] {
  const view = chosenView(rows(one, two, none), columns, NOW, look);
  if (!view.ok) throw new Error(view.error.what);
  return view.value;
}

describe('the sum under a listing', () => {
  const sum = (...records: RunRecord[]) => listSummary(rows(...records), records.length, look);

  test('has water and money where all runs have them', () => {
    expect(sum(one, two)).toMatch(/ · 120 mL water · 0\.140 EUR$/);
    expect(sum(one, none)).not.toMatch(/water|EUR/);
  });

  test('adds no euros to dollars', () => {
    expect(sum(one, aRecord(1e6, { ...id(5), ...cost(1, 'USD'), ...water(1) }))).not.toMatch(/EUR|USD/);
  });

  test('says where it adds carbon of different kinds', () => {
    const { intensity } = one.carbon;
    const marginal = aRecord(1e6, {
      ...id(6),
      carbon: { ...one.carbon, intensity: intensity === null ? null : { ...intensity, basis: 'marginal' } },
    });
    expect(sum(one, marginal)).toContain('CO₂e (mixed: average, life-cycle and marginal, life-cycle)');
    expect(sum(one, two)).not.toContain('mixed');
  });
});
