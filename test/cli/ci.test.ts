import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Measured } from '../../src/cli/ci/measured.ts';
import { LAUNCHER, type Outcome, Place } from './joulebook.ts';

interface CiData {
  readonly verdict: string;
  readonly exitCode: number;
  readonly ratio?: { readonly value: number; readonly low: number; readonly high: number };
  readonly runs: readonly { readonly id: string; readonly name: string }[];
  readonly baseline: {
    readonly runs: readonly { readonly id: string }[];
    readonly leftOut: readonly { readonly reason: string; readonly count: number }[];
  };
}

const WORK = ['--', 'sleep', '0.2'];

function dataOf({ stdout }: Outcome): CiData {
  return (JSON.parse(stdout.slice(stdout.indexOf('{"schema"'))) as { readonly data: CiData }).data;
}

/** Another baseline: as if the machine had used `factor` times as much. */
function scaled(
  place: Place,
  file: string,
  factor: number,
  change: (run: Measured) => object = () => ({}),
): string {
  const { runs } = JSON.parse(readFileSync(join(place.dir, 'energy.json'), 'utf8')) as {
    readonly runs: readonly Measured[];
  };
  const times = (x: number | null) => (x === null ? null : x * factor);
  const all = runs.map((run) => {
    const { attributed, active, machine } = run.energy;
    const [a, b, m] = [attributed, active, machine].map((e) => ({
      ...e,
      value: times(e.value),
      low: times(e.low),
      high: times(e.high),
    }));
    return { ...run, energy: { attributed: a, active: b, machine: m }, ...change(run) };
  });
  writeFileSync(join(place.dir, file), JSON.stringify({ schema: 'joulebook.baseline/1', runs: all }));
  return file;
}

