import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMISSIONS_COLUMNS } from '../../src/book/emissions-row.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { LAUNCHER, type Outcome, Place } from '../cli/joulebook.ts';
import { csvRows } from './csv-rows.ts';
import { hasRight, IN_OWN_MOUNTS, UNDER_PERMISSIONS } from './rights.ts';

const place = new Place();
afterAll(() => rmSync(place.dir, { recursive: true }));

/** `$JB` measures a command that fails with 7 after three readings. */
const MEASURED =
  '$JB run --interval 100ms --card off -- sh -c "echo out; sleep 0.35; exit 7"; echo "exit $?"';

function sh(begin: readonly string[], script: string): Outcome {
  const words = [...begin, 'sh', '-c', script];
  const [command, args] = [words[0] ?? 'sh', words.slice(1)];
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: place.dir,
    env: place.env({ JB: LAUNCHER }),
    encoding: 'utf8',
    timeout: 90_000,
  });
  return { code: status, stdout, stderr };
}

/** Everything on stderr that is a problem: its parts. */
function problemsIn(stderr: string): readonly string[] {
  return stderr.split(/^(?=warning:|error:)/m).filter((text) => /^(warning|error):/.test(text));
}

/** The command ran and its code came back; one warning says what, why and what to do. */
function expectOneWarning({ stdout, stderr }: Outcome, why: RegExp): void {
  expect(stdout).toContain('out\nexit 7\n');
  const problems = problemsIn(stderr);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^warning: .+ \[E_BOOK_WRITE\]\n {2}why: .+\n {2}fix: .+/);
  expect(problems[0]).toMatch(why);
}

describe('on a small disk', () => {
  const disk = join(place.dir, 'disk');
  let isRight = false;
  beforeAll(() => {
    mkdirSync(disk);
    isRight = hasRight('tmpfs', [...IN_OWN_MOUNTS, 'mount', '-t', 'tmpfs', 'tmpfs', disk]);
  });

  /** Runs a script on a fresh disk of that size, which is gone when it ends. */
  const onDisk = (size: string, script: string): Outcome =>
    sh(IN_OWN_MOUNTS, `mount -t tmpfs -o size=${size} tmpfs disk && cd disk && ${script}`);
  const FILL = 'head -c 9m /dev/zero >fill 2>/dev/null';

  test('that is full', () => {
    if (!isRight) return;
    expectOneWarning(onDisk('64k', `{ ${FILL}; ${MEASURED}; }`), /no space left on device/);
  });

  test('with room for a folder only', () => {
    if (!isRight) return;
    const outcome = onDisk('64k', `{ mkdir -p .joulebook/runs; ${FILL}; ${MEASURED}; }`);
    expectOneWarning(outcome, /no space left on device/);
  });

  test.each([32, 48, 64, 96, 128])('that fills up while the command runs (%i KiB)', (kib) => {
    if (!isRight) return;
    const measured = `$JB run --interval 100ms --card off -- sh -c "sleep 0.15; ${FILL}; echo out; sleep 0.4; exit 7"; echo "exit $?"`;
    const outcome = onDisk(
      `${kib}k`,
      // While it is full, what was recorded is told rightly. With room again the next command finishes it, and the next run is whole.
      `{ ${measured}; $JB ls --json >../full.json 2>../full.err; rm fill; mount -o remount,size=2m .; $JB ls --json >../room.json;
         $JB run -q -- true; $JB ls --json >../after.json; cp .joulebook/emissions.csv ..; }`,
    );
    expect(outcome.stdout).toContain('out\nexit 7\n');
    const problems = problemsIn(outcome.stderr);
    expect(problems.length).toBeLessThanOrEqual(1);
    for (const problem of problems) expect(problem).toMatch(/\[E_BOOK_WRITE\]\n {2}why: .*no space left/);
    const [full, room, after] = ['full.json', 'room.json', 'after.json'].map((file) => {
      const text = readFileSync(join(place.dir, file), 'utf8');
      return (JSON.parse(text) as { data: { runs: RunRecord[] } }).data.runs;
    });
    const isOver = ({ state }: RunRecord): boolean => state === 'failed' || state === 'lost';
    expect(full?.filter((run) => !isOver(run))).toEqual([]);
    expect(room?.filter((run) => !isOver(run))).toEqual([]);
    expect(after?.map(({ state }) => state)).toEqual(['ok', ...(room ?? []).map(({ state }) => state)]);
    const [header, ...rows] = csvRows(join(place.dir, 'emissions.csv'));
    expect(header).toEqual([...EMISSIONS_COLUMNS]);
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => EMISSIONS_COLUMNS.length));
    const ids = rows.map((row) => row[EMISSIONS_COLUMNS.indexOf('run_id')]);
    expect(new Set(ids)).toEqual(new Set(after?.map(({ id }) => id)));
    expect(ids).toHaveLength(after?.length ?? 0);
  });

  test('that is read-only', () => {
    if (!isRight) return;
    const outcome = onDisk(
      '1m',
      `{ $JB run -q -- true; mount -o remount,ro .; ${MEASURED}; $JB ls --json; }`,
    );
    expectOneWarning(outcome, /read-only/);
    const listed = outcome.stdout.slice(outcome.stdout.indexOf('{'));
    expect((JSON.parse(listed) as { data: { runs: RunRecord[] } }).data.runs).toMatchObject([
      { state: 'ok' },
    ]);
  });

  test('--strict turns the trouble into 1, but never hides the command’s own code', () => {
    if (!isRight) return;
    const { stdout } = onDisk(
      '64k',
      `{ ${FILL}; for code in 0 9; do $JB run --strict -q -- sh -c "exit $code"; echo "exit $?"; done; }`,
    );
    expect(stdout).toBe('exit 1\nexit 9\n');
  });

  test('--json has the one warning in its envelope', () => {
    if (!isRight) return;
    const { stdout } = onDisk('64k', `{ ${FILL}; $JB run --json -- true; }`);
    const { ok, data, warnings } = JSON.parse(stdout) as {
      ok: boolean;
      data: RunRecord;
      warnings: { code: string }[];
    };
    expect(ok).toBe(true);
    expect(data.state).toBe('ok');
    expect(warnings.filter(({ code }) => code === 'E_BOOK_WRITE')).toHaveLength(1);
  });
});

