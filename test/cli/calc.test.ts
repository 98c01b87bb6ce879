import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { textWidth } from '../../src/cli/output/text-width.ts';
import { type Outcome, Place } from './joulebook.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
});

const calc = (...args: string[]): Outcome => place.run(['calc', ...args]);
interface Data {
  readonly kwh: number;
  readonly kwhLow: number;
  readonly kwhHigh: number;
  readonly kgco2e: number | null;
  readonly notes: readonly string[];
  readonly derivation: { readonly id: string };
  readonly rows: readonly {
    readonly id: string;
    readonly kwh: number | null;
    readonly kgco2e: number | null;
    readonly note: string;
  }[];
}
const dataOf = (...args: string[]): Data =>
  (JSON.parse(calc(...args, '--json').stdout) as { data: Data }).data;

describe('joulebook calc', () => {
  test('prints result, interval, formula, sensitivity and greener places, never wider than the terminal', () => {
    const { code, stdout, stderr } = calc('--gpu', '8xH100', '--hours', '72', '--region', 'FR');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const part of [
      'energy',
      'carbon',
      'embodied',
      'Formula',
      '8 × ',
      'What it depends on',
      'PUE',
      'utilisation',
      'intensity',
      'Greener places',
      'Assumed',
      'Ember',
    ])
      expect(stdout).toContain(part);
    expect(Math.max(...stdout.split('\n').map(textWidth))).toBeLessThanOrEqual(80);
  });

  test.each([40, 60, 120])('fits a terminal of %s columns', (columns) => {
    const { stdout } = place.run(
      ['calc', '--gpu', '4xa10g', '--hours', '5', '--region', 'aws:eu-west-1', '--price', '0.25'],
      { COLUMNS: String(columns) },
    );
    expect(Math.max(...stdout.split('\n').map(textWidth))).toBeLessThanOrEqual(columns);
  });

  test('prints ASCII where the terminal has no more', () => {
    const { stdout } = place.run(['calc', '--gpu', '8xH100', '--hours', '72', '--intensity', '50'], {
      LANG: 'C',
    });
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test.each([
    [['--gpu', 'a100']],
    [['--gpu', 'NVIDIA A100-SXM4-80GB']],
    [['--gpu', '8xH100']],
    [['--gpu', '8 x A100-SXM4-80GB']],
    [['--gpu', 'Tesla V100-SXM2-32GB', '--count', '4']],
    [['--tpu', 'v3', '--count', '32']],
    [['--tpu', '32xv4']],
    [['--instance', 'p4d.24xlarge']],
    [['--cpu', 'xeon 8380', '--cores', '16', '--ram', '64']],
    [['--power', '300W']],
    [['--total-power', '1.4 kW']],
  ])('understands %j', (words) => {
    expect(calc(...words, '--hours', '3', '--region', 'FR')).toMatchObject({ code: 0, stderr: '' });
  });

  test.each(['eu-west-1', 'aws:eu-west-1', 'FRA', 'France', 'US-CA', 'CA-QC'])(
    'understands the place %s',
    (region) => {
      const { kgco2e } = dataOf('--gpu', 'a100', '--hours', '3', '--region', region);
      expect(kgco2e).toBeGreaterThan(0);
    },
  );

  test.each([
    [['--hours', '-3'], 'E_USAGE'],
    [['--hours', '0'], 'E_USAGE'],
    [['--hours', 'NaN'], 'E_QUANTITY'],
    [['--hours', '3 furlongs'], 'E_QUANTITY'],
    [['--hours', '3', '--pue', '0.9'], 'E_USAGE'],
    [['--hours', '3', '--utilisation', '1.2'], 'E_USAGE'],
    [['--hours', '3', '--utilisation', '140%'], 'E_USAGE'],
    [['--hours', '3', '--power', '300 Wh'], 'E_QUANTITY'],
    [['--hours', '3', '--region', 'Georgia'], 'E_REGION'],
    [['--hours', '3', '--region', 'Atlantis'], 'E_REGION'],
    [['--hours', '3', '--intensity', '5 kWh'], 'E_QUANTITY'],
    [['--hours', '3', '--accelerator-hours', '-5'], 'E_USAGE'],
    [['--hours', '3', '--runs', '0'], 'E_USAGE'],
    [[], 'E_USAGE'],
  ])('refuses %j in three parts', (words, code) => {
    const gpu = words.includes('--gpu') ? [] : ['--gpu', 'a100'];
    const { code: exit, stdout } = calc(...gpu, ...words, '--json');
    const { ok, error } = JSON.parse(stdout) as {
      ok: boolean;
      error: { code: string; what: string; why: string | null; fix: string | null };
    };
    expect({ exit, ok, code: error.code }).toEqual({ exit: 2, ok: false, code });
    expect(error.what).not.toBe('');
    expect(error.fix).not.toBeNull();
  });

  test('lists what an ambiguous place could be, and what is near an unknown name', () => {
    expect(calc('--gpu', 'a100', '--hours', '3', '--region', 'Georgia').stderr).toMatch(/US-GA/);
    const { stdout } = calc('--gpu', 'h10', '--hours', '3');
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /no accelerator is known as "h10": a wide range stands in. Nearest: .*H100/,
    );
  });

  test('counts accelerator-hours once, and lines with hours of their own', () => {
    expect(
      dataOf('--gpu', '8xA100', '--accelerator-hours', '100', '--power', '400W', '--pue', '1').kwh,
    ).toBeCloseTo(40, 9);
    const two = dataOf(
      '--gpu',
      '8xA100',
      '--gpu',
      '2xA100@3h',
      '--hours',
      '10',
      '--power',
      '100',
      '--pue',
      '1',
    );
    expect(two.kwh).toBeCloseTo(8.6, 9);
  });

  test('--scope, --runs, --days and --utilisation 70% do as they say', () => {
    const gpu = dataOf('--gpu', 'V100', '--hours', '36', '--scope', 'gpu').kwh;
    expect(dataOf('--gpu', 'V100', '--days', '1.5', '--scope', 'gpu', '--runs', '3').kwh).toBeCloseTo(
      3 * gpu,
      9,
    );
    expect(dataOf('--gpu', 'V100', '--hours', '36', '--scope', 'facility').kwh).toBeGreaterThan(gpu);
    expect(dataOf('--gpu', 'V100', '--hours', '1', '--utilisation', '70%').kwh).toBe(
      dataOf('--gpu', 'V100', '--hours', '1', '--utilisation', '0.7').kwh,
    );
  });

  test('from arithmetic warns about comparing architectures', () => {
    const { stdout } = calc(
      '--gpu',
      '64xa100',
      '--parameters',
      '7B',
      '--tokens',
      '1T',
      '--mfu',
      '40%',
      '--region',
      'SE',
    );
    expect(stdout).toContain('4.2e22 FLOP'.replace('e22', 'e+22'));
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('never compare architectures');
  });

  test('reports go to stdout alone: LaTeX, BibTeX, Markdown, a model card in grams', () => {
    const job = ['--total-power', '300W', '--hours', '100', '--pue', '1', '--intensity', '0.57 kg/kWh'];
    expect(calc(...job, '--model-card').stdout).toMatch(/^co2_eq_emissions:\n {2}emissions: 17100\n/);
    expect(calc(...job, '--latex').stdout).toContain('\\cite{joulebook}');
    expect(calc(...job, '--bibtex').stdout).toContain('@misc{joulebook,');
    expect(calc(...job, '--markdown').stdout).toContain('| Energy |');
    const without = calc('--gpu', 'a100', '--hours', '1', '--model-card');
    expect(without).toMatchObject({ code: 2, stdout: '' });
    expect(without.stderr).toContain('carbon intensity is missing');
  });

  test('--rates takes the mean of a series over the job', () => {
    writeFileSync(
      join(place.dir, 'rates.csv'),
      'time,g_per_kwh\n2020-07-01T00:00Z,100\n2020-07-01T01:00Z,300\n2020-07-01T02:00Z,500\n',
    );
    const { kgco2e } = dataOf(
      '--method',
      'dodge2022',
      '--gpu',
      'V100',
      '--power',
      '250W',
      '--hours',
      '2',
      '--rates',
      'rates.csv',
      '--start',
      '2020-07-01T01:00Z',
    );
    expect(kgco2e).toBeCloseTo(0.5 * 0.4, 9);
    expect(calc('--gpu', 'V100', '--hours', '9', '--rates', 'rates.csv').code).toBe(2);
  });

  test('a region that is asked for beats an intensity of the settings', () => {
    writeFileSync(join(place.dir, 'joulebook.yaml'), 'intensity: 999 g/kWh\n');
    const settings = dataOf('--energy', '1 kWh', '--pue', '1').kgco2e;
    expect(settings).toBeCloseTo(0.999, 9);
    expect(dataOf('--energy', '1 kWh', '--pue', '1', '--region', 'FR').kgco2e).toBeLessThan(0.2);
  });

  test('under --json has kWh and kg, the figures with their errors, and the chain', () => {
    const data = dataOf('--gpu', 'a100', '--hours', '10', '--region', 'FR');
    expect(data.kwhLow).toBeLessThan(data.kwh);
    expect(data.kwhHigh).toBeGreaterThan(data.kwh);
    expect(data.derivation.id).toBe('footprint');
  });

  test('a project’s own accelerators and places are used', () => {
    mkdirSync(join(place.dir, 'data/hardware'), { recursive: true });
    writeFileSync(
      join(place.dir, 'data/hardware/accelerators.csv'),
      'key,name,vendor,kind,tdp_w,source,source_year,licence\nquantumtron,Quantumtron 9000,other,gpu,1000,its maker,2026,facts\n',
    );
    writeFileSync(join(place.dir, 'joulebook.yaml'), 'project: own\n');
    const { kwh } = dataOf('--gpu', '2xQuantumtron 9000', '--hours', '1', '--scope', 'gpu');
    expect(kwh).toBeGreaterThan(0.5);
    expect(kwh).toBeLessThanOrEqual(2);
  });
});

