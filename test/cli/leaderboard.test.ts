import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { encodeLine } from '../../src/book/journal-line.ts';
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

  test('a baseline that is no entry is told, and nothing is said to be counted from it', () => {
    const file = join(place.dir, 'board/leaderboard.yaml');
    const task = readFileSync(file, 'utf8');
    writeFileSync(file, `${task}baseline: gone\n`);
    const { code, stdout, stderr } = place.run(['leaderboard', 'show', 'board', '--md']);
    expect(code).toBe(0);
    expect(stderr).toContain('the baseline gone is no entry');
    expect(stdout).toContain('beyond the entry before on the frontier for each point');
    writeFileSync(file, `${task}baseline: small\n`);
    const named = place.run(['leaderboard', 'show', 'board', '--md']);
    expect(named.stderr).toBe('');
    expect(named.stdout).toContain('beyond small for each point');
  });

  test('where no entry is on the hardware that is asked for, that is said, and not that there are none', () => {
    const { stderr } = place.run(['leaderboard', 'show', 'board', '--hardware', 'zx81']);
    expect(stderr).toContain('no entry on hardware with zx81 in its name');
    expect(stderr).not.toContain('no entries yet');
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
    const added = place.run(again);
    expect([added.code, added.stderr]).toEqual([
      0,
      expect.stringMatching(/^warning: run \w+ stands in same and small\b/m),
    ]);
    expect(place.run(again).code).toBe(2);
    const { code, stdout } = verify();
    expect([code, stdout.match(/stands in same and small/g)?.length]).toEqual([5, 2]);
  });

  /** The journal of a run under another id and seed, with all its checksums and its hash made anew: whole, and a copy. */
  function copyOf(text: string, id: string, seed: string): { readonly id: string; readonly text: string } {
    const other = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
    const lines: string[] = [];
    for (const line of text.trimEnd().split('\n')) {
      const { c: _, seq, t, ...event } = JSON.parse(line.replaceAll(id, other)) as Record<string, unknown>;
      if (event['k'] === 'start') event['params'] = { seed };
      if (event['k'] === 'end')
        event['sha256'] = createHash('sha256')
          .update(lines.map((one) => `${one}\n`).join(''))
          .digest('hex');
      lines.push(
        Buffer.from(encodeLine(seq as number, t as number, event as never))
          .toString()
          .trimEnd(),
      );
    }
    return { id: other, text: `${lines.join('\n')}\n` };
  }

  test('a journal that was copied under another id and made whole again is refused, in one entry and in two', () => {
    const entry = read();
    const [run] = entry.runs;
    if (run === undefined) throw new Error('no run');
    const copy = copyOf(gunzipSync(firstJournal()).toString(), run.id, '9');
    const packed = gzipSync(copy.text);
    const bytes = Buffer.byteLength(copy.text);
    const journal = {
      file: `${copy.id}.jsonl.gz`,
      sha256: createHash('sha256').update(packed).digest('hex'),
      bytes,
    };
    writeFileSync(join(folder, journal.file), packed);
    const whole = readFileSync(join(folder, 'entry.json'));
    write({ ...entry, runs: [...entry.runs, { ...run, id: copy.id, seed: 'seed=9', journal } as never] });
    expect(verify()).toMatchObject({
      code: 5,
      stdout: expect.stringContaining('have the same readings') as string,
    });
    // The whole entry again in a book of somebody else, each journal with an id of its own.
    rmSync(join(folder, journal.file));
    writeFileSync(join(folder, 'entry.json'), whole);
    const stolen = join(place.dir, 'board/entries/stolen');
    mkdirSync(stolen);
    const theirs = entry.runs.map((each) => {
      const made = copyOf(
        gunzipSync(readFileSync(join(folder, each.journal.file))).toString(),
        each.id,
        each.id,
      );
      const zipped = gzipSync(made.text);
      const file = `${made.id}.jsonl.gz`;
      writeFileSync(join(stolen, file), zipped);
      const sha256 = createHash('sha256').update(zipped).digest('hex');
      return {
        ...each,
        id: made.id,
        seed: `seed=${each.id}`,
        journal: { file, sha256, bytes: Buffer.byteLength(made.text) },
      };
    });
    const named = JSON.stringify({ ...entry, name: 'stolen', runs: theirs }).replaceAll(
      'seeds:small',
      'seeds:stolen',
    );
    writeFileSync(join(stolen, 'entry.json'), named);
    expect(verify('board/entries/stolen').stdout).toBe('ok       stolen\n');
    const { code, stdout } = verify();
    expect([code, stdout.match(/a run of small and of stolen has the same readings/g)?.length]).toEqual([
      5, 2,
    ]);
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
