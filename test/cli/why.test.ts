import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { textWidth } from '../../src/cli/output/text-width.ts';
import type { Derivation } from '../../src/units/derivation.ts';
import { Place } from './joulebook.ts';

const place = new Place();
const why = (...args: string[]) => place.run(['why', ...args]);
const data = (...args: string[]) => JSON.parse(why(...args, '--json').stdout) as { data: Told };

interface Told {
  readonly run: { readonly name: string };
  readonly figures: readonly { readonly field: string; readonly derivation: Derivation }[];
  readonly assumed: readonly string[];
}

beforeAll(() => {
  const script = 'echo \'{"stage":"train"}\' >>"$JOULEBOOK_REPORT_FILE"; sleep 0.3';
  for (const name of ['first', 'second']) {
    const options = ['-q', '--name', name, '--region', 'FR', '--price', '0.25'];
    expect(place.run(['run', ...options, '--', 'sh', '-c', script]).code).toBe(0);
  }
}, 120_000);

describe('what is explained', () => {
  const fieldsOf = (...args: string[]) => {
    const { run, figures } = data(...args).data;
    return [run.name, ...figures.map(({ field }) => field)];
  };

  test('without words: energy and carbon of the newest run', () => {
    expect(fieldsOf()).toEqual(['second', 'energy', 'co2']);
  });

  test('a run, and figures of it', () => {
    expect(fieldsOf('first')).toEqual(['first', 'energy', 'co2']);
    expect(fieldsOf('first', 'cpu', 'cost')).toEqual(['first', 'cpu', 'cost']);
  });

  test('a single word that is a figure is one of the newest run', () => {
    expect(fieldsOf('embodied')).toEqual(['second', 'embodied']);
    expect(fieldsOf('embodied', 'pue')).toEqual(['second', 'embodied', 'pue']);
    expect(fieldsOf('stage.train')).toEqual(['second', 'stage.train']);
    expect(fieldsOf('cpu.active', 'cpu.idle')).toEqual(['second', 'cpu.active', 'cpu.idle']);
  });
});

test('the tree is on stdout, 80 columns wide at most, without colour', () => {
  const { code, stdout, stderr } = why('first', 'co2');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^first · ok \(exit 0\) · /);
  expect(stdout).toContain('Ember, Yearly Electricity Data · 2');
  expect(stdout).toContain('Assumed, and how to say it instead');
  expect(stdout).not.toContain('\u001b');
  expect(Math.max(...stdout.split('\n').map(textWidth))).toBeLessThanOrEqual(80);
});

test('its numbers are those of the record', () => {
  const record = JSON.parse(place.run(['show', 'first', '--json']).stdout).data;
  const [co2] = data('first', 'co2').data.figures;
  expect(co2?.derivation).toMatchObject({
    id: 'carbon.operational',
    value: record.carbon.operational.value,
    low: record.carbon.operational.low,
    high: record.carbon.operational.high,
    unit: 'g',
  });
});

test.each([
  [['first', 'carbn'], 3, /has no figure "carbn"[^]*Did you mean `carbon`\?/],
  [['first', 'name'], 3, /name is no figure/],
  [['first', 'water'], 3, /--wue/],
  [['nobody'], 3, /nobody[^]*no figure of that name either/],
  [['carbn'], 3, /Did you mean `carbon`\?/],
  [['first', '--depth', '-1'], 2, /--depth/],
])('%j ends with %i', (args, code, message) => {
  const outcome = why(...args);
  expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code, stdout: '' });
  expect(outcome.stderr).toMatch(message);
});

test('without a book there is nothing to explain', () => {
  expect(new Place().run(['why']).stderr).toContain('[E_NO_BOOK]');
});

describe('--prov', () => {
  test('to a file, beside the text', () => {
    const file = join(place.dir, 'chain.json');
    const { code, stdout, stderr } = why('first', 'co2', '--prov', file);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `wrote the chain to ${file}\n` });
    expect(stdout).toContain('operational carbon');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty(['entity', 'figure:carbon.operational']);
  });

  test('to stdout, in place of the text', () => {
    const { stdout } = why('first', 'co2', '--prov', '-');
    expect(Object.keys(JSON.parse(stdout) as object)).toContain('wasDerivedFrom');
  });

  test('a file that cannot be written is said', () => {
    const outcome = why('first', '--prov', join(place.dir, 'no/such/folder.json'));
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('[E_OUTPUT]');
  });
});

