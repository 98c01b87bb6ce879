import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { Place } from './joulebook.ts';

const TRAIN = 'echo "{\\"accuracy\\": 0.9$JOULEBOOK_SEED}" >> $JOULEBOOK_REPORT_FILE';

/** A task with one entry of three seeds. */
function placeWithEntry(): Place {
  const place = new Place();
  for (const seed of ['1', '2', '3']) {
    const run = ['run', '-q', '--project', 'digits', '--param', `seed=${seed}`, '--', 'sh', '-c', TRAIN];
    expect(place.run(run, { JOULEBOOK_SEED: seed }).code).toBe(0);
  }
  expect(place.run(['leaderboard', 'init', 'board', '--metric', 'accuracy']).code).toBe(0);
  const added = place.run([
    'leaderboard',
    'add',
    'project:digits',
    '--task',
    'board',
    '--by',
    'Ada',
    '--name',
    'small',
  ]);
  expect({ code: added.code, stdout: added.stdout }).toEqual({ code: 0, stdout: '' });
  return place;
}

let place: Place;
let folder: string;
beforeEach(() => {
  place = placeWithEntry();
  folder = join(place.dir, 'board/entries/small');
});

interface Entry {
  carbon: unknown;
  energy: { value: number };
  runs: { id: string; energy: { value: number }; journal: { file: string; sha256: string; bytes: number } }[];
}
const read = (): Entry => JSON.parse(readFileSync(join(folder, 'entry.json'), 'utf8')) as Entry;
const write = (entry: Entry): void => writeFileSync(join(folder, 'entry.json'), JSON.stringify(entry));
const verify = (path = 'board'): ReturnType<Place['run']> => place.run(['leaderboard', 'verify', path]);

/** Puts other bytes in place of the first journal, with the hash that they have. */
function forge(packed: Buffer, bytes?: number): void {
  const entry = read();
  const journal = entry.runs[0]?.journal;
  if (journal === undefined) throw new Error('no run');
  writeFileSync(join(folder, journal.file), packed);
  journal.sha256 = createHash('sha256').update(packed).digest('hex');
  if (bytes !== undefined) journal.bytes = bytes;
  write(entry);
}
const firstJournal = (): Buffer => readFileSync(join(folder, read().runs[0]?.journal.file ?? ''));

