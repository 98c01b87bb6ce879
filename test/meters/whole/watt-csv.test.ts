import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseWattCsv, type WattCsv } from '../../../src/meters/whole/watt-csv.ts';
import { readWattCsv } from '../../../src/meters/whole/watt-csv.io.ts';

function parsed(text: string): WattCsv {
  const result = parseWattCsv(text);
  if (!result.ok) throw new Error(`${result.error.why}`);
  return result.value;
}

function rows(text: string): (readonly [number, number])[] {
  const { timesS, watts } = parsed(text);
  return [...timesS].map((time, k) => [time, watts[k] ?? Number.NaN]);
}

const NOON = Date.UTC(2026, 4, 1, 12) / 1000;

describe('a table of watts', () => {
  test.each([
    ['comma', 'time,power (W)\n2026-05-01T12:00:00Z,100.5\n2026-05-01T12:00:01Z,101.5\n'],
    [
      'semicolon and decimal comma',
      'Zeit;Leistung [W]\n2026-05-01 12:00:00Z;100,5\n2026-05-01 12:00:01Z;101,5\n',
    ],
    [
      'tab, CRLF and byte-order mark',
      '\uFEFFtimestamp\twatts\r\n2026-05-01T14:00:00+02:00\t100.5\r\n2026-05-01T14:00:01+0200\t101.5\r\n',
    ],
    ['quotes', '"Date","Time","Power"\n"2026-05-01","12:00:00Z","100,5"\n"2026-05-01","12:00:01Z","101,5"\n'],
    ['kilowatts', 'time,kW\n2026-05-01T12:00:00Z,0.1005\n2026-05-01T12:00:01Z,0.1015\n'],
    ['milliwatts', `epoch,power_mW\n${NOON},100500\n${NOON + 1},101500\n`],
    ['milliseconds since 1970', `unix_ms,W\n${NOON}000,100.5 W\n${NOON + 1}000,101.5 W\n`],
    ['no heading, comments, other columns named', `# logger 3\n${NOON},100.5\n\n${NOON + 1},101.5\n`],
    [
      'energy and apparent power beside it',
      `time,Energy (kWh),apparent power (VA),Power factor,Power (W)\n${NOON},1,2,3,100.5\n${NOON + 1},1,2,3,101.5\n`,
    ],
  ])('with %s', (_name, text) => {
    const table = rows(text).map(([time, watts]) => [time, Math.round(watts * 1e6) / 1e6]);
    expect(table).toEqual([
      [NOON, 100.5],
      [NOON + 1, 101.5],
    ]);
    expect(parsed(text).clock).toBe('utc');
  });

  test('says on which clock its times are', () => {
    expect(parsed('time,W\n2026-05-01 12:00:00,1\n2026-05-01 12:00:01,1\n')).toMatchObject({
      clock: 'local',
    });
    expect(parsed('Zeit;W\n01.05.2026 12:00:00;1\n01.05.2026 12:00:00,5;1\n')).toMatchObject({
      clock: 'local',
      timesS: Float64Array.of(NOON, NOON + 0.5),
    });
    expect(parsed('elapsed (ms),W\n0,1\n250,1\n')).toMatchObject({
      clock: 'elapsed',
      timesS: Float64Array.of(0, 0.25),
    });
    expect(parsed('time,W\n23:59:59,1\n00:00:00,2\n00:00:01.5,3\n')).toMatchObject({
      clock: 'time-of-day',
      timesS: Float64Array.of(86_399, 86_400, 86_401.5),
    });
  });

  test('leaves out what is no reading, and counts it', () => {
    const text = `t,W\n${NOON},1\n${NOON + 1},unavailable\n${NOON + 2},\n${NOON + 3},4\n${NOON + 3},5\n${NOON + 2},6\n${NOON + 4},7\n${NOON + 5},-8\n${NOON + 6},8\n${NOON + 7},9\n`;
    expect(parsed(text)).toMatchObject({ leftOut: 5, watts: Float64Array.of(1, 4, 7, 8, 9) });
  });

  test('thousands are told from decimals by the other rows', () => {
    expect(rows(`t,W\n${NOON},"1,234"\n${NOON + 1},999.5\n`)[0]?.[1]).toBe(1234);
    expect(rows(`t;W\n${NOON};1,234\n${NOON + 1};999,5\n`)[0]?.[1]).toBe(1.234);
    expect(rows(`t;W\n${NOON};1.234,5\n${NOON + 1};999,5\n`)[0]?.[1]).toBe(1234.5);
  });

  test.each([
    ['', /no single column/],
    ['a,b,c\n1,2,3\n', /no single column/],
    [`time,power A (W),power B (W)\n${NOON},1,2\n`, /no single column/],
    ['time,W\nyesterday,1\ntoday,2\n', /no known form/],
    [`t;W\n${NOON};1,234\n${NOON + 1};2,345\n`, /thousands or thousandths/],
    [`t,W\n${NOON},1\n${NOON + 1},x\n${NOON + 2},x\n${NOON + 3},2\n${NOON + 4},x\n`, /only 2 of 5 rows/],
    ['\u0000\u0001\u0002', /no single column/],
  ])('%j is refused', (text, why) => {
    const result = parseWattCsv(text);
    expect(result.ok ? '' : result.error.why).toMatch(why);
    expect(result.ok ? '' : result.error.fix).toBeTruthy();
  });

  test('is read from a file, and a file that cannot be read is a problem', () => {
    const folder = mkdtempSync(join(tmpdir(), 'joulebook-csv-'));
    writeFileSync(join(folder, 'log.csv'), `t,W\n${NOON},1\n${NOON + 1},2\n`);
    expect(readWattCsv(join(folder, 'log.csv'))).toMatchObject({ ok: true });
    expect(readWattCsv(join(folder, 'none.csv'))).toMatchObject({
      ok: false,
      error: { code: 'E_NOT_FOUND' },
    });
    writeFileSync(join(folder, 'bad.csv'), 'x');
    expect(readWattCsv(join(folder, 'bad.csv'))).toMatchObject({
      error: { at: { file: join(folder, 'bad.csv') } },
    });
  });
});