test('figures of the newest run are offered to the shell', () => {
  const offered = place
    .run(['__complete', 'figure', ''])
    .stdout.split('\n')
    .map((line) => line.split('\t')[0]);
  expect(offered).toEqual(expect.arrayContaining(['energy', 'co2', 'pue', 'cpu', 'other', 'stage.train']));
  expect(place.run(['__complete', 'figure', 'emb']).stdout).toBe('embodied\tembodied carbon\n');
});

test('a journal that is gone takes nothing from the figures', () => {
  const other = new Place();
  other.run(['run', '-q', '--name', 'one', '--region', 'FR', '--', 'true']);
  const { id, startedAt } = JSON.parse(other.run(['show', '--json']).stdout).data as Record<string, string>;
  const [year, month] = (startedAt ?? '').split('-');
  writeFileSync(join(other.dir, '.joulebook/runs', year ?? '', month ?? '', id ?? '', 'journal.jsonl'), '');
  const { code, stdout } = other.run(['why', 'one']);
  expect(code).toBe(0);
  expect(stdout).toContain('energy at the wall');
});

describe('why --calc', () => {
  const calc = (words: string, ...before: string[]) => why(...before, '--calc', ...words.split(' '));

  test('the chain of an estimate, with its lines apart', () => {
    const { code, stdout } = calc('--gpu 8xA100 --hours 24 --region FR --price 0.2');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^operational carbon /m);
    expect(stdout).toMatch(/^cost of the electricity /m);
    expect(stdout).toContain('given by the user');
    expect(Math.max(...stdout.split('\n').map(textWidth))).toBeLessThanOrEqual(80);
  });

  test('what goes before it are lines of the estimate', () => {
    expect(calc('--gpu A100 --hours 1 --region FR', 'energy').stdout).toMatch(/^energy /);
    const wrong = calc('--gpu A100 --hours 1 --region FR', 'enregy');
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toContain('Did you mean `energy`?');
  });

  test('what calc does not understand fails as it does in calc', () => {
    const [there, here] = [
      place.run(['calc', '--gpu', 'A100', '--hours', '-1']),
      calc('--gpu A100 --hours -1'),
    ];
    expect([here.code, here.stderr]).toEqual([there.code, there.stderr]);
    expect(calc('--gqu A100').code).toBe(2);
  });

  test('--json and --prov come before it', () => {
    const told = JSON.parse(calc('--gpu A100 --hours 1 --region FR', 'co2', '--json').stdout) as {
      data: Told;
    };
    expect(told.data.figures.map(({ field }) => field)).toEqual(['co2']);
    const prov = JSON.parse(calc('--gpu A100 --hours 1 --region FR', '--prov', '-').stdout) as object;
    expect(Object.keys(prov)).toContain('entity');
  });

  test.each([
    '--gpu 8xA100 --gpu 2xL4 --hours 24 --region FR --price 0.2',
    '--tpu v4-64 --hours 100 --region aws:eu-west-1',
    '--cpu i7-12700k --hours 3 --utilisation 0.5',
    '--instance p4d.24xlarge --hours 10',
    '--energy 100kWh --region US-CA --wue 0.2 --pue 1.1',
    '--parameters 7e9 --tokens 2e12 --gpu A100 --mfu 0.4',
    '--gpu V100 --hours 10 --method lacoste2019 --region FR',
    '--gpu V100 --hours 10 --method lannelongue2021 --region FR',
    '--gpu V100 --hours 10 --method patterson2021',
  ])('no number of `calc %s` is without its source', (words) => {
    const { data: told } = JSON.parse(calc(words, '--json').stdout) as { data: Told };
    const leaves = (figure: Derivation): readonly Derivation[] =>
      (figure.from ?? []).length === 0 ? [figure] : (figure.from ?? []).flatMap(leaves);
    const orphans = told.figures
      .flatMap(({ derivation }) => leaves(derivation))
      .filter(({ source = '', year, licence }) => {
        const isTold = year !== undefined || licence !== undefined;
        // The user's own word, and sources that tell their licence in brackets.
        return (
          !isTold &&
          !/given by the user|your settings|parameters × .* tokens|\((?:MIT|CC BY .*)\)$/.test(source)
        );
      });
    expect(orphans).toEqual([]);
  });
});
