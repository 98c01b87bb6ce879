import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../src/cli/output/text-width.ts';
import { Place } from './joulebook.ts';

const here = new Place();

interface Row {
  readonly id: string;
  readonly intensity: { readonly value: number; readonly id: string };
  readonly co2e: { readonly value: number; readonly low: number; readonly high: number } | null;
  readonly versusHere: { readonly ratio: number } | null;
  readonly here: boolean;
}

const rowsOf = (args: readonly string[], place = here): readonly Row[] => {
  const { stdout } = place.run(['regions', '--json', ...args]);
  return (JSON.parse(stdout) as { data: { rows: Row[] } }).data.rows;
};

describe('joulebook regions', () => {
  test('puts places side by side, the cleanest first, in the order of what they emit', () => {
    const { code, stdout, stderr } = here.run([
      'regions',
      'DE',
      'Quebec',
      'FR',
      '--energy',
      '10kWh',
      '--region',
      'FR',
    ]);
    expect(code).toBe(0);
    const lines = stdout.split('\n').map((line) => line.trimEnd());
    expect(lines.slice(1, 4).map((line) => line.split(/ {2,}/).slice(0, 7))).toEqual([
      ['CA-QC', 'Québec, CAN', '41.0', '410 g', '(302–495)', '+32%', 'used 2025'],
      ['FRA', 'France', '44.2', '440 g', '(326–533)', 'here', 'made 2024'],
      ['DEU', 'Germany', '344', '3.4 kg', '(2.5–4.2)', '×7.8', 'made 2024'],
    ]);
    expect(stderr).toContain('made (production)');
    expect(stderr).toContain('(Electricity Maps)');
    expect(stderr).toContain('between kinds the order is no comparison');
    expect(stderr).toContain('DE is read as the country code of Germany; US-DE is Delaware');
  });

  test('is never wider than the terminal, with and without Unicode', () => {
    for (const args of [
      [],
      ['--provider', 'azure', '--energy', '3 J'],
      ['--kind', 'zone', '--region', 'FR'],
      ['--kind', 'state'],
    ])
      for (const columns of ['40', '80', '120'])
        for (const env of [{}, { LANG: 'C', LC_ALL: 'C' }]) {
          const { stdout, stderr } = here.run(['regions', ...args], { COLUMNS: columns, ...env });
          for (const line of `${stdout}${stderr}`.split('\n'))
            expect(textWidth(line), line).toBeLessThanOrEqual(Number(columns));
        }
  });

  test('marks where we are, by option, setting or clock, wherever it ranks', () => {
    const rows = rowsOf(['--limit', '3', '--region', 'aws:us-east-1', '--provider', 'gcp']);
    expect(rows).toHaveLength(4);
    expect(rows.at(-1)).toMatchObject({ id: 'aws:us-east-1', here: true, versusHere: { ratio: 1 } });
    const { stdout } = here.run(['regions', '--json', 'SE'], { TZ: 'Australia/Adelaide' });
    expect(JSON.parse(stdout)).toMatchObject({ data: { here: 'AU-SA', hereIsGuess: true } });
    const { stdout: set } = here.run(['regions', '--json', 'SE'], { JOULEBOOK_REGION: 'California' });
    expect(JSON.parse(set)).toMatchObject({ data: { here: 'US-CA', hereIsGuess: false } });
  });

  test('filters by kind, provider, continent and kind of figure', () => {
    expect(rowsOf(['--provider', 'Scaleway'])).toHaveLength(4);
    expect(rowsOf(['--near', 'europe']).some(({ id }) => id === 'USA')).toBe(false);
    expect(rowsOf(['--near', 'NZ', '--kind', 'state']).map(({ id }) => id)).toContain('AU-NSW');
    const marginal = rowsOf(['FR', 'World', '--figure', 'marginal']);
    expect(marginal.map(({ intensity }) => intensity.id)).toEqual(['grid.FRA.2021.unfccc-ifi']);
    const names = rowsOf(['--sort', 'name', '--limit', '2']).map(({ id }) => id);
    expect(names).toEqual(['AFG', 'ALA']);
  });

  test("takes a run's energy with its PUE, its length and its place", () => {
    const lab = new Place();
    expect(lab.run(['run', '--card', 'off', '--region', 'PL', '--', 'true']).code).toBe(0);
    const record = JSON.parse(lab.run(['show', '--json']).stdout) as {
      data: { energy: { facility: { attributed: { value: number } } }; durationS: number };
    };
    const { stdout } = lab.run(['regions', 'PL', 'FR', '--energy', '@last', '--json']);
    const { data } = JSON.parse(stdout) as { data: { here: string; durationS: number; rows: Row[] } };
    const kwh = record.data.energy.facility.attributed.value / 3.6e6;
    expect(data).toMatchObject({ here: 'POL', durationS: record.data.durationS });
    expect(data.rows[0]?.co2e?.value).toBeCloseTo(kwh * 44.18, 12);
    expect(data.rows[1]).toMatchObject({ id: 'POL', here: true });
    // A tiny run is not nothing.
    const text = lab.run(['regions', 'FR', '--energy', '@last']).stdout;
    expect(text).toMatch(/ \d[\d.]* [µnm]g /);
  });

  test('as CSV has every column and one row for each place', () => {
    const { stdout } = here.run(['regions', '--csv', '--kind', 'cloud', '--energy', '1kWh']);
    const [header = '', ...lines] = stdout.trim().split('\n');
    expect(header.split(',')).toContain('co2e_g_high');
    expect(lines.length).toBeGreaterThan(250);
    expect(lines.find((line) => line.startsWith('aws:eu-west-1,'))).toMatch(
      /^aws:eu-west-1,cloud-region,Europe \(Ireland\),IRL,Europe,aws,eu-west-1,Dublin,IE,279\.7,/,
    );
  });

  test('has places of the project, and says which of its rows it cannot read', () => {
    const lab = new Place();
    mkdirSync(join(lab.dir, 'data/grid'), { recursive: true });
    writeFileSync(
      join(lab.dir, 'data/grid/zones.csv'),
      'id,name,g_per_kwh,year,source\nROOF,Our roof,30,2025,inverter\nBAD,Bad,much,2025,x\n',
    );
    const { code, stdout, stderr } = lab.run(['regions', 'ROOF', 'FR', '--figure', 'consumption']);
    expect(code).toBe(0);
    expect(stdout.split('\n')[1]).toMatch(/^ROOF +Our roof +30\.0/);
    expect(stderr).toContain('g_per_kwh "much"');
    expect(stderr).toContain('zones.csv:3');
    const ran = lab.run(['run', '--region', 'roof', '--json', '--', 'true']);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      data: { carbon: { intensity: { zone: 'ROOF', value: 30 } } },
    });
  });

  test.each([
    [['Georgia'], 2, 'E_REGION', '`GEO` or `US-GA`'],
    [['Frnace'], 2, 'E_REGION', 'France (FRA)'],
    [['FR', '--region', 'Atlantis'], 2, 'E_REGION', 'Atlantis'],
    [['--provider', 'foo'], 2, 'E_REGION', '--provider aws'],
    [['--near', 'World'], 2, 'E_REGION', 'Name a continent'],
    [['--provider', 'aws', '--kind', 'zone'], 3, 'E_NOT_FOUND', '--kind'],
    [['--energy', '5'], 2, 'E_QUANTITY', '5 kWh'],
    [['--energy', '10 kW'], 2, 'E_QUANTITY', '10 kWh'],
    [['--energy', '-1kWh'], 2, 'E_QUANTITY', '2 kWh'],
    [['--energy', 'no-such-run'], 3, 'E_NO_BOOK', 'joulebook run'],
    [['--figure', 'average'], 2, 'E_USAGE', 'production'],
    [['--csv', '--json'], 2, 'E_USAGE', '--csv'],
  ])('%j ends with %i and %s', (args, exit, code, fix) => {
    const { code: status, stdout } = here.run([
      'regions',
      '--json',
      ...args.filter((arg) => arg !== '--json'),
    ]);
    const answer = JSON.parse(stdout) as { ok: boolean; error: Record<string, string> };
    expect([status, answer.ok, answer.error['code']]).toEqual([exit, false, code]);
    expect(Object.values(answer.error).join(' ')).toContain(fix);
  });
});

