import { describe, expect, test } from 'vitest';
import { rowOf } from '../../../src/book/index-row.ts';
import { overviewOf } from '../../../src/report/overview/overview.ts';
import { readPeriod } from '../../../src/report/overview/period.ts';
import { Calendar } from '../../../src/report/budget/calendar.ts';
import { aRecord, folderOf, type RecordWishes } from '../../book/a-record.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const CALENDAR = new Calendar('UTC');
const row = (wishes: RecordWishes) => {
  const record = aRecord(wishes);
  return rowOf(record, folderOf(record));
};
const period = (text: string) => {
  const read = readPeriod(text, NOW);
  if (!read.ok) throw new Error(read.error.what);
  return read.value;
};

describe('the overview', () => {
  test('adds root runs of the period, and those of the period before apart', () => {
    const root = row({ startedAt: '2026-11-25T10:00:00.000Z', energyJ: 1000 });
    const rows = [
      root,
      row({ startedAt: '2026-11-25T10:01:00.000Z', energyJ: 400, parentId: root.id, rootId: root.id }),
      row({ startedAt: '2026-11-22T23:59:59.000Z', energyJ: 300, grade: 'C' }),
      row({ startedAt: '2026-11-15T10:00:00.000Z', energyJ: 50 }),
      row({ startedAt: '2026-10-01T10:00:00.000Z', energyJ: 9 }),
    ];
    const { now, before, days, year, runs } = overviewOf(rows, period('-7d'), CALENDAR, NOW);
    expect(now).toMatchObject({ runs: 2, energyJ: 1300, grades: { A: 1000, C: 300 } });
    expect(before).toMatchObject({ runs: 1, energyJ: 50 });
    expect(days).toHaveLength(8);
    expect(days.reduce((sum, day) => sum + day.energyJ, 0)).toBe(1300);
    expect(days.find(({ date }) => date === '2026-11-25')).toMatchObject({
      runs: 1,
      energyJ: 1000,
      gpuJ: 100,
      otherJ: 700,
    });
    expect(year.map(({ date }) => date)).toEqual(['2026-10-01', '2026-11-15', '2026-11-22', '2026-11-25']);
    expect(runs).toBe(5);
  });

  test('of energies that are not known says how many, and makes no zero of carbon', () => {
    const rows = [row({ startedAt: '2026-11-26T10:00:00.000Z', energyJ: null, co2G: null })];
    const { now } = overviewOf(rows, period('-7d'), CALENDAR, NOW);
    expect(now).toMatchObject({ runs: 1, energyJ: 0, unknown: 1, co2G: null, cost: null });
  });

  test('adds no money of one currency to that of another, and says of how many runs it is', () => {
    const priced = (unit: string, value: number) => {
      const record = aRecord({ startedAt: '2026-11-25T10:00:00.000Z' });
      const total = { value, low: value, high: value, unit, errors: {} };
      const price = { ...total, id: 'price.given', source: 'given' };
      return rowOf({ ...record, cost: { total, price } }, folderOf(record));
    };
    const rows = [priced('USD', 100), priced('EUR', 1), priced('EUR', 2), row({})];
    const { now, days } = overviewOf(rows, period('2026-11-25..2026-11-26'), CALENDAR, NOW);
    expect(now).toMatchObject({ cost: 3, currency: 'EUR', otherCurrencies: ['USD'], costElsewhere: 1 });
    expect(days.map(({ cost }) => cost)).toEqual([3, 0]);
    expect(overviewOf(rows.slice(1), period('-7d'), CALENDAR, NOW).now).toMatchObject({
      cost: 3,
      otherCurrencies: [],
      costElsewhere: 0,
    });
  });

  test('of nothing is empty days, and nothing is known of it', () => {
    const { now, days, year } = overviewOf([], period('2026-11-01..2026-11-03'), CALENDAR, NOW);
    expect(now).toMatchObject({ runs: 0, co2G: null, cost: null });
    expect(days.map(({ date }) => date)).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
    expect(year).toEqual([]);
  });
});

describe('a time range', () => {
  test('is since then, both days and those between, or open at an end', () => {
    expect(period('-1d')).toEqual({ fromMs: NOW - 86_400_000, toMs: NOW });
    const days = period('2026-11-01..2026-11-02');
    expect(days.toMs - days.fromMs).toBe(2 * 86_400_000);
    expect(period('2026-11-20..').toMs).toBe(NOW);
    expect(period('..2026-11-20').toMs - period('..2026-11-20').fromMs).toBe(30 * 86_400_000);
  });

  test('that goes back beyond the calendar begins with it', () => {
    expect(period('-999999999d')).toEqual({ fromMs: 0, toMs: NOW });
  });

  test.each(['', 'soon', '2026-11-09..2026-11-01', '-0x', '2026-13-01..'])('%s is none', (text) => {
    expect(readPeriod(text, NOW).ok).toBe(false);
  });
});
