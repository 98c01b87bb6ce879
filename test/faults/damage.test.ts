import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { type Outcome, Place } from '../cli/joulebook.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => rmSync(place.dir, { recursive: true }));

/** A book of three runs, of which each test hurts a copy. */
const NAMES = ['one', 'two', 'three'];
const template = new Place();
beforeAll(() => {
  place = template;
  for (const name of NAMES) measure(name);
  place.run(['ls']);
});
afterAll(() => rmSync(template.dir, { recursive: true }));
const copyTemplate = (): void => cpSync(join(template.dir, '.joulebook'), book(), { recursive: true });

const book = (): string => join(place.dir, '.joulebook');

/** Measures a command of some readings; its name. */
function measure(name: string): string {
  const script = 'for i in 1 2 3; do sleep 0.1; done';
  const { code, stderr } = place.run([
    'run',
    '--name',
    name,
    '--interval',
    '50ms',
    '--card',
    'off',
    '--',
    'sh',
    '-c',
    script,
  ]);
  expect(code, stderr).toBe(0);
  return name;
}

interface Warning {
  readonly code: string;
  readonly what: string;
  readonly why?: string;
  readonly fix?: string;
}

function listed(): {
  readonly runs: readonly RunRecord[];
  readonly warnings: readonly Warning[];
  readonly code: number | null;
} {
  const { code, stdout } = place.run(['ls', '--json']);
  const { data, warnings } = JSON.parse(stdout) as { data: { runs: RunRecord[] }; warnings: Warning[] };
  return { code, runs: data.runs, warnings };
}

function shown(ref: string): RunRecord {
  return (JSON.parse(place.run(['show', ref, '--json']).stdout) as { data: RunRecord }).data;
}

/** A file of the run of that name. */
function fileOf(name: string, file: string): string {
  const paths = readdirSync(join(book(), 'runs'), { recursive: true, encoding: 'utf8' });
  const id = shown(name).id;
  const folder = paths.find((path) => path.endsWith(id)) ?? '';
  return join(book(), 'runs', folder, file);
}

function expectUsageError({ code, stderr }: Outcome): void {
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: .+\n {2}why: .+\n {2}fix: .+\n$/);
  expect(stderr).toContain('[E_BOOK_PATH]');
}

describe('a book that is a file', () => {
  beforeEach(() => writeFileSync(join(place.dir, 'notes.txt'), 'mine'));
  afterEach(() => expect(readFileSync(join(place.dir, 'notes.txt'), 'utf8')).toBe('mine'));

  test.each([
    ['run', ['run', '--book', 'notes.txt', '--', 'touch', 'ran']],
    ['run below a file', ['run', '--book', 'notes.txt/book', '--', 'touch', 'ran']],
    ['ls', ['ls', '--book', 'notes.txt']],
    ['show', ['show', '@last', '--book', 'notes.txt']],
  ])('%s', (_name, args) => {
    expectUsageError(place.run(args));
    expect(existsSync(join(place.dir, 'ran'))).toBe(false);
  });

  test('named by the environment, or where a book is looked for', () => {
    expectUsageError(place.run(['run', '--', 'true'], { JOULEBOOK_DIR: 'notes.txt' }));
    writeFileSync(book(), '');
    expectUsageError(place.run(['run', '--', 'true']));
  });
});