describe('joulebook calc --batch', () => {
  test('answers each row in order and exits 0, whatever the rows hold', () => {
    writeFileSync(
      join(place.dir, 'rows.json'),
      JSON.stringify([
        {
          id: 'a',
          inputs: {
            hardware: 'A100-80GB',
            accelerator_hours: 82_432,
            power_w_per_accelerator: 400,
            pue: 1.1,
            intensity_kg_per_kwh: 0.385,
          },
        },
        { id: 'b', inputs: { hours: 3 } },
        null,
        { id: 'd', inputs: { energy_kwh: 10, nonsense: 1 } },
      ]),
    );
    const { code } = calc('--batch', 'rows.json', '--json');
    const { rows } = dataOf('--batch', 'rows.json');
    expect(code).toBe(0);
    expect(rows.map(({ id, kwh }) => [id, kwh === null ? null : Math.round(kwh)])).toEqual([
      ['a', 36_270],
      ['b', null],
      [null, null],
      ['d', 10],
    ]);
    expect(rows[0]?.kgco2e).toBeCloseTo(13_963.98, 1);
    expect(rows[3]?.note).toContain('unknown key: nonsense');
    expect(calc('--batch', 'rows.json').stdout).toContain('36.3 MWh');
  });

  test('reads the published rows within a few seconds, and stdin', () => {
    const file = new URL('../fixtures/estimates/published_estimates.json', import.meta.url).pathname;
    const { rows } = dataOf('--batch', file);
    expect(rows.length).toBeGreaterThan(60);
  });

  test.each([
    ['missing.json', undefined, 3],
    ['broken.json', '[{"id":', 2],
    ['number.json', '5', 2],
    ['.', undefined, 2],
  ])('%s is told as an error', (file, text, exit) => {
    if (text !== undefined) writeFileSync(join(place.dir, file), text);
    const { code, stdout } = calc('--batch', file, '--json');
    expect(code).toBe(exit);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false });
  });
});
