import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { aRecord, putRecord } from '../book/a-record.ts';
import { aRow, COLUMNS, lineOf, type Row } from '../report/import/a-row.ts';
import { LAUNCHER, Place } from './joulebook.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
});

const HEADER = COLUMNS.join(',');

function csv(rows: readonly Row[], name = 'emissions.csv'): void {
  writeFileSync(join(place.dir, name), `${HEADER}\n${rows.map((row) => `${lineOf(row)}\n`).join('')}`);
}

interface Report {
  readonly ok: boolean;
  readonly data: { readonly rows: readonly ReportRow[] } & Readonly<Record<string, number>>;
}
interface ReportRow {
  readonly fate: string;
  readonly line: number | null;
  readonly why?: string;
  readonly run?: { readonly id: string; readonly energy: { readonly value: number } };
}

function json(...args: string[]): Report {
  const { code, stdout, stderr } = place.run(['import', '--json', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Report;
}

function list(...args: string[]): readonly RunRecord[] {
  const { stdout } = place.run(['ls', '--json', ...args]);
  return (JSON.parse(stdout) as { data: { runs: RunRecord[] } }).data.runs;
}

describe('joulebook import', () => {
  test('first says what would come in, and writes nothing, not even a book', () => {
    csv([aRow(), aRow()]);
    const { code, stdout, stderr } = place.run(['import', 'emissions.csv']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 runs would come in: .*Wh/);
    expect(stderr).toContain('--yes');
    expect(existsSync(join(place.dir, '.joulebook'))).toBe(false);
  });

  test('with --yes the runs are in the book: grade D, imported, with what their row says', () => {
    const row = aRow();
    csv([row]);
    expect(place.run(['import', 'emissions.csv', '--yes', '--tag', 'old', '--tag', '2024']).code).toBe(0);
    const [run] = list();
    const chipsJ = (Number(row['energy_consumed']) * 3.6e6) / 1.2;
    expect(run).toMatchObject({
      kind: 'imported',
      grade: 'D',
      state: 'ok',
      project: 'demo',
      startedAt: '2024-05-01T10:18:49.500Z',
      durationS: 100.5,
      tags: ['old', '2024'],
      machine: { cpu: 'AMD EPYC 7B13', gpus: ['NVIDIA A100', 'NVIDIA A100'], threads: 8 },
      environment: { 'import.format': 'codecarbon', 'import.line': '2', 'import.run': row['run_id'] },
    });
    expect(run?.energy.chips.attributed.value).toBeCloseTo(chipsJ, 6);
    expect(run?.energy.components['cpu']?.attributed.value).toBeCloseTo((0.01 * 3.6e6) / 1.2, 6);
    expect(run?.energy.facility.attributed.value).toBeCloseTo(chipsJ * 1.2, 6);
    expect(run?.carbon.operational.value).toBeCloseTo(Number(row['emissions']) * 1000, 9);
    expect(run?.carbon.intensity?.value).toBeCloseTo(56, 9);
    // What was read may be off by 40 %, and does not see all of the machine.
    expect(run?.energy.chips.attributed.low).toBeCloseTo(chipsJ * 0.6, 6);
    expect(run?.energy.chips.attributed.high).toBeCloseTo(chipsJ * 1.4, 6);
    expect(run?.energy.wall.attributed.high).toBeGreaterThan(chipsJ * 1.6);
    const { stdout } = place.run(['show', '@last']);
    expect(stdout).toContain('grade D');
    expect(stdout).toMatch(/Method +read from emissions\.csv, line 2 \(codecarbon\)/);
    // Who ran beside it is not known.
    expect(stdout).not.toMatch(/alone|samples/);
  });

  test('twice adds nothing, nor from a copy with other line ends, a mark, or beside other rows', () => {
    const rows = [aRow(), aRow()];
    csv(rows);
    expect(json('emissions.csv', '--yes').data).toMatchObject({ new: 2, known: 0 });
    expect(json('emissions.csv', '--yes').data).toMatchObject({ new: 0, known: 2 });
    const copy = [aRow(), ...rows].map((row) => lineOf(row));
    writeFileSync(join(place.dir, 'copy.csv'), `\uFEFF${[HEADER, ...copy].join('\r\n')}\r\n`);
    expect(json('copy.csv', '--yes').data).toMatchObject({ new: 1, known: 2 });
    cpSync(join(place.dir, '.joulebook'), join(place.dir, 'elsewhere'), { recursive: true });
    expect(json('copy.csv', '--yes', '--book', 'elsewhere').data).toMatchObject({ new: 0, known: 3 });
    expect(list()).toHaveLength(3);
  });

  test('in another time zone they are the same runs', () => {
    csv([aRow()]);
    expect(json('emissions.csv', '--yes').data).toMatchObject({ new: 1 });
    const { stdout } = place.run(['import', 'emissions.csv', '--json'], { TZ: 'America/New_York' });
    expect(JSON.parse(stdout)).toMatchObject({ data: { new: 0, known: 1 } });
  });

  test('of a run that was flushed again and again the last state comes in, and later it is said to have gone on', () => {
    const first = aRow();
    const later = aRow({
      ...first,
      duration: 200,
      cpu_energy: 0.02,
      gpu_energy: 0.04,
      ram_energy: 0.06,
      energy_consumed: 0.12,
    });
    csv([first, aRow(), later]);
    const { data } = json('emissions.csv');
    expect(data.rows.map(({ fate, line }) => [fate, line])).toEqual([
      ['passed', 2],
      ['new', 3],
      ['new', 4],
    ]);
    csv([first]);
    json('emissions.csv', '--yes');
    csv([first, later]);
    expect(json('emissions.csv', '--yes').data).toMatchObject({ new: 0, changed: 1 });
    expect(list()).toHaveLength(1);
  });

  test('tells line by line what it repairs and what it refuses', () => {
    const shifted = lineOf(aRow(), COLUMNS, ['region', 'longitude', 'latitude']);
    const torn = lineOf(aRow()).slice(0, 100);
    writeFileSync(join(place.dir, 'emissions.csv'), [HEADER, lineOf(aRow()), shifted, torn].join('\n'));
    const { code, stdout } = place.run(['import', 'emissions.csv']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/line 3 +repaired: 3 columns dropped/);
    expect(stdout).toMatch(/line 4 +refused: it is torn/);
    expect(stdout).toMatch(/1 of them repaired, 1 refused/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('a GPU that could not be read is no zero: the energy is a lower bound', () => {
    csv([aRow({ gpu_energy: 0 })]);
    json('emissions.csv', '--yes');
    const [run] = list();
    expect(run?.energy.wall.attributed).toMatchObject({ value: null, high: null });
    expect(run?.energy.components['gpu:all']).toMatchObject({
      attributed: { value: null },
      reason: expect.stringContaining('could not read') as string,
    });
    expect(place.run(['ls']).stdout).toMatch(/≥ \d+ Wh D/);
  });

  test('what export has written comes back as it was, in a book of its own', () => {
    const book = join(place.dir, 'first');
    mkdirSync(join(book, 'runs'), { recursive: true });
    const parent = aRecord({
      name: '=SUM(A1)',
      params: { lr: 0.1, flag: true, note: 'a, "b"' },
      metrics: { acc: 0.1 + 0.2 },
      tags: ['a', 'b'],
    });
    putRecord(book, parent);
    putRecord(
      book,
      aRecord({ parentId: parent.id, rootId: parent.id, name: 'stage', state: 'failed', exitCode: 3 }),
    );
    putRecord(book, aRecord({ energyJ: null, co2G: null }));
    const exported = (name: string) => {
      expect(place.run(['export', '--csv', '--book', name, '-o', `${name}.csv`, '--sort', 'id']).code).toBe(
        0,
      );
      const [header = '', ...lines] = readFileSync(join(place.dir, `${name}.csv`), 'utf8').split('\r\n');
      return { header, lines };
    };
    const before = exported('first');
    expect(json('first.csv', '--yes', '--book', 'second').data).toMatchObject({ new: 3 });
    const after = exported('second');
    expect(after.header).toBe(before.header);
    // Only what it is now has changed: kind, grade, and the version that wrote it.
    const cells = (line: string) =>
      line.split(',').map((cell) => cell.replace(/^(command|block|imported)$|^[A-D]$/, ''));
    expect(after.lines.map(cells)).toEqual(before.lines.map(cells));
    expect(json('first.csv', '--book', 'first').data).toMatchObject({ new: 0, known: 3 });
    expect(json('first.csv', '--book', 'second').data).toMatchObject({ new: 0, known: 3 });
  });

  test("a book's own emissions.csv adds nothing to it", () => {
    expect(place.run(['run', '-q', '--', 'true']).code).toBe(0);
    expect(json('.joulebook/emissions.csv', '--yes').data).toMatchObject({ new: 0, known: 1 });
  });

  test('finds what is in a folder, and only what --format says', () => {
    cpSync(join(import.meta.dirname, '../fixtures/import'), join(place.dir, 'old'), { recursive: true });
    const formats = new Set(
      json('old').data.rows.map((row) => (row as unknown as { format: string }).format),
    );
    expect([...formats].sort()).toEqual([
      'boamps',
      'carbontracker',
      'codecarbon',
      'dvclive',
      'impact-tracker',
      'mlflow',
      'tensorboard',
      'wandb',
    ]);
    expect(json('old', '--format', 'wandb').data).toMatchObject({ new: 1 });
    expect(json('old', '--yes', '--project', 'all').data['new']).toBe(17);
    expect(new Set(list().map(({ project }) => project))).toEqual(new Set(['all']));
    expect(json('old', '--yes').data).toMatchObject({ new: 0, known: 17 });
  });

  test('says what cannot be read with its exit code', () => {
    writeFileSync(join(place.dir, 'other.csv'), 'a,b\n1,2\n');
    writeFileSync(join(place.dir, 'bad.csv'), `${HEADER}\n1,2,3\n`);
    expect(place.run(['import']).code).toBe(2);
    expect(place.run(['import', 'nothing.csv']).code).toBe(3);
    expect(place.run(['import', 'other.csv']).code).toBe(3);
    expect(place.run(['import', 'other.csv', '--format', 'codecarbon']).code).toBe(1);
    expect(place.run(['import', 'other.csv', '--format', 'nonsense']).code).toBe(2);
    const bad = place.run(['import', 'bad.csv', '--yes']);
    expect(bad).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/E_IMPORT[\s\S]*why:[\s\S]*fix:/) as string,
    });
    const told = place.run(['import', 'bad.csv', '--json']);
    expect(told.code).toBe(1);
    expect(JSON.parse(told.stdout)).toMatchObject({
      ok: false,
      error: { code: 'E_IMPORT' },
      data: { refused: 1 },
    });
    const { stderr } = place.run(['import', 'other.csv']);
    expect(stderr).toMatch(/E_NOT_FOUND[\s\S]*why:[\s\S]*fix:/);
    expect(list()).toEqual([]);
  });

  test('a book that cannot be written is an error, also under --json', () => {
    csv([aRow()]);
    place.run(['import', 'emissions.csv', '--yes', '--book', 'book']);
    csv([aRow()]);
    rmSync(join(place.dir, 'book/runs'), { recursive: true });
    writeFileSync(join(place.dir, 'book/runs'), '');
    chmodSync(join(place.dir, 'book'), 0o500);
    const { code, stdout } = place.run(['import', 'emissions.csv', '--yes', '--book', 'book', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: 'E_BOOK_WRITE', fix: expect.any(String) as string },
    });
  });

  test('a record with a time that no calendar has is refused, and the others come in', () => {
    csv([aRow()]);
    const folder = join(place.dir, 'mlruns/1/abcdef');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'meta.yaml'),
      'run_id: abcdef\nstatus: 3\nstart_time: 1.0e+20\nend_time: 1.0e+20\n',
    );
    const { data } = json('.', '--yes');
    expect(data).toMatchObject({ new: 1, refused: 1 });
    expect(data.rows.find(({ fate }) => fate === 'refused')?.why).toContain('time');
  });

  test('of lines that end in a CR alone, and in UTF-16 without a mark, the same runs come in', () => {
    const text = `${[HEADER, lineOf(aRow({ region: 'île-de-france' })), lineOf(aRow())].join('\n')}\n`;
    writeFileSync(join(place.dir, 'plain.csv'), text);
    writeFileSync(join(place.dir, 'cr.csv'), text.replaceAll('\n', '\r'));
    writeFileSync(join(place.dir, 'wide.csv'), Buffer.from(text, 'utf16le'));
    json('plain.csv', '--yes');
    for (const name of ['cr.csv', 'wide.csv'])
      expect(json(name).data).toMatchObject({ new: 0, known: 2, repaired: 0, refused: 0 });
  });

  test.each([
    ['emissions.csv.gz', gzipSync(Buffer.from('a,b')), /it is gzip.*gunzip/s],
    ['emissions.parquet', Buffer.from('PAR1 and so on'), /it is Parquet.*to_csv/s],
    ['emissions.csv', Buffer.alloc(0), /it is empty/],
  ])('says why it does not read %s', (name, bytes, why) => {
    writeFileSync(join(place.dir, name), bytes);
    const { code, stderr } = place.run(['import', name]);
    expect(code).toBe(3);
    expect(stderr).toMatch(why);
  });

  test('beside others a packed record is not passed by in silence, and a link adds nothing', () => {
    mkdirSync(join(place.dir, 'old'));
    csv([aRow()], 'old/zzz.csv');
    symlinkSync('zzz.csv', join(place.dir, 'old/latest.csv'));
    symlinkSync('..', join(place.dir, 'old/up'));
    writeFileSync(join(place.dir, 'old/emissions.csv.gz'), gzipSync(Buffer.from('a,b')));
    const { stdout } = place.run(['import', 'old', '--json']);
    const told = JSON.parse(stdout) as Report & { readonly warnings: readonly { readonly what: string }[] };
    expect(told.warnings.map(({ what }) => what)).toEqual([expect.stringContaining('emissions.csv.gz')]);
    expect(told.data.rows).toMatchObject([{ fate: 'new', file: 'old/zzz.csv' }]);
  });

  test('what a killed import has left is taken away when nobody can be at it any more', () => {
    csv([aRow()]);
    json('emissions.csv', '--yes');
    const month = join(place.dir, '.joulebook/runs/2024/05');
    const [run = ''] = readdirSync(month);
    const [old, young] = [join(month, `${run}.1-a.part`), join(month, `${run}.2-b.part`)];
    for (const folder of [old, young]) mkdirSync(folder);
    utimesSync(old, 1e9, 1e9);
    json('emissions.csv');
    expect(existsSync(old)).toBe(true);
    json('emissions.csv', '--yes');
    expect([old, young].map((folder) => existsSync(folder))).toEqual([false, true]);
  });

  test('of two files that have a run with other figures the later says so, and the first named counts', () => {
    const early = aRow();
    const late = aRow({ run_id: String(early['run_id']), duration: 200, cpu_energy: 0.5 });
    csv([early], 'copy.csv');
    csv([late], 'emissions.csv');
    const { data } = json('copy.csv', 'emissions.csv');
    expect(data.rows.map(({ fate }) => fate)).toEqual(['new', 'changed']);
    expect(data.rows[1]?.why).toContain('other figures');
    csv([early], 'same.csv');
    expect(json('copy.csv', 'same.csv').data.rows.map(({ fate }) => fate)).toEqual(['new', 'passed']);
    expect(json('emissions.csv', 'copy.csv', '--yes').data).toMatchObject({ new: 1, changed: 1 });
    expect(list()[0]?.durationS).toBe(200);
  });

  test('a run of unknown energy that went on is said to have changed', () => {
    const first = aRow({ gpu_energy: 0 });
    csv([first]);
    json('emissions.csv', '--yes');
    csv([{ ...first, duration: 900 }]);
    expect(json('emissions.csv').data).toMatchObject({ new: 0, changed: 1 });
  });

  test('a signal ends it while it still looks through a large file', async () => {
    const row = lineOf(aRow());
    const line = `${row}\n`;
    writeFileSync(join(place.dir, 'large.csv'), `${HEADER}\n${line.repeat(300_000)}`);
    const child = spawn(LAUNCHER, ['import', 'large.csv', '--json'], {
      cwd: place.dir,
      env: place.env(),
      stdio: 'pipe',
    });
    let told = '';
    child.stdout.on('data', (data: Buffer) => (told += data.toString()));
    const readBytes = (): number =>
      Number(/rchar: (\d+)/.exec(readFileSync(`/proc/${child.pid}/io`, 'utf8'))?.[1] ?? 0);
    while (readBytes() < 20e6) await wait(20);
    child.kill('SIGINT');
    const sentMs = performance.now();
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(130);
    expect(performance.now() - sentMs).toBeLessThan(15_000);
    expect(JSON.parse(told)).toMatchObject({ ok: false, error: { code: 'E_IMPORT' }, data: { rows: [] } });
  }, 120_000);

  test('two imports of one file at once take each run in once', async () => {
    csv(Array.from({ length: 300 }, () => aRow()));
    const options = { cwd: place.dir, env: place.env(), stdio: 'ignore' } as const;
    const both = [1, 2].map(() => spawn(LAUNCHER, ['import', 'emissions.csv', '--yes'], options));
    const codes = await Promise.all(both.map(async (child) => ((await once(child, 'exit')) as [number])[0]));
    expect(codes).toEqual([0, 0]);
    expect(list()).toHaveLength(300);
  }, 120_000);

  test.each(['SIGINT', 'SIGKILL'] as const)(
    '%s in the middle leaves whole runs, and doing it again adds the rest',
    async (signal) => {
      const count = 1500;
      csv(Array.from({ length: count }, () => aRow()));
      const child = spawn(LAUNCHER, ['import', 'emissions.csv', '--yes'], {
        cwd: place.dir,
        env: place.env(),
        stdio: 'ignore',
      });
      const month = join(place.dir, '.joulebook/runs/2024/05');
      const whole = (): number =>
        existsSync(month) ? readdirSync(month).filter((name) => !name.endsWith('.part')).length : 0;
      while (whole() < 20) await wait(5);
      child.kill(signal);
      const [code] = (await once(child, 'exit')) as [number | null];
      if (signal === 'SIGINT') expect(code).toBe(130);
      const runs = list();
      expect(runs.length).toBeGreaterThanOrEqual(20);
      expect(runs.length).toBeLessThan(count);
      for (const run of runs) expect(run).toMatchObject({ state: 'ok', grade: 'D' });
      expect(json('emissions.csv', '--yes').data).toMatchObject({
        new: count - runs.length,
        known: runs.length,
      });
      expect(list()).toHaveLength(count);
    },
    120_000,
  );

  test('does not take in a second time what an export of its own book holds', () => {
    const book = join(place.dir, '.joulebook');
    const record = aRecord({ name: 'mine' });
    putRecord(book, record);
    expect(place.run(['export', '--boamps', '-o', 'boamps', 'name:mine']).code).toBe(0);
    expect(place.run(['export', '--mlflow', '-o', 'mlflow', 'name:mine']).code).toBe(0);
    expect(place.run(['export', '--csv', '-o', 'runs.csv', 'name:mine']).code).toBe(0);
    for (const source of ['boamps', 'mlflow', 'runs.csv'])
      expect(json(source).data.rows.map(({ fate, run }) => [fate, run?.id])).toEqual([['known', record.id]]);
  });
});