describe('a damaged journal', () => {
  /** Alters the journal, forgets what was derived from it, and shows the run again. */
  function damaged(change: (lines: string[]) => string[]): {
    before: RunRecord;
    after: RunRecord;
    warnings: readonly Warning[];
  } {
    copyTemplate();
    const before = shown('two');
    const journal = fileOf('two', 'journal.jsonl');
    const lines = change(readFileSync(journal, 'utf8').split('\n'));
    rmSync(fileOf('two', 'run.json'));
    writeFileSync(journal, lines.join('\n'));
    const { runs, warnings, code } = listed();
    expect(code).toBe(0);
    expect(runs.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
    const one = runs.find(({ name }) => name === 'one');
    expect(one?.state).toBe('ok');
    // The host of a virtual machine may have taken some of its time.
    expect(one?.warnings.filter((found) => found.code !== 'E_SHARE')).toEqual([]);
    return { before, after: shown('two'), warnings };
  }

  const firstSample = (lines: readonly string[]): number =>
    lines.findIndex((line) => line.includes('"k":"sample"'));

  test('with an altered line: reported and skipped, the rest lives', () => {
    const { before, after, warnings } = damaged((lines) => {
      const at = firstSample(lines);
      return lines.map((line, i) => (i === at ? line.replace(/"e":\[/, '"e":[9') : line));
    });
    expect(after.state).toBe('ok');
    expect(after.samples).toBe(before.samples - 1);
    expect(after.energy.wall.machine.value).toBeLessThan(before.energy.wall.machine.value ?? 0);
    expect([...warnings, ...after.warnings].filter(({ code }) => code === 'E_JOURNAL')).not.toEqual([]);
    const told = after.warnings.find(({ code }) => code === 'E_JOURNAL');
    expect(told?.what).toMatch(/line \d+ of the journal/);
    expect(told?.why).toBeTruthy();
  });

  test('with a line torn in the middle', () => {
    const { before, after } = damaged((lines) => {
      const at = firstSample(lines);
      return lines.map((line, i) => (i === at ? line.slice(0, 40) : line));
    });
    expect(after.state).toBe('ok');
    expect(after.samples).toBe(before.samples - 1);
    expect(after.warnings.map(({ code }) => code)).toContain('E_JOURNAL');
  });

  test('with garbage between the lines and bytes that are no text', () => {
    const { before, after } = damaged((lines) => [
      lines[0] ?? '',
      '\0\u0001{"k":"sample"',
      '{}',
      ...lines.slice(1),
    ]);
    expect(after.state).toBe('ok');
    expect(after.samples).toBe(before.samples);
    expect(after.energy.wall.machine.value).toBeCloseTo(before.energy.wall.machine.value ?? 0, 9);
    expect(after.warnings.map(({ code }) => code)).toContain('E_JOURNAL');
  });

  test('whose last line is cut off: the run is lost, up to its last sample', () => {
    const { before, after } = damaged((lines) => {
      const end = lines.findIndex((line) => line.includes('"k":"end"'));
      return [...lines.slice(0, end), (lines[end] ?? '').slice(0, 30)];
    });
    expect(after.state).toBe('lost');
    expect(after.samples).toBe(before.samples);
    expect(after.energy.wall.machine.value).toBeCloseTo(before.energy.wall.machine.value ?? 0, 9);
  });
});

describe('what is derived', () => {
  let before: readonly RunRecord[];
  beforeEach(() => {
    copyTemplate();
    before = listed().runs;
    expect(before.map(({ name }) => name)).toEqual([...NAMES].reverse());
  });

  test('a deleted index is made again', () => {
    expect(existsSync(join(book(), 'index.db'))).toBe(true);
    rmSync(join(book(), 'index.db'));
    expect(listed()).toEqual({ code: 0, runs: before, warnings: [] });
    expect(existsSync(join(book(), 'index.db'))).toBe(true);
  });

  test.each([
    ['of text', 'this is no database'],
    ['of zeros', '\0'.repeat(20_000)],
    ['with a beginning like a database', `SQLite format 3\0${'x'.repeat(9000)}`],
    ['of nothing', ''],
  ])('an index %s is replaced', (_name, content) => {
    writeFileSync(join(book(), 'index.db'), content);
    expect(listed()).toEqual({ code: 0, runs: before, warnings: [] });
    expect(place.run(['ls', 'energy>0', '--sort', 'energy']).code).toBe(0);
  });

  test('a deleted record is made again from the journal', () => {
    rmSync(fileOf('two', 'run.json'));
    expect(listed()).toEqual({ code: 0, runs: before, warnings: [] });
    expect(existsSync(fileOf('two', 'run.json'))).toBe(true);
  });

  test.each([
    ['of text', 'garbage'],
    ['of nothing', ''],
    ['cut off', '{\n  "schema": "joulebook.run/1",\n  "id"'],
    ['of another shape', '[1, 2, 3]'],
  ])('a record %s is named, with what to do', (_name, content) => {
    const path = fileOf('two', 'run.json');
    writeFileSync(path, content);
    const { code, runs, warnings } = listed();
    expect(code).toBe(0);
    expect(runs.filter(({ name }) => name !== 'two')).toEqual(before.filter(({ name }) => name !== 'two'));
    expect(runs).toHaveLength(before.length - 1);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ code: 'E_BOOK_READ' });
    expect(warnings[0]?.what).toContain(path);
    rmSync(path); // as the warning says
    expect(listed()).toEqual({ code: 0, runs: before, warnings: [] });
  });

  test('a deleted power series does not keep a run from being shown', () => {
    rmSync(fileOf('two', 'series.bin'), { force: true });
    expect(place.run(['show', 'two']).code).toBe(0);
    expect(shown('two')).toEqual(before.find(({ name }) => name === 'two'));
  });

  test('nor does a series of garbage', () => {
    writeFileSync(fileOf('two', 'series.bin'), 'garbage'.repeat(100));
    expect(place.run(['show', 'two']).code).toBe(0);
    expect(shown('two')).toEqual(before.find(({ name }) => name === 'two'));
  });

  test('a deleted CSV begins anew with its header', () => {
    rmSync(join(book(), 'emissions.csv'));
    measure('four');
    const lines = readFileSync(join(book(), 'emissions.csv'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^timestamp,project_name,run_id,/);
  });
});
