import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { realHost } from '../../../src/host/real-host.io.ts';
import { takeFromInbox, leaveInInbox } from '../../../src/search/journal/inbox.io.ts';
import { loadStudy } from '../../../src/search/journal/load-study.io.ts';
import { listStudies, type StudyFolder, studyFolder } from '../../../src/search/journal/study-folder.io.ts';
import { StudyJournal } from '../../../src/search/journal/study-journal.io.ts';
import { StudySession } from '../../../src/search/journal/study-session.io.ts';
import type { Result } from '../../../src/result.ts';
import { engineOf, lossAt, planOf } from '../study/rig.ts';

const book = mkdtempSync(join(tmpdir(), 'joulebook-study-'));
afterAll(() => rmSync(book, { recursive: true }));

const host = realHost();
const engine = engineOf();
let count = 0;

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.what}: ${result.error.why ?? ''}`);
  return result.value;
}

function folderOf(name = `study-${count++}`): StudyFolder {
  return value(studyFolder(book, name));
}

const resume = (folder: StudyFolder): Result<StudySession> =>
  StudySession.resume(folder, () => ({ ok: true, value: engine }), host.clock);

/** A study with some finished trials, closed. */
function finished(folder: StudyFolder, trials: number): void {
  const session = value(StudySession.create(folder, planOf(), engine, host.clock));
  for (let n = 0; n < trials; n++) {
    session.study.ask();
    for (let x = 1; x <= 3; x++)
      session.study.report(n, {
        resource: x,
        metrics: { loss: lossAt(n / trials, x) },
        usage: { joules: x },
      });
    session.study.tell(n, { state: 'complete' });
    expect(session.flush()).toBeUndefined();
  }
  session.close();
}

test('a study that is opened again is as it was left, and says nothing of its journal', () => {
  const folder = folderOf();
  finished(folder, 5);
  const before = value(loadStudy(folder));
  const session = value(resume(folder));
  expect(session.problems).toEqual([]);
  expect(session.study.state.trials).toEqual(before.state.trials);
  expect(session.study.state.gains).toEqual(before.state.gains);
  expect(session.study.ask()).toMatchObject({ kind: 'run', trial: { number: 5 } });
  session.close();
});

test('one writes a study at a time; others may look', () => {
  const folder = folderOf();
  const session = value(StudySession.create(folder, planOf(), engine, host.clock));
  expect(resume(folder)).toMatchObject({ ok: false, error: { code: 'E_LOCKED' } });
  expect(StudySession.create(folder, planOf(), engine, host.clock)).toMatchObject({
    ok: false,
    error: { code: 'E_BOOK_WRITE' },
  });
  expect(value(loadStudy(folder)).state.plan.name).toBe('digits');
  session.close();
  value(resume(folder)).close();
});

test('a study whose making was ended before its beginning was on the disk was never made, and is made anew', () => {
  const folder = folderOf();
  const session = value(StudySession.create(folder, planOf(), engine, host.clock));
  session.close();
  const whole = readFileSync(folder.journal);
  const others = value(listStudies(book)).map(({ name }) => name);
  for (const written of [0, 1, whole.length - 1]) {
    const ended = folderOf();
    mkdirSync(ended.dir, { recursive: true });
    writeFileSync(`${ended.journal}.new`, whole.subarray(0, written));
    expect(value(listStudies(book)).map(({ name }) => name)).not.toContain(ended.name);
    finished(ended, 2);
    expect(value(loadStudy(ended)).state.trials).toHaveLength(2);
    expect(readdirSync(ended.dir)).toEqual(['journal.jsonl']);
  }
  expect(value(listStudies(book)).map(({ name }) => name)).toEqual(expect.arrayContaining(others));
});

test('of two who make a study at once, one does; a study that is there is left as it is', () => {
  const folder = folderOf();
  mkdirSync(folder.dir, { recursive: true });
  const first = value(StudyJournal.create(folder.journal));
  expect(StudyJournal.create(folder.journal)).toMatchObject({ ok: false, error: { code: 'E_LOCKED' } });
  first.close();
  expect(readdirSync(folder.dir)).toEqual([]);
  finished(folder, 1);
  const before = readFileSync(folder.journal);
  expect(StudyJournal.create(folder.journal)).toMatchObject({ ok: false, error: { code: 'E_BOOK_WRITE' } });
  expect(readFileSync(folder.journal)).toEqual(before);
  expect(readdirSync(folder.dir)).toEqual(['journal.jsonl']);
});

test('cut off at any byte, a study loses only what nobody has acted on, and goes on without a word', () => {
  const folder = folderOf();
  finished(folder, 3);
  const whole = readFileSync(folder.journal);
  const firstLine = whole.indexOf('\n') + 1;
  fc.assert(
    fc.property(fc.integer({ min: firstLine, max: whole.length }), (at) => {
      writeFileSync(folder.journal, whole);
      truncateSync(folder.journal, at);
      const before = value(loadStudy(folder));
      const session = value(resume(folder));
      session.study.loseRunning();
      session.study.ask();
      expect(session.flush()).toBeUndefined();
      session.close();
      const after = value(loadStudy(folder));
      expect(after.problems).toEqual([]);
      expect(after.state.started).toBeGreaterThanOrEqual(before.state.started);
      expect(after.state.running).toBe(1);
    }),
    { numRuns: 60 },
  );
});

test('an altered line costs itself, is told with its number, and moves no trial to another number', () => {
  const folder = folderOf();
  finished(folder, 4);
  const lines = readFileSync(folder.journal, 'utf8').split('\n');
  for (const [i, line] of lines.entries()) {
    if (i === 0 || line === '') continue;
    const altered = lines.with(
      i,
      line.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
    );
    writeFileSync(folder.journal, altered.join('\n'));
    const { state, problems } = value(loadStudy(folder));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.at?.line).toBe(i + 1);
    expect(state.trials.length).toBeGreaterThanOrEqual(3);
    for (const [at, { number }] of state.trials.entries()) expect(number).toBe(at);
  }
});

test('lines of something else, of a later version, and of damage fail nothing', () => {
  const folder = folderOf();
  finished(folder, 2);
  appendFileSync(folder.journal, '\n{"k":"end","n":-1}\nnull\n[]\n\u0000\u0001\n{"seq":1e9}\n');
  const { problems, state } = value(loadStudy(folder));
  expect(problems.length).toBeGreaterThanOrEqual(4);
  expect(state.trials).toHaveLength(2);
  writeFileSync(folder.journal, 'nothing\n');
  expect(loadStudy(folder)).toMatchObject({ ok: false, error: { code: 'E_JOURNAL' } });
});

test('what others leave while somebody works is taken in once, and only what is a configuration', () => {
  const folder = folderOf();
  const session = value(StudySession.create(folder, planOf(), engine, host.clock));
  expect(takeFromInbox(folder, session.study, () => session.flush())).toEqual([]);
  expect(leaveInInbox(folder, { lr: 0.25 }, host)).toBeUndefined();
  expect(leaveInInbox(folder, { lr: 7 }, host)).toBeUndefined();
  writeFileSync(join(folder.inbox, '0.json'), '{');
  expect(takeFromInbox(folder, session.study, () => session.flush())).toEqual([0]);
  expect(takeFromInbox(folder, session.study, () => session.flush())).toEqual([]);
  expect(session.study.ask()).toMatchObject({ trial: { configuration: { lr: 0.25 }, origin: 'enqueued' } });
  session.close();
});

test('names that lead out of the book are refused; folders without a journal are no studies', () => {
  for (const name of ['..', '../x', '/tmp/x', '.hidden', '', 'a/b', `a${'b'.repeat(120)}`])
    expect(studyFolder(book, name)).toMatchObject({ ok: false, error: { code: 'E_USAGE' } });
  expect(studyFolder(book, 'größe_2.1+b@c')).toMatchObject({ ok: true });
  const other = mkdtempSync(join(tmpdir(), 'joulebook-study-'));
  expect(listStudies(other)).toEqual({ ok: true, value: [] });
  rmSync(other, { recursive: true });
});
