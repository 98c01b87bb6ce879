import { describe, expect, test } from 'vitest';
import { rowOf } from '../../../src/book/index-row.ts';
import { yetToCome } from '../../../src/report/budget/yet-to-come.ts';
import { aRecord } from '../../book/a-record.ts';

const KWH = 3.6e6;
const NOW = Date.parse('2026-11-21T00:00:00Z');
const HOUR = 3_600_000;
const time = { currency: 'EUR', nowMs: NOW, untilMs: NOW + 240 * HOUR };

const took = (kWh: number) => rowOf(aRecord({ energyJ: kWh * KWH }), 'runs/x');
/** Alive for ten hours, with so much used. */
const alive = (kWh: number | null) => ({
  ...rowOf(aRecord({ state: 'running', startedAt: new Date(NOW - 10 * HOUR).toISOString() }), 'runs/y'),
  energyJ: kWh === null ? null : kWh * KWH,
});

describe('what a run that is alive will yet use', () => {
  test('is what earlier runs of its command took, less what it has used', () => {
    const coming = yetToCome(alive(1), [took(3), took(4), took(5)], 'energy', time);
    expect(coming).toEqual({ value: 3 * KWH, isAssumed: false });
  });

  test('beyond most earlier runs it is that of the longer ones alone', () => {
    const coming = yetToCome(alive(4.5), [took(3), took(4), took(5)], 'energy', time);
    expect(coming).toEqual({ value: 0.5 * KWH, isAssumed: false });
  });

  test('of a command without earlier runs it is its own pace for as long again, and no more than fits in the month', () => {
    expect(yetToCome(alive(2), [], 'energy', time)).toEqual({ value: 2 * KWH, isAssumed: true });
    const late = { ...time, untilMs: NOW + 5 * HOUR };
    expect(yetToCome(alive(2), [took(1)], 'energy', late)).toEqual({ value: KWH, isAssumed: true });
    expect(yetToCome(alive(2), [], 'energy', { ...time, untilMs: NOW - HOUR }).value).toBe(0);
  });

  test('beyond all earlier runs it is its own pace as well', () => {
    const coming = yetToCome(alive(6), [took(3), took(4), took(5)], 'energy', time);
    expect(coming).toEqual({ value: 6 * KWH, isAssumed: true });
  });

  test('of which nothing is known yet is nothing', () => {
    expect(yetToCome(alive(null), [], 'energy', time)).toEqual({ value: 0, isAssumed: true });
  });
});
