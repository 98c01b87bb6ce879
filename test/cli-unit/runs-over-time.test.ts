import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBook } from '../../src/book/book.io.ts';
import { JournalWriter } from '../../src/book/journal-writer.io.ts';
import { createRunFolder } from '../../src/book/run-folder.io.ts';
import { runId } from '../../src/book/run-id.ts';
import { monthRuns } from '../../src/cli/budget/month-runs.io.ts';
import { loadWaste } from '../../src/cli/waste/load-waste.io.ts';
import { wasteReader } from '../../src/cli/waste/read-waste.io.ts';
import { waitingIn } from '../../src/cli/waste/waiting-in.ts';
import { withWindows } from '../../src/cli/waste/with-windows.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import { spentBetween } from '../../src/report/budget/spent.ts';
import { wasteRun } from '../../src/report/waste/waste-run.ts';
import type { Result } from '../../src/result.ts';
import { component, machine, sample, start } from '../book/events.ts';
import { RULES } from '../report/waste/rules.ts';

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}

/** A book with one run of these seconds, each with its joules of which half is idle where there are few. */
function bookOf(startedAt: string, joules: readonly number[], loss: readonly number[] = []) {
  const home = mkdtempSync(join(tmpdir(), 'joulebook-month-'));
  const dir = join(home, '.joulebook');
  mkdirSync(join(dir, 'runs'), { recursive: true });
  const startMs = Date.parse(startedAt);
  const id = runId(startMs, Math.random);
  const writer = valueOf(JournalWriter.create(valueOf(createRunFolder(dir, id)).journal, { lock: true }));
  writer.append(100, start({ id, rootId: id, startedAt }));
  writer.append(100, machine([component('cpu')]));
  joules.forEach((j, i) => {
    writer.append(101 + i, sample([j], [10], [1], [1]));
    const value = loss[i];
    if (value !== undefined) writer.append(101 + i, { k: 'metric', values: { val_loss: value }, step: i });
  });
  writer.appendEnd(100 + joules.length, {
    k: 'end',
    state: 'ok',
    exitCode: 0,
    signal: null,
    endedAt: new Date(startMs + joules.length * 1000).toISOString(),
    durationS: joules.length,
  });
  writer.close();
  const host = realHost({ cwd: home, home, env: {} });
  return { id, dir, book: valueOf(openBook(host, { book: dir })) };
}

test('a run over the border of a month is divided by the power that it had', () => {
  // A minute of 10 W in November, a minute of 90 W in December.
  const seconds = Array.from({ length: 120 }, (_, i) => (i < 60 ? 10 : 90));
  const { book } = bookOf('2026-11-30T23:59:00.000Z', seconds);
  const border = Date.parse('2026-12-01T00:00:00Z');
  const december = { fromMs: border, toMs: Date.parse('2027-01-01T00:00:00Z') };
  const nowMs = Date.parse('2026-12-02T00:00:00Z');
  const runs = monthRuns(book, december, [december.fromMs, december.toMs], nowMs);
  expect(runs.problems).toEqual([]);
  const { value } = spentBetween(runs.timed, 'energy', 'EUR', december);
  const whole = runs.rows[0]?.energyJ ?? Number.NaN;
  expect(value / whole).toBeCloseTo(0.9, 2);
  // Without a border in between it counts by its time, and once.
  const other = monthRuns(book, december, [], nowMs);
  expect(spentBetween(other.timed, 'energy', 'EUR', december).value / whole).toBeCloseTo(0.5, 6);
});

test('a run of another month is not read', () => {
  const { book } = bookOf('2026-10-30T23:59:00.000Z', [1, 1]);
  const november = { fromMs: Date.parse('2026-11-01'), toMs: Date.parse('2026-12-01') };
  expect(monthRuns(book, november, [], november.toMs).rows).toEqual([]);
});

test('the times in which a run waited are found in its power', () => {
  const seconds = Array.from({ length: 200 }, (_, i) => (i % 100 < 50 ? 110 : 10));
  const { book, id } = bookOf('2026-11-01T00:00:00.000Z', seconds);
  const run = wasteRun(valueOf(book.record(id)));
  expect(run.energy.value).not.toBeNull();
  const { waiting } = wasteReader(book, RULES);
  expect(waitingIn([run], RULES, waiting).get(id)).toBeCloseTo(10 / 120, 2);
  expect(waitingIn([{ ...run, durationS: RULES.shortestS - 1 }], RULES, waiting).size).toBe(0);
});

test('a run that reports metrics but no epochs has its plateau too', () => {
  // Halved ten times in the first half, flat in the second.
  const loss = Array.from({ length: 100 }, (_, i) => 2 ** -Math.min(10, Math.floor(i / 5)));
  const { id, book } = bookOf(
    '2026-11-01T00:00:00.000Z',
    loss.map(() => 20),
    loss,
  );
  const [run] = withWindows([wasteRun(valueOf(book.record(id)))], wasteReader(book, RULES).windows);
  expect(run?.areWindows).toBe(true);
  expect(run?.epochs).toHaveLength(50);
  const joules = run?.epochs.reduce((sum, epoch) => sum + (epoch.joules ?? 0), 0);
  expect((joules ?? 0) / (run?.energy.value ?? 1)).toBeCloseTo(1, 6);
  const told = valueOf(loadWaste(book, '', RULES, wasteReader(book, RULES))).report;
  const past = told.causes.find(({ cause }) => cause === 'past-plateau');
  // A hundredth of the gain is missing from the 36th second on; with three windows of patience, 58 of 100 seconds are left.
  expect((past?.energy.value ?? 0) / (told.total.energy.value ?? 1)).toBeCloseTo(0.58, 1);
  expect(told.items[0]?.share.evidence).toMatch(
    /^val_loss flat: the first 4\d % of its reports were enough$/u,
  );
});
