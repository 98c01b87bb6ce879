import { describe, expect, test } from 'vitest';
import { readTrace, traceAt } from '../../src/grid/intensity-trace.ts';

const at = (text: string): number => Date.parse(text);

function figure(table: string, when: string): number | undefined {
  const read = readTrace(table, 'trace.csv');
  if (!read.ok) throw new Error(read.error.what);
  return traceAt(read.value, at(when));
}

describe('a table of carbon intensities', () => {
  const plain = '2026-11-26T08:00Z,310\n2026-11-26T09:00Z,280\n';

  test('has each figure until the next, the last one as long as the one before, and none outside', () => {
    expect(figure(plain, '2026-11-26T08:00:00Z')).toBe(310);
    expect(figure(plain, '2026-11-26T08:59:59Z')).toBe(310);
    expect(figure(plain, '2026-11-26T09:30:00Z')).toBe(280);
    expect(figure(plain, '2026-11-26T07:59:59Z')).toBeUndefined();
    expect(figure(plain, '2026-11-26T10:00:00Z')).toBeUndefined();
  });

  test('is read as services export it: with headings, quotes, other zones, semicolons and gaps', () => {
    const exported =
      '\uFEFF"Datetime (UTC)","Zone id","Carbon intensity gCO₂eq/kWh (direct)","Carbon intensity gCO₂eq/kWh (Life cycle)"\r\n' +
      '2026-11-26 08:00:00,DE,300,350\r\n2026-11-26 09:00:00,DE,,\r\n2026-11-26 10:00:00,DE,200,250\r\n';
    expect(figure(exported, '2026-11-26T09:30:00Z')).toBe(350);
    expect(figure(exported, '2026-11-26T10:30:00Z')).toBe(250);
    expect(
      figure('# mine\ntime;g/kWh\n2026-11-26T08:00+0100;1\n2026-11-26T09:00+01:00;2\n', '2026-11-26T07:30Z'),
    ).toBe(1);
    expect(figure('2026-11-26,5\n2026-11-27,6\n', '2026-11-27T23:00Z')).toBe(6);
  });

  test('that is none is refused with its line', () => {
    for (const [table, line] of [
      ['time,g\n2026-11-26T08:00Z,310\nlater,280\n', 3],
      ['2026-11-26T08:00Z,310\n2026-11-26T09:00Z,-4\n', 2],
      ['2026-11-26T08:00Z,310\n2026-11-26T08:00Z,300\n', 2],
      ['2026-11-26T08:00Z,many\n2026-11-26T09:00Z,4\n', 1],
    ] as const) {
      const read = readTrace(table, 'trace.csv');
      expect(read.ok ? '' : read.error.what).toContain(`trace.csv, line ${line}`);
    }
    for (const table of ['', 'time,g\n', '2026-11-26T08:00Z,310\n'])
      expect(readTrace(table, 'trace.csv')).toMatchObject({ ok: false });
  });
});
