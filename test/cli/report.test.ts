import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import type { Statement } from '../../src/report/statement/statement.ts';
import { putRecord } from '../book/a-record.ts';
import { run, sixRuns } from '../report/statement/some-runs.ts';
import { tagFaults } from '../report/chart/well-formed.ts';
import { Place } from './joulebook.ts';

const place = new Place();
const report = (...args: string[]) => place.run(['report', '--book', 'book', ...args]);
const textOf = (name: string): string => readFileSync(join(place.dir, name), 'utf8');
const dataOf = (stdout: string): unknown => (JSON.parse(stdout) as { data: unknown }).data;

/** A book of six runs of a paper, one that failed, one that was tried before, and a stage inside the first. */
beforeAll(() => {
  const book = join(place.dir, 'book');
  mkdirSync(join(book, 'runs'), { recursive: true });
  const paper = sixRuns().map((each) => ({ ...each, tags: ['paper'] }));
  const [first] = paper;
  const stage = run({
    minute: 30,
    kind: 'stage',
    energyJ: 500,
    parentId: first?.id ?? '',
    rootId: first?.id ?? '',
    name: 'fit',
  });
  const failed = run({ minute: 31, state: 'failed', energyJ: 70, co2G: 1, name: '</script><b>' });
  const tried = run({ minute: 32, energyJ: 30, co2G: 1 });
  for (const record of [...paper, stage, failed, tried]) putRecord(book, record);
});

describe('joulebook report', () => {
  test('has the same runs and sums as ls, root runs only', () => {
    const { data } = JSON.parse(report('--json', '--final', 'tag:paper').stdout) as { data: Statement };
    const listed = (dataOf(place.run(['ls', '--book', 'book', '--json']).stdout) as { runs: RunRecord[] })
      .runs;
    const roots = listed.filter(({ parentId }) => parentId === undefined);
    expect(data.runs.map(({ id }) => id).sort()).toEqual(roots.map(({ id }) => id).sort());
    const sum = roots.reduce((all, { energy }) => all + (energy.wall.attributed.value ?? 0), 0);
    expect(data.totals.energy.wall.total.value).toBeCloseTo(sum, 6);
    expect(data.fates.map(({ fate, runs }) => [fate, runs])).toEqual([
      ['reported', 6],
      ['preliminary', 1],
      ['failed', 1],
    ]);
  });

  test('without a browser a PDF is refused with how to print it by hand, and nothing is written', () => {
    const none = { CHROME_PATH: join(place.dir, 'no-browser') };
    const { code, stderr } = place.run(['report', '--book', 'book', '-o', 'x.md', '-o', 'x.pdf'], none);
    expect(code).toBe(1);
    expect(stderr).toMatch(/there is no Chromium[\s\S]*CHROME_PATH says[\s\S]*-o report\.html/);
    expect(existsSync(join(place.dir, 'x.md'))).toBe(false);
    // One that is no browser says what it said.
    const broken = join(place.dir, 'broken');
    writeFileSync(broken, '#!/bin/sh\necho it cannot >&2\nexit 7\n', { mode: 0o755 });
    const failed = place.run(['report', '--book', 'book', '-o', 'x.pdf'], { CHROME_PATH: broken });
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('it ended with 7: it cannot')]);
    expect(report('--pdf')).toMatchObject({ code: 2, stderr: expect.stringContaining('-o report.pdf') });
  });

  test('writes every format by its ending, the same bytes each time', () => {
    const names = ['r.html', 'r.md', 'r.tex', 'r.bib', 'r.json', 'card.yaml', 'badge.svg'];
    const write = (): readonly string[] => {
      const { code, stderr } = report(...names.flatMap((name) => ['-o', name]));
      expect([code, stderr.split('\n')[1]]).toEqual([0, expect.stringMatching(/^8 runs/)]);
      return names.map(textOf);
    };
    const first = write();
    expect(write()).toEqual(first);
    expect(tagFaults(textOf('r.html'))).toEqual([]);
    expect((JSON.parse(textOf('r.json')) as Statement).schema).toBe('joulebook.report/1');
    expect(textOf('card.yaml')).toContain('  emissions: 11\n');
  });

  test('takes references, and names what is inside them', () => {
    const { data } = JSON.parse(report('@last', '--json').stdout) as { data: Statement };
    expect(data.runs).toHaveLength(1);
    const { code, stderr } = report('kind:stage');
    expect(code).toBe(3);
    expect(stderr).toContain('only parts of runs match');
  });

  test.each([
    ['--boamps', 'measures'],
    ['--sci', 'functionalUnit'],
    ['--prov', 'wasDerivedFrom'],
  ])('%s gives JSON with %s', (flag, key) => {
    const { code, stdout, stderr } = report('tag:paper', flag);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toHaveProperty(key);
  });

  test('--check lists the items, exits with 5 while one is missing, and with 0 when all are said or waived', () => {
    const { code, stdout } = report('tag:paper', '--check');
    expect(code).toBe(5);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const { missing } = dataOf(report('tag:paper', '--check', '--json').stdout) as { missing: string[] };
    expect(missing).toContain('henderson.15');
    writeFileSync(join(place.dir, 'requirements.txt'), 'numpy==2.1\n');
    const waive = missing.filter((id) => id !== 'henderson.1').map((id) => `  ${id}: not ours\n`);
    writeFileSync(join(place.dir, 'context.yaml'), `packages: requirements.txt\nwaive:\n${waive.join('')}`);
    expect(report('tag:paper', '--check', '--context', 'context.yaml').code).toBe(0);
  });

  test.each([
    [['-o', 'r.docx'], 2, 'no such format'],
    [['--html', '--latex', '-o', 'r.html'], 2, 'several formats'],
    [['nothing:here'], 2, 'nothing'],
    [['project:none'], 3, 'no run matches'],
    [['--per', 'many'], 2, 'a number and a unit'],
    [['--context', 'absent.yaml'], 2, 'cannot read'],
  ])('%j exits with %d', (args, code, words) => {
    const outcome = report(...args);
    expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(words)]);
    expect(existsSync(join(place.dir, 'r.docx'))).toBe(false);
  });

  test('a context with a slip is an error that says which', () => {
    writeFileSync(join(place.dir, 'slip.yaml'), 'apendix: https://x.org\n');
    expect(report('--context', 'slip.yaml').stderr).toMatch(/"apendix" is no key[^]*appendix/);
    writeFileSync(join(place.dir, 'slip.yaml'), 'appendix: javascript:alert(1)\n');
    expect(report('--context', 'slip.yaml').stderr).toContain('no http(s) address');
    for (const [text, words] of [
      ['functional-unit: { name: image, count: 0 }', 'functional-unit.count cannot be 0'],
      ['carbon-free: { percent: 920, source: x }', 'carbon-free.percent cannot be 920'],
      ['deployment: { energy: 3 Wh, unit: query, count: 0 }', 'deployment.count cannot be 0'],
    ] as const) {
      writeFileSync(join(place.dir, 'slip.yaml'), `${text}\n`);
      const { code, stderr } = report('--context', 'slip.yaml');
      expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
    }
  });
});

