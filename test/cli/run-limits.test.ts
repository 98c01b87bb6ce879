import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Comparison } from './faithful.ts';

const place = new Comparison();
const BURN = "python3 -c 'while True: pass'";

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

describe('limits', () => {
  test('--max-time ends the command and all it started, exit 4', () => {
    const seen = place.wrapped('$W sh -c "sleep 60 & sleep 61 & echo $$ \\$!; wait; echo never"', {
      options: '--max-time 1s --card off',
    });
    expect(seen.code).toBe(4);
    expect(seen.stdout.toString()).not.toContain('never');
    expect(seen.stderr.toString()).toContain('--max-time is passed');
    expect(isAlive(Number(seen.stdout.toString().split(' ')[1]))).toBe(false);
    const { state, limit, durationS, survivors } = place.lastRecord();
    expect({ state, limit, survivors }).toEqual({
      state: 'stopped',
      limit: 'max-time',
      survivors: undefined,
    });
    expect(durationS).toBeGreaterThan(0.9);
  });

  test('what ignores SIGTERM is killed, also when its parent has gone', () => {
    const stubborn = 'trap "" TERM; while :; do sleep 0.05; done';
    const seen = place.wrapped(`$W sh -c '(${stubborn}) & echo $!; sleep 60'`, {
      options: '--max-time 2s --quiet', // long beside what a shell takes to set its trap
      env: { JOULEBOOK_GRACE_S: '0.5' },
    });
    expect(seen.code).toBe(4);
    expect(isAlive(Number(seen.stdout.toString()))).toBe(false);
    const { state, durationS } = place.lastRecord();
    expect(state).toBe('stopped');
    expect(durationS).toBeGreaterThan(2.4);
  });

  test('a command that ends well when asked is stopped all the same', () => {
    const seen = place.wrapped(`$W sh -c 'trap "exit 0" TERM; while :; do sleep 0.05; done'`, {
      options: '--max-time 2s --quiet',
    });
    expect(seen.code).toBe(4);
    expect(place.lastRecord()).toMatchObject({ state: 'stopped', exitCode: 0 });
  });

  test('a limit that is not reached changes nothing', () => {
    const seen = place.wrapped('$W sh -c "exit 3"', { options: '--max-time 1h --max-energy 1kWh --quiet' });
    expect(seen.code).toBe(3);
    expect(place.lastRecord().limit).toBeUndefined();
  });

  test('--max-energy', () => {
    const seen = place.wrapped(`$W ${BURN}`, { options: '--max-energy 0.5J --interval 100ms --quiet' });
    expect(seen.code).toBe(4);
    const { limit, energy } = place.lastRecord();
    expect(limit).toBe('max-energy');
    expect(energy.wall.attributed.value).toBeGreaterThan(0.5);
  });

  test('--max-co2', () => {
    const seen = place.wrapped(`$W ${BURN}`, {
      options: '--max-co2 1mg --intensity 100000 --interval 100ms --quiet',
    });
    expect(seen.code).toBe(4);
    expect(place.lastRecord().limit).toBe('max-co2');
  });

  test.each([
    ['--max-energy 2kW', 'power'],
    ['--max-energy much', 'much'],
    ['--max-time 3Wh', '3Wh'],
    ['--max-co2 1kWh', '1kWh'],
    ['--interval 1ms', 'interval'],
    ['--require-grade Z', 'grade'],
    ['--region Atlantis', 'Atlantis'],
    ['--nonsense', 'nonsense'],
  ])('%s is refused before anything runs', (options, word) => {
    const seen = place.wrapped('$W touch ran', { options });
    expect(seen.code).toBe(2);
    expect(seen.stderr.toString()).toMatch(/^error: .*\n(.*\n)*? {2}fix: /);
    expect(seen.stderr.toString()).toContain(word);
    expect(existsSync(join(place.dir, 'ran'))).toBe(false);
  });
});

describe('demands on the measurement', () => {
  test('--require-grade that is missed: exit 6, but only if the command did well', () => {
    expect(place.wrapped('$W true', { options: '--require-grade A --quiet' }).code).toBe(6);
    expect(place.wrapped('$W sh -c "exit 3"', { options: '--require-grade A --quiet' }).code).toBe(3);
    expect(place.wrapped('$W true', { options: '--require-grade C --quiet' }).code).toBe(0);
  });

  test('--strict: trouble with the book is exit 1; without it a warning', () => {
    const script = '$W true';
    const options = (strict: string): string => `--book /sys/no/book ${strict}`;
    const lenient = place.wrapped(script, { options: options('--card off') });
    expect(lenient.code).toBe(0);
    expect(lenient.stderr.toString()).toContain('not recorded');
    expect(place.wrapped(script, { options: options('--strict --card off') }).code).toBe(1);
    expect(place.wrapped('$W true', { options: '--strict --card off --region FR' }).code).toBe(0);
  });

  test('--strict hears of a torn report', () => {
    const script = '$W sh -c \'echo "{torn" >> "$JOULEBOOK_REPORT_FILE"\'';
    expect(place.wrapped(script, { options: '--strict --quiet' }).code).toBe(1);
    expect(place.wrapped(script, { options: '--quiet' }).code).toBe(0);
    expect(place.lastRecord().warnings.map(({ code }) => code)).toContain('E_PROTOCOL');
  });
});
