import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allPlaces, matchPlace, placeIntensity, placeProblems } from '../../src/grid/places.io.ts';
import { placeTables } from '../../src/grid/where.io.ts';
import type { Host } from '../../src/host/host.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import { textTable } from '../../src/host/table-text.ts';

const HEADER = 'id,name,g_per_kwh,year,source,country,low,high,accounting,aliases';

/** A project with these files below `data/`, and a home of its own. */
function projectWith(files: Readonly<Record<string, string>>): Host {
  const cwd = mkdtempSync(join(tmpdir(), 'joulebook-zones-'));
  writeFileSync(join(cwd, 'joulebook.yaml'), '');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(cwd, 'data', path, '..'), { recursive: true });
    writeFileSync(join(cwd, 'data', path), text);
  }
  return realHost({ cwd, home: join(cwd, 'home'), env: {} });
}

const found = (host: Host, text: string): ReturnType<typeof placeIntensity> | string => {
  const match = matchPlace(host, text);
  return match.kind === 'found' ? placeIntensity(match.value, { durationS: 1e9 }) : match.kind;
};

describe("a user's zones", () => {
  const host = projectWith({
    'grid/zones.csv': `${HEADER}
CAMPUS,"Our campus, roof and grid",35.5,2025,Facilities office,CHE,30,41,,campus|the roof
# a remark

FRA,France,51,2025,Our supplier's label,FRA,,,production,
`,
  });
  it('are places like any other, with their source and their own interval', () => {
    expect(found(host, 'campus')).toMatchObject({
      id: 'grid.CAMPUS.2025.own',
      value: 35.5,
      zoneName: 'Our campus, roof and grid',
      source: 'Facilities office',
      accounting: 'consumption',
    });
    expect(found(host, 'The Roof')).toEqual(found(host, 'CAMPUS'));
    const campus = found(host, 'CAMPUS');
    expect(typeof campus === 'string' ? {} : campus.errors).toHaveProperty('accounting:CAMPUS');
    expect(allPlaces(host)[0]?.id).toBe('CAMPUS');
    expect(placeProblems(host)).toEqual([]);
  });
  it('come before the shipped figure of the same place, which is kept', () => {
    const match = matchPlace(host, 'fr');
    if (match.kind !== 'found') throw new Error('France is missing');
    expect(match.value.figures.map(({ id }) => id).slice(0, 2)).toEqual([
      'grid.FRA.2025.own',
      'grid.FRA.2024.ember',
    ]);
    expect(placeTables(host).placeOf('FR')).toMatchObject({
      value: { figures: [{ gPerKwh: 51 }, {}, {}, {}] },
    });
  });
  it('leave other places as they are', () => {
    expect(found(host, 'DE')).toEqual(found(realHost({ cwd: tmpdir(), env: {}, home: undefined }), 'DE'));
  });
});

describe('a row that is wrong', () => {
  it.each([
    [',x,1,2025,s,,,,,', 'the id'],
    ['A,x,-1,2025,s,,,,,', 'g_per_kwh "-1"'],
    ['A,x,0.4 kg,2025,s,,,,,', 'g_per_kwh "0.4 kg"'],
    ['A,x,410000,2025,s,,,,,', 'no number from 0 to 3000'],
    ['A,x,410,25,s,,,,,', 'the year "25"'],
    ['A,x,410,2025,,,,,,', 'the source is empty'],
    ['A,x,410,2025,s,Schweiz,,,,', 'ISO 3166 alpha-3'],
    ['A,x,410,2025,s,,500,,,', 'low "500" is above'],
    ['A,x,410,2025,s,,,400,,', 'high "400" is below'],
    ['A,x,410,2025,s,,,,sold,', 'accounting "sold"'],
  ])('%s is left out and told with its line: %s', (row, why) => {
    const host = projectWith({ 'grid/zones.csv': `${HEADER}\n\n${row}\nGOOD,Good,10,2024,me,,,,,\n` });
    const [wrong, ...others] = placeProblems(host);
    expect(others).toEqual([]);
    expect(wrong).toMatchObject({ code: 'E_CONFIG', at: { line: 3, text: row } });
    expect(wrong?.why).toContain(why);
    expect(found(host, 'GOOD')).toMatchObject({ value: 10 });
  });
  it('a file of the same name that is something else is left alone', () => {
    const host = projectWith({ 'zones.csv': 'zone,polygon\n1,"0 0,1 1"\n' });
    expect(placeProblems(host)).toEqual([]);
    expect(found(host, 'FR')).toMatchObject({ value: 44.18 });
  });
});

describe('a table that a person wrote', () => {
  it('may be quoted, end its lines in CRLF and begin with a byte order mark', () => {
    const { header, rows } = textTable('\uFEFFID, Name\r\n1,"a ""b"", c"\r\n\r\n# no\r\n2\r\n');
    expect(header).toEqual(['id', 'name']);
    expect(rows).toEqual([
      { line: 2, text: '1,"a ""b"", c"', cells: { id: '1', name: 'a "b", c' } },
      { line: 5, text: '2', cells: { id: '2', name: '' } },
    ]);
    expect(textTable('')).toEqual({ header: [], rows: [] });
  });
});