describe('without the right to write', () => {
  let isRight = false;
  const closed: string[] = [];
  beforeAll(() => {
    isRight = hasRight('setpriv', [...UNDER_PERMISSIONS, 'true']);
  });
  afterAll(() => {
    for (const path of closed) chmodSync(path, 0o755);
  });

  test('into the book', () => {
    if (!isRight) return;
    const book = join(place.dir, 'readonly', '.joulebook');
    mkdirSync(join(place.dir, 'readonly'));
    expect(sh([], 'cd readonly && $JB run -q -- true').code).toBe(0);
    const find = spawnSync('find', [book, '-type', 'd'], { encoding: 'utf8' }).stdout.trim().split('\n');
    for (const folder of find.reverse()) {
      chmodSync(folder, 0o555);
      closed.unshift(folder);
    }
    expectOneWarning(sh(UNDER_PERMISSIONS, `cd readonly && ${MEASURED}`), /permission denied/);
    const { stdout } = sh(UNDER_PERMISSIONS, 'cd readonly && $JB ls --json');
    expect((JSON.parse(stdout) as { data: { total: number } }).data.total).toBe(1);
  });

  test('into the folder', () => {
    if (!isRight) return;
    const folder = join(place.dir, 'unwritable');
    mkdirSync(folder, { mode: 0o555 });
    closed.unshift(folder);
    expectOneWarning(sh(UNDER_PERMISSIONS, `cd unwritable && ${MEASURED}`), /permission denied/);
  });

  test('into the CSV file', () => {
    if (!isRight) return;
    const folder = join(place.dir, 'unwritable-csv');
    mkdirSync(folder, { mode: 0o555 });
    closed.unshift(folder);
    const outcome = sh(
      UNDER_PERMISSIONS,
      '$JB run --card off --csv unwritable-csv/rows.csv -- sh -c "echo out; exit 7"; echo "exit $?"',
    );
    expect(outcome.stdout).toBe('out\nexit 7\n');
    const problems = problemsIn(outcome.stderr);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /unwritable-csv\/rows\.csv .*\[E_OUTPUT\]\n {2}why: permission denied.*\n {2}fix: /,
    );
  });
});
