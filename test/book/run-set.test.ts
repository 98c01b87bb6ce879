import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isStill, listRuns, rememberedSet, type RunSet } from '../../src/book/run-set.io.ts';
import { aRecord, folderOf, putRecord } from './a-record.ts';

let book: string;
beforeEach(() => {
  book = mkdtempSync(join(tmpdir(), 'joulebook-set-'));
});
afterEach(() => rmSync(book, { recursive: true, force: true }));

/** Long after all that the test has done. */
const later = (): number => Date.now() + 60_000;

function aRun(startedAt: string): string {
  const record = aRecord({ startedAt });
  putRecord(book, record);
  return folderOf(record);
}

const month = (): string => join(book, 'runs/2026/11');

describe('the set of runs', () => {
  it('is every month with its runs, and nothing else', () => {
    const [one, two] = [aRun('2025-01-31T10:00:00.000Z'), aRun('2026-11-01T10:00:00.000Z')];
    mkdirSync(join(month(), 'notes'));
    mkdirSync(join(book, 'runs/old'));
    writeFileSync(join(book, 'runs/README'), '');
    const { months, problems } = listRuns(book, later());
    expect(problems).toEqual([]);
    expect(months.flatMap(([name, ids]) => ids.map((id) => `${name}/${id}`)).sort()).toEqual([one, two]);
    expect(listRuns(join(book, 'none'), later())).toMatchObject({ months: [], witness: '', problems: [] });
  });

  it('is remembered whole', () => {
    for (let day = 10; day < 30; day++) aRun(`2026-${10 + (day % 3)}-${day}T10:00:00.000Z`);
    mkdirSync(join(book, 'runs/2024/02'), { recursive: true });
    const set = listRuns(book, later());
    expect(rememberedSet(book, set.text, set.witness)).toEqual(set);
    expect(set.months.flatMap(([, ids]) => ids)).toHaveLength(20);
  });
});

describe('what tells that it is still the same', () => {
  let set: RunSet;
  let run: string;
  beforeEach(() => {
    run = aRun('2026-11-05T10:00:00.000Z');
    set = listRuns(book, later());
    expect(isStill(book, set.witness)).toBe(true);
  });

  it.each<[string, () => void]>([
    ['a new run', () => aRun('2026-11-06T10:00:00.000Z')],
    ['a run of another month', () => aRun('2026-12-06T10:00:00.000Z')],
    ['a run of another year', () => aRun('2024-12-06T10:00:00.000Z')],
    ['a run that is gone', () => rmSync(join(book, run), { recursive: true })],
    ['a month that is gone', () => rmSync(month(), { recursive: true })],
    [
      'another folder in the place of a month',
      () => {
        renameSync(month(), `${month()}.old`);
        mkdirSync(month());
      },
    ],
    [
      'a run that a copying program put there, setting the time of the month back',
      () => {
        const { atimeMs, mtimeMs } = statSync(month());
        aRun('2026-11-06T10:00:00.000Z');
        utimesSync(month(), atimeMs / 1000, mtimeMs / 1000);
        expect(statSync(month()).mtimeMs).toBeCloseTo(mtimeMs, 2);
      },
    ],
  ])('%s is seen', (_, change) => {
    change();
    expect(isStill(book, set.witness)).toBe(false);
    expect(rememberedSet(book, set.text, set.witness)).toBeUndefined();
  });

  it('what changes inside of a run is not a change of the set', () => {
    writeFileSync(join(book, run, 'run.json'), 'other');
    writeFileSync(join(book, run, 'more'), '');
    writeFileSync(join(book, 'emissions.csv'), '');
    expect(isStill(book, set.witness)).toBe(true);
  });

  it('is not relied upon while the last change is younger than a tick of any file system', () => {
    expect(listRuns(book, Date.now()).witness).toBe('');
    expect(isStill(book, '')).toBe(false);
  });
});