describe('a region in the settings', () => {
  test('is read as everywhere, and refused where it is not one place', () => {
    const lab = new Place();
    writeFileSync(join(lab.dir, 'joulebook.yaml'), '');
    expect(lab.run(['config', 'set', 'region', 'Georgia'])).toMatchObject({ code: 2, stdout: '' });
    expect(lab.run(['config', 'set', 'region', 'Atlantis']).stderr).toContain('E_REGION');
    const { code, stderr } = lab.run(['config', 'set', 'region', 'CA']);
    expect(code).toBe(0);
    expect(stderr).toContain('CA is read as the country code of Canada; US-CA is California');
    lab.run(['config', 'set', 'region', 'Quebec']);
    const ran = lab.run(['run', '--json', '--', 'true']);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      data: { carbon: { intensity: { zone: 'CA-QC', zoneFrom: 'config', country: 'CAN' } } },
    });
  });
  test('that became ambiguous is refused before anything runs, with what could be meant', () => {
    const lab = new Place();
    writeFileSync(join(lab.dir, 'joulebook.yaml'), 'region: Georgia\n');
    const ran = lab.run(['run', '--', 'touch', 'ran']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('`GEO` or `US-GA`');
    expect(existsSync(join(lab.dir, 'ran'))).toBe(false);
    expect(lab.run(['regions', 'FR']).stderr).toContain('"Georgia" could be several places');
  });
});
