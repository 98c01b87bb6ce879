import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { csvRows } from '../faults/csv-rows.ts';
import { LAUNCHER, Place } from './joulebook.ts';

const place = new Place();
const COMMAND = ['--', 'node', '-e', 'const t=Date.now();while(Date.now()-t<150);'];
const GIVEN = ['--price', '0.25', '--wue', '0.18', '--market-intensity', '0', '--pue', '1.2'];

beforeAll(() => {
  for (const [name, ...args] of [
    ['plain', '--region', 'FR'],
    ['quebec', '--region', 'CA-QC', ...GIVEN],
    ['ireland', '--region', 'aws:eu-west-1', '--price', '0.5'],
  ]) {
    const { code, stderr } = place.run(['run', '-q', '--name', name as string, ...args, ...COMMAND]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  }
}, 120_000);
afterAll(() => rmSync(place.dir, { recursive: true }));

function recordOf(ref: string): RunRecord {
  const { stdout } = place.run(['show', ref, '--json']);
  return (JSON.parse(stdout) as { data: RunRecord }).data;
}

function names(...filters: string[]): string[] {
  const { stdout } = place.run(['ls', ...filters, '--sort', 'name', '--json']);
  return (JSON.parse(stdout) as { data: { runs: RunRecord[] } }).data.runs.map(({ name }) => name);
}

describe('run.json', () => {
  test('has water, cost and market-based carbon beside the location-based, each with its constant', () => {
    const { carbon, cost, water, energy } = recordOf('quebec');
    const wallKwh = (energy.wall.attributed.value ?? 0) / 3.6e6;
    expect(water?.total.value).toBeCloseTo(wallKwh * 0.18, 15);
    expect(cost?.total.value).toBeCloseTo(wallKwh * 1.2 * 0.25, 15);
    expect(cost?.total.unit).toBe('EUR');
    expect(carbon.market).toMatchObject({
      operational: { value: 0 },
      intensity: { source: 'given by the user' },
    });
    expect(carbon.operational.value).toBeCloseTo(wallKwh * 1.2 * (carbon.intensity?.value ?? 0), 12);
    expect(carbon.intensity).toMatchObject({ zone: 'CA-QC', country: 'CAN', zoneFrom: 'option' });
  });

  test('says nothing of what nobody said', () => {
    const record = recordOf('plain');
    expect(record).not.toHaveProperty('water');
    expect(record).not.toHaveProperty('cost');
    expect(record.carbon).not.toHaveProperty('market');
  });

  test('a cloud that is named has the water of its provider', () => {
    expect(recordOf('ireland').water?.wue).toMatchObject({
      unit: 'L/kWh',
      id: expect.stringMatching(/^wue\.aws/) as string,
    });
  });
});

test('emissions.csv has place, PUE, water and WUE', () => {
  const [header = [], ...rows] = csvRows(join(place.dir, '.joulebook', 'emissions.csv'));
  const columns = [
    'country_name',
    'country_iso_code',
    'region',
    'cloud_provider',
    'cloud_region',
    'pue',
    'wue',
  ];
  const cells = rows.map((row) => columns.map((column) => row[header.indexOf(column)]));
  expect(cells[1]).toEqual(['Canada', 'CAN', 'quebec', '', '', '1.2', '0.18']);
  expect(cells[0]?.slice(0, 3)).toEqual(['France', 'FRA', '']);
  expect(cells[0]?.[6]).toBe('');
  expect(cells[2]?.slice(0, 5)).toEqual(['Ireland', 'IRL', '', 'aws', 'eu-west-1']);
  expect(Number(rows[1]?.[header.indexOf('water_consumed')])).toBeGreaterThan(0);
});

describe('ls', () => {
  test('finds runs by place, however it is written, and by footprint', () => {
    expect(names('region=CA-QC')).toEqual(['quebec']);
    expect(names('region:quebec')).toEqual(['quebec']);
    expect(names('region:FR')).toEqual(['plain']);
    expect(names('region=aws:eu-west-1')).toEqual(['ireland']);
    expect(names('region=eu-west-1')).toEqual(['ireland']);
    expect(names('water>0')).toEqual(['ireland', 'quebec']);
    expect(names('cost>0')).toEqual(['ireland', 'quebec']);
    expect(names('intensity<"42 g/kWh"')).toEqual(['quebec']);
    expect(names('market:0')).toEqual(['quebec']);
  });

  test('has the columns that are asked for, sorted by any of them', () => {
    const { stdout } = place.run([
      'ls',
      '--sort',
      '-cost',
      '-c',
      'co2,cost,water,embodied,region,cloud',
      '--wide',
    ]);
    const [title, ...rows] = stdout.trimEnd().split('\n');
    expect(title).toMatch(/^ID +NAME +CO₂e +COST +WATER +EMBODIED +ZONE +CLOUD$/);
    expect(rows.map((row) => row.split(/ +/)[1])).toEqual(['ireland', 'quebec', 'plain']);
    expect(rows[0]).toMatch(/ (?:0\.0+[1-9]\d*|[\d.]+e-\d+) EUR +[\d.]+ [nµm]?L .* IRL +aws:eu-west-1$/);
    expect(rows[2]).toMatch(/ — +— .* FRA +—$/);
  });

  test('an unknown column is an error with what was meant', () => {
    const { code, stderr } = place.run(['ls', '-c', 'watr']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean `water`?');
  });
});

test('compare has rows for them, and says what is not alike', () => {
  const { stdout } = place.run(['compare', 'quebec', 'ireland', '--json']);
  const { rows, unlike } = (
    JSON.parse(stdout) as { data: { rows: { name: string; unit?: string }[]; unlike: { what: string }[] } }
  ).data;
  expect(rows.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['CO2e', 'market CO2e', 'embodied CO2e', 'intensity', 'water', 'cost']),
  );
  expect(unlike.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['PUE', 'intensity', 'WUE', 'price']),
  );
});

