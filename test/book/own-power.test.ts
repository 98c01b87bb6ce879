import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SampleEvent } from '../../src/book/journal-event.ts';
import { JournalWriter } from '../../src/book/journal-writer.io.ts';
import { readOwnPower } from '../../src/book/own-power.io.ts';
import { mayPause, waitingPart } from '../../src/report/waste/waiting.ts';
import { RULES } from '../report/waste/rules.ts';
import { component, machine, sample, start } from './events.ts';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'jb-own-'))));
afterEach(() => rmSync(dir, { recursive: true }));

/** The journal of a run with one sample a second. */
function journalOf(samples: readonly SampleEvent[]): string {
  const path = join(dir, 'journal.jsonl');
  const journal = JournalWriter.create(path);
  if (!journal.ok) throw new Error(journal.error.what);
  const events = [start(), machine([component('cpu'), component('other')]), ...samples];
  events.forEach((event, n) => expect(journal.value.append(999 + Math.max(1, n), event)).toBeUndefined());
  journal.value.close();
  return path;
}

/** A second in which all takes 100 J, 40 of them idle: of the rest and of those the run has these shares. */
const second = (s: number, x: number): SampleEvent => sample([60, 40], [30, 10], [s, s], [x, x]);
const LOOK = { stretches: 256, mostSamples: 1000 };

test('a run that waits is seen to wait although its share of the idle power changes with who else is there', () => {
  const works = Array.from({ length: 60 }, () => second(0.5, 0.25));
  const waits = Array.from({ length: 60 }, (_, n) => second(0, n % 2 === 0 ? 0.5 : 1));
  const power = readOwnPower(journalOf([...works, ...waits]), 120, LOOK) ?? [];
  expect(power).toHaveLength(120);
  expect(power[0]).toEqual({ seconds: 1, watts: 40, ownW: 30 });
  expect(power[119]).toEqual({ seconds: 1, watts: 40, ownW: 0 });
  const [worked, waited] = [60 * 40, 30 * 20 + 30 * 40];
  const idleW = (30 * 20 + 30 * 40 + 60 * 10) / 120;
  expect(mayPause(power)).toBe(true);
  expect(waitingPart(power, idleW, RULES)).toBeCloseTo(waited / (worked + waited), 9);
  // By the mean of the idle power alone half of it would have been work.
  const mean = power.map(({ seconds, watts }) => ({ seconds, watts }));
  expect(waitingPart(mean, idleW, RULES)).toBeLessThan(0.3);
});

test('a run that works evenly is not looked at closely', () => {
  expect(mayPause(Array.from({ length: 50 }, (_, n) => ({ seconds: 1, watts: 100 + (n % 5) })))).toBe(false);
  expect(mayPause([])).toBe(false);
});

test('stretches are of equal length, and hold all energy', () => {
  const power = readOwnPower(journalOf(Array.from({ length: 90 }, (_, n) => second(n < 45 ? 1 : 0, 1))), 90, {
    stretches: 2,
    mostSamples: 1000,
  });
  expect(power).toEqual([
    { seconds: 45, watts: 100, ownW: 60 },
    { seconds: 45, watts: 40, ownW: 0 },
  ]);
});

test('too long a journal, none, or one without an idle power does not tell', () => {
  const many = journalOf([second(1, 1), second(1, 1)]);
  expect(readOwnPower(many, 2, { ...LOOK, mostSamples: 1 })).toBeUndefined();
  expect(readOwnPower(join(dir, 'none.jsonl'), 2, LOOK)).toBeUndefined();
  rmSync(many);
  const unknown = journalOf([sample([60, 40], [30, null], [1, 1], [1, 1])]);
  expect(readOwnPower(unknown, 1, LOOK)).toBeUndefined();
});
