import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Calendar } from '../../../src/report/budget/calendar.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

describe('a month on the clocks of a zone', () => {
  test.each([
    ['UTC', '2026-11-26T06:00:00Z', '2026-11', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    [
      'Europe/Paris',
      '2026-03-31T22:30:00Z',
      '2026-04',
      '2026-03-31T22:00:00.000Z',
      '2026-04-30T22:00:00.000Z',
    ],
    [
      'Europe/Paris',
      '2026-10-15T00:00:00Z',
      '2026-10',
      '2026-09-30T22:00:00.000Z',
      '2026-10-31T23:00:00.000Z',
    ],
    [
      'America/Los_Angeles',
      '2026-12-31T23:59:59Z',
      '2026-12',
      '2026-12-01T08:00:00.000Z',
      '2027-01-01T08:00:00.000Z',
    ],
    [
      'Pacific/Kiritimati',
      '2026-12-31T10:00:00Z',
      '2027-01',
      '2026-12-31T10:00:00.000Z',
      '2027-01-31T10:00:00.000Z',
    ],
    [
      'Asia/Kolkata',
      '2026-05-31T18:30:00Z',
      '2026-06',
      '2026-05-31T18:30:00.000Z',
      '2026-06-30T18:30:00.000Z',
    ],
  ])('%s at %s', (zone, at, key, from, to) => {
    const month = new Calendar(zone).monthOf(Date.parse(at));
    expect([month.key, iso(month.fromMs), iso(month.toMs)]).toEqual([key, from, to]);
  });

  test('days of 23 and 25 hours where the clocks are changed', () => {
    const paris = new Calendar('Europe/Paris');
    const hours = (date: string): number => {
      const day = paris.dayOf(Date.parse(`${date}T12:00:00Z`));
      return (day.toMs - day.fromMs) / 3_600_000;
    };
    expect(['2026-03-29', '2026-10-25', '2026-11-01'].map(hours)).toEqual([23, 25, 24]);
  });

  test('a zone that skips midnight begins its day where the clocks jump to', () => {
    const day = new Calendar('America/Santiago').dayOf(Date.parse('2026-09-06T12:00:00Z'));
    expect([day.date, iso(day.fromMs), iso(day.toMs)]).toEqual([
      '2026-09-06',
      '2026-09-06T04:00:00.000Z',
      '2026-09-07T03:00:00.000Z',
    ]);
  });

  test('February and the turn of a year', () => {
    const utc = new Calendar('UTC');
    expect(utc.month(2028, 2).days).toHaveLength(29);
    expect(utc.month(2027, 2).days).toHaveLength(28);
    expect(utc.month(2026, 13).key).toBe('2027-01');
    expect(utc.daysBefore(Date.parse('2026-01-02T03:00:00Z'), 3).map(({ date }) => date)).toEqual([
      '2025-12-30',
      '2025-12-31',
      '2026-01-01',
    ]);
  });

  test('no such zone is refused', () => {
    expect(() => new Calendar('Europe/Nowhere')).toThrow(RangeError);
  });
});

test('days stand end to end, and every moment lies in its own day and month', () => {
  const zones = ['UTC', 'Europe/Paris', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', undefined];
  const calendars = zones.map((zone) => new Calendar(zone));
  fc.assert(
    fc.property(
      fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2040-01-01') }),
      fc.constantFrom(...calendars),
      (ms, calendar) => {
        const month = calendar.monthOf(ms);
        expect(month.fromMs <= ms && ms < month.toMs).toBe(true);
        month.days.forEach((day, i) => {
          expect(day.fromMs).toBe(month.days[i - 1]?.toMs ?? month.fromMs);
          expect(day.toMs).toBeGreaterThan(day.fromMs);
        });
        const day = calendar.dayOf(ms);
        expect(day.fromMs <= ms && ms < day.toMs).toBe(true);
        expect(month.days.map(({ date }) => date)).toContain(day.date);
      },
    ),
    { numRuns: 100 },
  );
});