describe('what was asked for and is not there', () => {
  test.each([
    [['--metric', 'acuracy'], 'no run has a metric acuracy'],
    [['--final', 'tag:nobody'], 'matches --final tag:nobody'],
    [['--context', 'waive.yaml'], 'there is no item henderson.99'],
  ])('%j is told as a warning, and the report is made', (args, words) => {
    writeFileSync(join(place.dir, 'waive.yaml'), 'waive:\n  henderson.99: no\n');
    const { code, stdout, stderr } = report('tag:paper', ...args);
    expect([code, stderr]).toEqual([0, expect.stringContaining(words)]);
    expect(stdout).toContain('# Energy and carbon of demo');
  });
});

describe('joulebook lint-card', () => {
  const card = (grams: number): string =>
    `---\nco2_eq_emissions:\n  emissions: ${grams}\n  source: CodeCarbon\n  training_type: fine-tuning\n  geographical_location: Singapore\n  hardware_used: NVIDIA A100-SXM4-40GB\n---\n- Total Energy Consumption: 0.70 kWh\n`;

  test('finds kilograms by the energy and the grid of the place, and passes what is right', () => {
    writeFileSync(join(place.dir, 'wrong.md'), card(0.33));
    writeFileSync(join(place.dir, 'right.md'), card(330));
    const { code, stdout } = place.run(['lint-card', 'right.md', 'wrong.md']);
    expect(code).toBe(5);
    expect(stdout).toMatch(
      /^right\.md: 330 g CO2e[^]*wrong\.md:3: fault: 0\.33 is taken as grams[^]*emissions: 330\n$/,
    );
    expect(place.run(['lint-card', '--strict', 'right.md']).code).toBe(0);
    const absent = place.run(['lint-card', 'absent.md']);
    expect(absent.code).toBe(1);
    expect(absent.stderr).toContain('there is no such file');
    expect(absent.stderr).not.toContain('make the folder');
    for (const [name, grams] of [
      ['cards/a', 330],
      ['cards/b/deep', 0.33],
      ['cards/.git', 0.33],
    ] as const) {
      mkdirSync(join(place.dir, name), { recursive: true });
      writeFileSync(join(place.dir, name, 'README.md'), card(grams));
    }
    const all = place.run(['lint-card', 'cards']);
    expect([all.code, all.stdout.match(/^cards\S+(?=:)/gm)]).toEqual([
      5,
      ['cards/a/README.md', 'cards/b/deep/README.md:3'],
    ]);
    // One that cannot be read is told, and so are the others.
    mkdirSync(join(place.dir, 'cards/c'));
    symlinkSync('nowhere', join(place.dir, 'cards/c/README.md'));
    const some = place.run(['lint-card', 'cards']);
    expect([some.code, some.stdout]).toEqual([5, all.stdout]);
    expect(some.stderr).toContain('warning: cannot read cards/c/README.md');
    expect(place.run(['lint-card', 'cards/a', 'cards/c']).code).toBe(1);
    expect(place.run(['lint-card', 'cards/c']).stderr).toContain('error: cannot read cards/c/README.md');
    mkdirSync(join(place.dir, 'none'));
    expect(place.run(['lint-card', 'none']).code).toBe(3);
  });

  test('passes the card that report writes', () => {
    writeFileSync(join(place.dir, 'kind.yaml'), 'training-type: fine-tuning\n');
    const lint = (...more: readonly string[]): ReturnType<Place['run']> => {
      const { stdout } = report('tag:paper', '--model-card', ...more);
      writeFileSync(join(place.dir, 'own.md'), `---\n${stdout}---\n`);
      return place.run(['lint-card', '--strict', 'own.md']);
    };
    expect(lint('--context', 'kind.yaml').code).toBe(0);
    // What kind of training it was, no run says: that is all that is open.
    const { code, stdout } = lint();
    expect([code, stdout.match(/(?:fault|warning): .*/g)]).toEqual([
      5,
      ['warning: training_type is missing [missing]'],
    ]);
  });

  test('takes - for stdout, and a context that only has comments for one that says nothing', () => {
    writeFileSync(join(place.dir, 'comments.yaml'), '# title: later\n\n');
    const plain = report('tag:paper', '--html');
    expect(report('tag:paper', '--html', '-o', '-', '--context', 'comments.yaml').stdout).toBe(plain.stdout);
    const both = report('tag:paper', '-o', '-', '-o', 'both.tex');
    expect([both.stdout, both.code]).toEqual([report('tag:paper').stdout, 0]);
    expect(existsSync(join(place.dir, 'both.tex'))).toBe(true);
    expect(existsSync(join(place.dir, '-'))).toBe(false);
    expect(report('tag:paper', '--pdf', '-o', '-').code).toBe(2);
  });

  test('puts the emissions into the card that is there, and no report in its place', () => {
    const card = join(place.dir, 'README.md');
    const text = '---\nlicense: mit # mine\n---\n# Model\n';
    writeFileSync(card, text);
    const whole = report('tag:paper', '-o', 'README.md');
    expect([whole.code, whole.stderr]).toEqual([2, expect.stringContaining('--model-card -o README.md')]);
    expect(readFileSync(card, 'utf8')).toBe(text);
    expect(report('tag:paper', '--model-card', '-o', 'README.md').code).toBe(0);
    expect(readFileSync(card, 'utf8')).toBe(
      `---\nlicense: mit # mine\n${report('tag:paper', '--model-card').stdout}---\n# Model\n`,
    );
    writeFileSync(card, Buffer.from([0x23, 0xe9, 0x0a]));
    const latin = report('tag:paper', '--model-card', '-o', 'README.md');
    expect([latin.code, latin.stderr]).toEqual([1, expect.stringContaining('no UTF-8')]);
    expect([...readFileSync(card)]).toEqual([0x23, 0xe9, 0x0a]);
  });
});