describe('joulebook leaderboard', () => {
  test('an entry that was added verifies, alone and with its task, and stands in every form of the table', () => {
    expect(verify().stdout).toBe('ok       small\n');
    expect(verify('board/entries/small').code).toBe(0);
    const { stdout } = place.run(['leaderboard', 'show', 'board']);
    expect(stdout).toContain('small');
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(place.run(['leaderboard', 'show', 'board', '--json']).stdout).toContain('"energyRank":1');
    expect(place.run(['leaderboard', 'show', 'board', '--csv']).stdout.split('\r\n').length).toBe(3);
    expect(place.run(['leaderboard', 'show', 'board', '--md']).stdout).toContain('| ★ | small |');
    const none = place.run(['leaderboard', 'show', 'board', '--min-metric', '0.99']).stdout;
    expect(none).toContain('small: accuracy below 0.99');
  });

  test('the page is the same bytes each time, without script or request', () => {
    const page = (): string => place.run(['leaderboard', 'page', 'board']).stdout;
    expect(page()).toBe(page());
    expect(page()).toContain('<!DOCTYPE html>');
    expect(page()).not.toMatch(/<script|src=|https?:\/\/(?!www\.w3\.org)/);
  });

  test('a figure that the journals do not give is refused, and no page is written with it', () => {
    const entry = read();
    entry.energy.value *= 0.99;
    write(entry);
    const { code, stdout } = verify();
    expect(code).toBe(5);
    expect(stdout).toContain('energy.value is not what the journals give');
    expect(place.run(['leaderboard', 'page', 'board', '-o', 'page.html']).code).toBe(5);
    expect(readdirSync(place.dir)).not.toContain('page.html');
  });

  test('carbon that the journals do not give is refused', () => {
    const entry = read();
    entry.carbon = { value: 1, se: 0, n: 3, estimate: { value: 1, low: 1, high: 1, unit: 'g', errors: {} } };
    write(entry);
    expect(verify().stdout).toContain('carbon');
    expect(verify().code).toBe(5);
  });

  test('another hash, half a file, a file that is no gzip, an altered line: refused', () => {
    const packed = firstJournal();
    const entry = readFileSync(join(folder, 'entry.json'));
    writeFileSync(
      join(folder, read().runs[0]?.journal.file ?? ''),
      Buffer.concat([packed, Buffer.from('x')]),
    );
    expect(verify().stdout).toContain('it is not the file that was entered');
    for (const [bytes, said] of [
      [packed.subarray(0, packed.length / 2), 'no whole gzip file'],
      [Buffer.from('nothing'), 'no whole gzip file'],
      [gzipSync(Buffer.from(gunzipSync(packed).toString().replace('accuracy', 'accuracx'))), 'does not hold'],
    ] as const) {
      writeFileSync(join(folder, 'entry.json'), entry);
      forge(bytes);
      expect(verify()).toMatchObject({ code: 5, stdout: expect.stringContaining(said) as string });
    }
  });

  test('a bomb is given up as soon as it is longer than the entry says', () => {
    forge(gzipSync(Buffer.alloc(64 * 2 ** 20, ' ')));
    expect(verify()).toMatchObject({
      code: 5,
      stdout: expect.stringContaining('it is longer than') as string,
    });
    forge(gzipSync(Buffer.alloc(1000, ' ')), 10 ** 12);
    expect(verify()).toMatchObject({ code: 5, stdout: expect.stringContaining('is longer than') as string });
  });

  test('a name that leads out of the folder, a link and a file of nobody are refused', () => {
    const entry = read();
    const journal = entry.runs[0]?.journal;
    if (journal === undefined) throw new Error('no run');
    const path = join(folder, journal.file);
    renameSync(path, join(place.dir, 'elsewhere.gz'));
    symlinkSync(join(place.dir, 'elsewhere.gz'), path);
    expect(verify().stdout).toContain('it is no plain file');
    writeFileSync(join(folder, 'more.txt'), '');
    expect(verify().stdout).toContain('more.txt is in its folder and not in the entry');
    journal.file = '../../../elsewhere.gz';
    write(entry);
    expect(verify()).toMatchObject({ code: 5, stdout: expect.stringContaining('is no entry') as string });
  });

  test('a run in two entries is refused in both', () => {
    const again = [
      'leaderboard',
      'add',
      'project:digits',
      '--task',
      'board',
      '--by',
      'Bob',
      '--name',
      'same',
    ];
    expect(place.run(again).code).toBe(0);
    expect(place.run(again).code).toBe(2);
    const { code, stdout } = verify();
    expect([code, stdout.match(/stands in same and small/g)?.length]).toEqual([5, 2]);
  });

  test('runs of two configurations, or without the metric, make no entry and leave nothing behind', () => {
    place.run(['run', '-q', '--project', 'digits', '--', 'true']);
    const add = place.run(['leaderboard', 'add', 'project:digits', '--task', 'board', '--by', 'Bob']);
    expect(add.code).toBe(5);
    expect(readdirSync(join(place.dir, 'board/entries'))).toEqual(['small']);
  });

  test('a task with a key or a value that is not understood is a mistake of the file', () => {
    for (const text of [
      'task: x\nmetrik: acc\n',
      'task: x\nmetric: foo\n',
      'task: [',
      '- a\n',
      'task: x\nmetric: acc\nmin-seeds: 0\n',
    ]) {
      writeFileSync(join(place.dir, 'board/leaderboard.yaml'), text);
      expect(place.run(['leaderboard', 'show', 'board']).code).toBe(2);
    }
    expect(place.run(['leaderboard', 'show', 'nowhere']).code).toBe(3);
  });
});
