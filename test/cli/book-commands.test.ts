import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, test } from 'vitest';
import { Place } from './joulebook.ts';

const place = new Place();
const json = (...args: string[]) => {
  const { code, stdout, stderr } = place.run([...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return (JSON.parse(stdout) as { data: never }).data;
};

/** A command that keeps one CPU busy. */
const burn = (ms: number) => [
  'node',
  '-e',
  `const t=Date.now();while(Date.now()-t<${ms});console.log('acc=0.9')`,
];

beforeAll(() => {
  for (const [name, lr, ms] of [
    ['short', '0.1', 100],
    ['long', '0.2', 600],
  ] as const) {
    const options = [
      '--name',
      name,
      '--param',
      `lr=${lr}`,
      '--region',
      'FR',
      '--capture',
      'acc=(?<acc>[0-9.]+)',
    ];
    expect(place.run(['run', '-q', ...options, '--', ...burn(ms)])).toEqual({
      code: 0,
      stdout: 'acc=0.9\n',
      stderr: '',
    });
  }
}, 120_000);

test('without a book there is nothing to show: code 3', () => {
  const { code, stderr } = new Place().run(['ls']);
  expect(code).toBe(3);
  expect(stderr).toContain('[E_NO_BOOK]');
});

describe('ls', () => {
  test('newest first, a table on stdout and its sum on stderr', () => {
    const { code, stdout, stderr } = place.run(['ls']);
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(/ +/)[1])).toEqual([
      'NAME',
      'long',
      'short',
      undefined,
    ]);
    expect(stderr).toMatch(/^2 runs · /);
  });

  test('filters, sorts, limits', () => {
    expect(json('ls', '--sort', 'energy')).toMatchObject({
      total: 2,
      runs: [{ name: 'short' }, { name: 'long' }],
    });
    expect(json('ls', 'param.lr>0.15')).toMatchObject({ total: 1, runs: [{ name: 'long' }] });
    expect(json('ls', '--limit', '1')).toMatchObject({ total: 2, runs: [{ name: 'long' }] });
    expect(place.run(['ls', 'name:nobody', '--fail-empty']).code).toBe(3);
    expect(place.run(['ls', 'energy>2kW']).code).toBe(2);
  });

  test('is not wider than the terminal', () => {
    const { stdout } = place.run(['ls'], { COLUMNS: '40' });
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  });
});

describe('show', () => {
  test('for people, for scripts, and one value', () => {
    expect(place.run(['show', 'long']).stdout).toMatch(/^long {2}ok \(exit 0\)/);
    const record = json('show', '@last') as {
      name: string;
      id: string;
      energy: { wall: { attributed: { value: number } } };
    };
    expect(record.name).toBe('long');
    expect(place.run(['show', record.id.slice(-6), '--field', 'energy.wall']).stdout).toBe(
      `${record.energy.wall.attributed.value}\n`,
    );
    expect(place.run(['show', '@prev', '--field', 'params.lr']).stdout).toBe('0.1\n');
  });

  test('what is not there is code 3', () => {
    expect(place.run(['show', 'nobody']).code).toBe(3);
    expect(place.run(['show', '@last', '--field', 'energy.wal']).stderr).toContain('Did you mean `wall`?');
  });
});

describe('show --verify', () => {
  test('says that a journal holds, with the hash of all before its end', () => {
    const { code, stdout, stderr } = place.run(['show', 'short', '--verify']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^the journal of short holds: \d+ lines with their checksums and numbers; SHA-256 before its end [0-9a-f]{64}\n$/,
    );
    const { id } = json('show', 'short') as { id: string };
    expect(json('show', 'short', '--verify')).toEqual({
      run: id,
      holds: true,
      lines: Number(/\d+/.exec(stdout)?.[0]),
      sha256: /[0-9a-f]{64}/.exec(stdout)?.[0],
    });
  });

  test('is code 5 where it does not, and says which line', () => {
    const other = new Place();
    expect(other.run(['run', '-q', '--name', 'mine', '--', 'true']).code).toBe(0);
    const { data } = JSON.parse(other.run(['show', 'mine', '--json']).stdout) as {
      data: { id: string; startedAt: string };
    };
    const [year = '', month = ''] = data.startedAt.split('-');
    const journal = join(other.dir, '.joulebook', 'runs', year, month, data.id, 'journal.jsonl');
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('"name":"mine"', '"name":"mime"'));
    const { code, stdout, stderr } = other.run(['show', 'mine', '--verify']);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('the journal of mine does not hold');
    expect(stderr).toContain('[E_VERIFY]');
    expect(stderr).toContain(`at ${journal}:1`);
    expect(stderr).toContain('line 1 of the journal was skipped: its checksum does not fit its content');
    const envelope = JSON.parse(other.run(['show', 'mine', '--verify', '--json']).stdout) as object;
    expect(envelope).toMatchObject({
      ok: false,
      error: { code: 'E_VERIFY', at: { file: journal, line: 1 } },
    });
  });
});