describe('settings', () => {
  test('give what the command line does not', () => {
    writeFileSync(
      join(place.dir, 'joulebook.yaml'),
      'region: SE\nprice: 0.1\ncurrency: SEK\nwue: 1.8\nmarket-intensity: 12\n',
    );
    try {
      place.run(['run', '-q', '--name', 'set', ...COMMAND]);
      const { cost, water, carbon } = recordOf('set');
      expect(cost?.price).toMatchObject({ value: 0.1, unit: 'SEK/kWh' });
      expect(water?.wue.value).toBe(1.8);
      expect(carbon.market?.intensity.value).toBe(12);
      expect(carbon.intensity).toMatchObject({ zone: 'SWE', zoneFrom: 'config' });
    } finally {
      rmSync(join(place.dir, 'joulebook.yaml'));
    }
  });

  test('hold for runs from code too, and a client may say otherwise', () => {
    const messages = [
      { id: 1, type: 'start', name: 'coded', region: 'FR', price: 2, marketIntensity: 3 },
      { id: 2, type: 'end' },
    ];
    const { stdout } = spawnSync(LAUNCHER, ['agent'], {
      cwd: place.dir,
      env: place.env({ JOULEBOOK_PRICE: '1', JOULEBOOK_CURRENCY: 'USD', JOULEBOOK_WUE: '0.5' }),
      input: messages.map((message) => `${JSON.stringify(message)}\n`).join(''),
      encoding: 'utf8',
    });
    const ended = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .find(({ type }) => type === 'ended');
    expect(ended).toMatchObject({ cost: { unit: 'USD' }, water: { unit: 'L' }, market: { unit: 'g' } });
    const record = JSON.parse(readFileSync(String(ended?.['record']), 'utf8')) as RunRecord;
    expect(record.cost?.price).toMatchObject({ value: 2, unit: 'USD/kWh' });
    expect(record.water?.wue.value).toBe(0.5);
  });

  test.each([
    ['--price', '-1'],
    ['--wue', '-0.1'],
    ['--wue', 'much'],
    ['--market-intensity', '30 kg'],
  ])('%s %s is refused before anything runs', (option, value) => {
    const { code, stderr } = place.run(['run', option, value, '--', 'touch', 'ran']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*\n {2}why: .*\n {2}fix: /m);
  });
});

test('top tells them of a live run', () => {
  // Until its tracker has written what it knows.
  const script = `for i in $(seq 40); do joulebook top --once --json --interval 300ms --region FR > top.json; grep -q '"cost":{' top.json && break; done`;
  const { code } = place.run(
    ['run', '-q', ...GIVEN, '--interval', '100ms', '--', 'sh', '-c', `sleep 0.4; ${script}`],
    {
      PATH: `${join(LAUNCHER, '..')}:${process.env['PATH'] ?? ''}`,
    },
  );
  expect(code).toBe(0);
  const { data } = JSON.parse(readFileSync(join(place.dir, 'top.json'), 'utf8')) as {
    data: { runs: Record<string, { unit?: string; value?: number }>[] };
  };
  const [run] = data.runs;
  expect(run).toMatchObject({ cost: { unit: 'EUR' }, water: { unit: 'L' }, market: { value: 0, unit: 'g' } });
  expect(run?.['cost']?.value).toBeGreaterThan(0);
});