describe('joulebook ci against a file', () => {
  const place = new Place();
  const ci = (args: readonly string[], extra: Readonly<Record<string, string>> = {}) =>
    place.run(['ci', ...args], extra);

  beforeAll(() => {
    const made = ci(['--baseline', 'energy.json', '--update-baseline', ...WORK]);
    expect(made.code, made.stderr).toBe(0);
  });

  test('a baseline file names no person, path or host', () => {
    const text = readFileSync(join(place.dir, 'energy.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ schema: 'joulebook.baseline/1', runs: [{ name: 'sleep-0.2' }] });
    expect(text).not.toContain(place.dir);
    expect(text).not.toContain('cwd');
    expect(text).not.toContain('hostname');
  });

  test('fails with 4 where the energy is surely above the margin, and tells GitHub', () => {
    const file = scaled(place, 'low.json', 0.1);
    const summary = join(place.dir, 'summary.md');
    writeFileSync(summary, 'before\n');
    const output = join(place.dir, 'output');
    const { code, stdout, stderr } = ci(
      ['--name', 'sleep-0.2', '--baseline', file, '--', 'sh', '-c', 'echo hi; sleep 0.2'],
      {
        GITHUB_ACTIONS: 'true',
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
      },
    );
    expect(code).toBe(4);
    expect(stdout).toBe('hi\n');
    expect(stderr).toMatch(/over the margin/);
    expect(stderr).toMatch(/^::error title=Energy of .*\+\d+%25|^::error title=Energy of .*×\d+/m);
    expect(readFileSync(output, 'utf8')).toMatch(/^verdict=over\n(?:.*\n)*ratio=[\d.]+\n/);
    expect(stderr).toContain('The command line is not the same in all runs.');
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n### ❌ Energy of sleep-0.2: over the margin\n/);
  });

  test('tells GitHub at the beginning of a line, wherever the command has left off', () => {
    const { stderr } = ci(
      [
        '-q',
        '--name',
        'x',
        '--baseline',
        scaled(place, 'low2.json', 0.1),
        '--',
        'sh',
        '-c',
        'printf open >&2',
      ],
      { GITHUB_ACTIONS: 'true' },
    );
    expect(stderr).toMatch(/^open\n/);
    expect(stderr).toMatch(/^::(?:error|warning) /m);
  });

  test('passes where it is surely within, and says so in JSON', () => {
    const outcome = ci(['--baseline', scaled(place, 'high.json', 10), '--json', ...WORK]);
    expect(outcome.code).toBe(0);
    const data = dataOf(outcome);
    expect(data).toMatchObject({ verdict: 'within', exitCode: 0 });
    expect(data.ratio?.high).toBeLessThan(1);
    expect(data.ratio?.low).toBeLessThanOrEqual(data.ratio?.value ?? 0);
  });

  test('leaves out runs of another machine, and says so; --any-machine compares them', () => {
    const file = scaled(place, 'other.json', 0.001, ({ machine }) => ({
      hostId: 'other',
      machine: machine === null ? null : { ...machine, cpu: 'Another CPU' },
    }));
    const unlike = ci(['--baseline', file, '--json', ...WORK]);
    expect(unlike.code).toBe(0);
    expect(dataOf(unlike)).toMatchObject({
      verdict: 'unlike',
      baseline: { runs: [], leftOut: [{ reason: 'another CPU', count: 1 }] },
    });
    expect(ci(['--baseline', file, '--any-machine', ...WORK]).code).toBe(4);
  });

  test('--update-baseline accepts a new level and does not fail', () => {
    const file = scaled(place, 'level.json', 0.1);
    expect(ci(['--baseline', file, '--update-baseline', ...WORK]).code).toBe(0);
    const { runs } = JSON.parse(readFileSync(join(place.dir, file), 'utf8')) as {
      readonly runs: readonly Measured[];
    };
    expect(runs).toHaveLength(1);
    expect(dataOf(ci(['--baseline', file, '--json', '--margin', '100000%', ...WORK])).verdict).toBe('within');
  });

  test('jobs side by side do not lose each other’s runs', async () => {
    const job = (name: string): Promise<unknown> =>
      once(
        spawn(
          LAUNCHER,
          ['ci', '-q', '--baseline', 'shared.json', '--update-baseline', '--name', name, '--', 'true'],
          {
            cwd: place.dir,
            env: place.env(),
          },
        ),
        'close',
      );
    await Promise.all(['a', 'b', 'c', 'd'].map(job));
    const { runs } = JSON.parse(readFileSync(join(place.dir, 'shared.json'), 'utf8')) as {
      readonly runs: readonly Measured[];
    };
    expect(new Set(runs.map(({ id }) => id)).size).toBe(4);
    expect(readdirSync(place.dir).filter((name) => name.startsWith('shared.json'))).toEqual(['shared.json']);
  }, 120_000);

  test('the command’s own code and signal stay its own, and nothing is compared', () => {
    const file = scaled(place, 'low2.json', 0.1);
    const failed = ci(['--baseline', file, '--json', '--', 'sh', '-c', 'exit 7']);
    expect(failed.code).toBe(7);
    expect(dataOf(failed)).toMatchObject({ verdict: 'failed', exitCode: 7 });
    const before = readFileSync(join(place.dir, file), 'utf8');
    expect(ci(['--baseline', file, '--update-baseline', '--', 'false']).code).toBe(1);
    expect(readFileSync(join(place.dir, file), 'utf8')).toBe(before);
    const killed = spawnSync(LAUNCHER, ['ci', '--', 'sh', '-c', 'kill -TERM $$'], {
      cwd: place.dir,
      env: place.env(),
    });
    expect(killed.signal).toBe('SIGTERM');
    expect(ci(['--max-time', '200ms', '--', 'sleep', '20']).code).toBe(4);
  });

  test('what is wrong is said before the command runs', () => {
    const touch = ['--', 'touch', 'ran'];
    writeFileSync(join(place.dir, 'bad.json'), '{"runs": [1]}');
    expect(ci(['--baseline', 'none.json', ...touch])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('--update-baseline') as string,
    });
    expect(ci(['--baseline', 'nobody', ...touch]).code).toBe(3);
    expect(ci(['--baseline', 'bad.json', ...touch]).code).toBe(2);
    expect(ci(['--margin', '10', ...touch]).code).toBe(2);
    expect(ci([]).code).toBe(2);
    expect(ci(['--', 'no-such-program']).code).toBe(127);
    expect(existsSync(join(place.dir, 'ran'))).toBe(false);
  });

  test('a baseline that cannot be made is said before the command runs', () => {
    const outcome = ci([
      '--baseline',
      'no/such/energy.json',
      '--update-baseline',
      '--',
      'sh',
      '-c',
      'touch ran',
    ]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/cannot be made[\s\S]*why:[\s\S]*fix:/);
    expect(existsSync(join(place.dir, 'ran'))).toBe(false);
  });

  test('what cannot be written is trouble under --strict, and only there', () => {
    // Whatever else the machine does, no run is over.
    const fine = ['--margin', '100000%'];
    const args = [...fine, '--summary', '/no/such/summary.md', '--', 'true'];
    expect(ci(args).code).toBe(0);
    expect(ci(['--strict', ...args]).code).toBe(1);
    expect(ci(['--strict', ...fine, '--', 'true']).code).toBe(0);
  });

  test('the command sees the environment that we saw', () => {
    const { stdout } = ci(['--', 'sh', '-c', 'echo "${JOULEBOOK_LAUNCH-none} $ODD"'], { ODD: 'ä\n' });
    expect(stdout).toBe('none ä\n\n');
  });
});

describe('joulebook ci against the book', () => {
  const place = new Place();
  /** Whatever else the machine does, no run is over. */
  const FINE = ['--margin', '100000%'];
  const ci = (...args: readonly string[]) => place.run(['ci', '--json', ...FINE, ...args, ...WORK]);
  const tagsOf = (id: string) => place.run(['show', id, '--field', 'tags']).stdout;

  test('compares with good runs of its name, writes GitLab’s report, and marks what it has found', () => {
    const first = ci();
    expect(dataOf(first).verdict).toBe('no-baseline');
    const report = place.run(['ci', '--repeat', '2', ...FINE, ...WORK], { GITLAB_CI: 'true' });
    expect(report.stderr).toMatch(/2 new .* against 1 in the book/s);
    expect(readFileSync(join(place.dir, 'metrics.txt'), 'utf8')).toMatch(
      /^joulebook_ci_change_ratio\{name="sleep-0.2"\} \d/m,
    );
    expect(dataOf(ci('--name', 'other')).verdict).toBe('no-baseline');

    const fourth = dataOf(ci());
    expect(fourth.baseline.runs).toHaveLength(3);
    expect(dataOf(ci('--baseline', 'last:2')).baseline.runs.map(({ id }) => id)[0]).toBe(fourth.runs[0]?.id);

    // What was over is no baseline for the next; an accepted run begins a new one.
    const [id = ''] = fourth.runs.map((run) => run.id);
    place.run(['tag', id, 'ci:over']);
    expect(dataOf(ci()).baseline.runs.map((run) => run.id)).not.toContain(id);
    const accepted = dataOf(ci('--update-baseline'));
    expect(tagsOf(accepted.runs[0]?.id ?? '')).toContain('ci:baseline');
    expect(dataOf(ci()).baseline.runs).toEqual([expect.objectContaining({ id: accepted.runs[0]?.id })]);
  }, 120_000);

  test('a run that is over is tagged so', () => {
    const over = place.run([
      'ci',
      '--json',
      '--baseline',
      '@last',
      '--margin',
      '0%',
      '--name',
      'sleep-0.2',
      ...WORK,
    ]);
    const data = dataOf(over);
    expect(tagsOf(data.runs[0]?.id ?? '').includes('ci:over')).toBe(data.verdict === 'over');
    expect(over.code).toBe(data.verdict === 'over' ? 4 : 0);
  });
});