test('compare cancels what both runs share', () => {
  const { stdout } = place.run(['compare', 'short', 'long']);
  expect(stdout).toMatch(/^energy .* clear difference$/m);
  expect(stdout).toContain('param lr');
  expect(json('compare', 'short', 'long')).toMatchObject({
    likeForLike: true,
    runs: [{ name: 'short' }, { name: 'long' }],
  });
  expect(place.run(['compare', 'short']).code).toBe(2);
});

test('tag, note, rename', () => {
  expect(place.run(['tag', 'short', 'paper', 'final']).stderr).toBe('short: tags: paper, final\n');
  expect(json('tag', 'short', '--remove', 'final')).toMatchObject({ tags: ['paper'] });
  expect(json('note', 'short', 'the fan', 'was loud')).toMatchObject({
    notes: [{ text: 'the fan was loud' }],
  });
  expect(json('ls', 'tag:paper')).toMatchObject({ total: 1 });
  expect(place.run(['rename', 'short', '@x']).code).toBe(2);
  expect(place.run(['rename', 'short', 'kurz']).code).toBe(0);
  expect(json('show', 'kurz')).toMatchObject({ name: 'kurz' });
  expect(place.run(['rename', 'kurz', 'short']).code).toBe(0);
});

describe('export', () => {
  test('CSV on stdout has every run and its units in the names', () => {
    const [head = '', ...rows] = place.run(['export', '--sort', 'energy']).stdout.trimEnd().split('\r\n');
    expect(head.split(',')).toEqual(
      expect.arrayContaining(['id', 'energy_wh', 'energy_low_wh', 'co2e_g', 'param.lr', 'metric.acc']),
    );
    expect(rows).toHaveLength(2);
  });

  test('Parquet is read back by another program of its kind with the same values', async () => {
    expect(place.run(['export', '--parquet']).code).toBe(2);
    expect(place.run(['export', '-o', 'runs.parquet', '--sort', 'energy']).code).toBe(0);
    const bytes = readFileSync(join(place.dir, 'runs.parquet'));
    const rows = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    });
    const runs = (
      json('ls', '--sort', 'energy') as {
        runs: { id: string; startedAt: string; energy: { wall: { attributed: { value: number } } } }[];
      }
    ).runs;
    expect(rows.map((row) => [row['id'], row['energy_wh'], row['param.lr'], row['exit_code']])).toEqual(
      runs.map((run, i) => [run.id, run.energy.wall.attributed.value / 3600, i === 0 ? 0.1 : 0.2, 0]),
    );
    expect(rows.map((row) => row['started_at'])).toEqual(runs.map((run) => new Date(run.startedAt)));
  });

  test('a file that cannot be written is said', () => {
    const { code, stderr } = place.run(['export', '-o', 'no/such/folder.csv']);
    expect(code).toBe(1);
    expect(stderr).toContain('[E_OUTPUT]');
  });
});

test('rm asks, and only deletes what it is told to', () => {
  expect(place.run(['run', '-q', '--name', 'gone', '--', 'true']).code).toBe(0);
  const { id } = json('show', 'gone') as { id: string };
  expect(place.run(['rm', 'gone']).code).toBe(2);
  const csv = (): string => readFileSync(join(place.dir, '.joulebook', 'emissions.csv'), 'utf8');
  const before = csv().split('\n');
  expect(json('rm', 'gone', '--dry-run')).toMatchObject({ removed: [], wouldRemove: [id] });
  expect(csv().split('\n')).toEqual(before);
  expect(json('rm', 'gone', '--yes')).toMatchObject({ removed: [id] });
  expect(before.filter((row) => row.includes(id))).toHaveLength(1);
  expect(csv().split('\n')).toEqual(before.filter((row) => !row.includes(id)));
  expect(json('ls')).toMatchObject({ total: 2 });
  expect(existsSync(join(place.dir, '.joulebook'))).toBe(true);
});
