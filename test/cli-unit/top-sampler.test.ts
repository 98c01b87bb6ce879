import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { Registry } from '../../src/attribution/registry.io.ts';
import type { JournalEvent } from '../../src/book/journal-event.ts';
import { JournalWriter } from '../../src/book/journal-writer.io.ts';
import { createRunFolder } from '../../src/book/run-folder.io.ts';
import { writeRecord } from '../../src/book/record-file.io.ts';
import { RunReducer } from '../../src/book/run-reducer.ts';
import { readingJson } from '../../src/cli/top/reading-json.ts';
import type { TopReading } from '../../src/cli/top/reading.ts';
import { LiveJournal } from '../../src/cli/top/live-journal.io.ts';
import { ProcessTable } from '../../src/cli/top/process-table.io.ts';
import { RunSoFar } from '../../src/cli/top/run-so-far.ts';
import { TopSampler } from '../../src/cli/top/sampler.io.ts';
import { bootId } from '../../src/hardware/host-id.io.ts';
import type { Host } from '../../src/host/host.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import { component, ID, lines, machine, sample, sourced, start } from '../book/events.ts';
import { FakeRapl, TREES } from '../meters/rapl/powercap-tree.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'joulebook-top-'));
  closing.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A machine with RAPL whose time goes on as the test says; its processes are this machine's. */
function aMachine() {
  const rapl = new FakeRapl(TREES['one socket']);
  closing.push(() => rapl.remove());
  const base = realHost();
  let shiftS = 0;
  const host: Host = {
    ...rapl.host,
    env: {},
    home: folder(),
    cwd: folder(),
    roots: { ...rapl.host.roots, proc: '/proc', registry: [folder()] },
    clock: { ...base.clock, bootS: () => base.clock.bootS() + shiftS },
  };
  return { rapl, host, pass: (seconds: number): void => void (shiftS += seconds) };
}

async function sampler(host: Host): Promise<TopSampler> {
  const made = await TopSampler.start(host, {
    footprint: { intensityGPerKwh: 100, pue: 1 },
    meters: { rapl: 'trusted' },
  });
  closing.push(() => made.close());
  return made;
}

const wattsOf = (reading: TopReading, name: string) =>
  reading.components.find((one) => one.name === name)?.watts ?? Number.NaN;

function parts(reading: TopReading): number {
  const roots = reading.runs.filter(({ depth }) => depth === 0).reduce((sum, run) => sum + run.watts, 0);
  return roots + reading.untracked.watts + reading.trackers.watts + reading.idle.watts;
}

describe('a reading of the machine', () => {
  test('has what the counters counted, by component, and the wall above them', async () => {
    const { rapl, host, pass } = aMachine();
    const top = await sampler(host);
    rapl.use({ cores0: 70e6, rest0: 30e6, memory0: 10e6 });
    pass(10);
    const reading = top.read();
    expect(wattsOf(reading, 'cpu') * reading.dtS).toBeCloseTo(100, 6);
    expect(wattsOf(reading, 'ram') * reading.dtS).toBeCloseTo(10, 6);
    expect(reading.components.find(({ name }) => name === 'cpu')).toMatchObject({ grade: 'A' });
    expect(reading.wall.watts).toBeCloseTo(
      reading.components.reduce((sum, one) => sum + (one.watts ?? 0), 0),
      9,
    );
    expect(reading.wall.power.value).toBeCloseTo(reading.wall.watts, 9);
    expect(parts(reading)).toBeCloseTo(reading.wall.watts, 9);
  });

  test('adds up since the start, with the carbon of it', async () => {
    const { rapl, host, pass } = aMachine();
    const top = await sampler(host);
    let joules = 0;
    for (let i = 0; i < 5; i++) {
      rapl.use({ cores0: 50e6 });
      pass(10);
      const reading = top.read();
      joules += reading.wall.watts * reading.dtS;
      expect(reading.sinceStart.energy.value).toBeCloseTo(joules, 6);
      expect(reading.sinceStart.carbon.value).toBeCloseTo((joules / 3.6e6) * 100, 9);
    }
  });

  test('gives a run of the registry its part, by the tracker of another process, and keeps the sum', async () => {
    const { rapl, host, pass } = aMachine();
    const top = await sampler(host);
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    closing.push(() => void child.kill('SIGKILL'));
    const pid = child.pid ?? -1;
    const tracker = Registry.open({ ...host, pid }, bootId(host));
    tracker?.enter({ id: ID, rootId: ID, isRoot: true, rootPid: pid, reserved: 0, intervalS: 60 });
    closing.push(() => tracker?.leave());
    const now = host.clock.bootS();
    tracker?.publish(now + 10, 15, 0);
    rapl.use({ cores0: 900e6, memory0: 20e6 });
    pass(10);
    const reading = top.read();
    expect(reading.runs).toHaveLength(1);
    const [run] = reading.runs;
    expect(run).toMatchObject({ id: ID, depth: 0, pid });
    expect(run?.cpu).toBeCloseTo(1.5, 2);
    expect(run?.known).toBeUndefined(); // no book says who it is
    expect(run?.watts).toBeGreaterThan(0.8 * reading.wall.watts);
    expect(run?.power.value).toBeCloseTo(run?.watts ?? 0, 6);
    expect(parts(reading)).toBeCloseTo(reading.wall.watts, 9);
    const json = JSON.parse(JSON.stringify(readingJson(reading))) as {
      runs: { share: number; name: null }[];
    };
    expect(json.runs[0]?.share).toBeCloseTo((run?.watts ?? 0) / reading.wall.watts, 12);
    expect(json.runs[0]?.name).toBeNull();
  });

  test('a counter that fails makes its component modelled, says so once, and the sum still holds', async () => {
    const { rapl, host, pass } = aMachine();
    const top = await sampler(host);
    pass(1);
    top.read();
    top.takeWarnings();
    for (const zone of rapl.zones) rapl.hide(zone);
    pass(1);
    top.read();
    expect(top.takeWarnings().some(({ what }) => what.includes('cannot be read'))).toBe(true);
    expect(top.takeWarnings()).toEqual([]);
    pass(1);
    const after = top.read();
    expect(after.components.find(({ name }) => name === 'cpu')?.grade).not.toBe('A');
    expect(parts(after)).toBeCloseTo(after.wall.watts, 9);
  });
});

describe('the processes that work', () => {
  const BURN = ['-S', '-c', 'while True: pass'];

  test('a busy one is found with its share of a core and its command, a sleeping one is not there', async () => {
    const table = new ProcessTable('/proc');
    const busy = spawn('python3', BURN, { stdio: 'ignore' });
    const quiet = spawn('sleep', ['60'], { stdio: 'ignore' });
    closing.push(
      () => void busy.kill('SIGKILL'),
      () => void quiet.kill('SIGKILL'),
    );
    const { bootS } = realHost().clock;
    table.look(bootS());
    const seen: number[] = [];
    const shares: number[] = [];
    // Until it has used half a second: the machine may be busy with other tests.
    for (let i = 0; i < 600 && seen.reduce((sum, one) => sum + one, 0) < 0.5; i++) {
      const from = bootS();
      await new Promise((resolve) => setTimeout(resolve, 100));
      const found = table.look(bootS());
      const cpu = found.find(({ pid }) => pid === busy.pid)?.cpu ?? 0;
      shares.push(cpu);
      seen.push(cpu * (bootS() - from));
      expect(found.some(({ pid }) => pid === quiet.pid)).toBe(false);
      expect(found.map(({ cpu }) => cpu)).toEqual(found.map(({ cpu }) => cpu).toSorted((a, b) => b - a));
    }
    expect(seen.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0.5);
    expect(Math.max(...shares)).toBeLessThan(1.5); // never more than there was, but for the ticks in which it is counted
    expect(table.commandOf(busy.pid ?? -1)).toMatch(/python3 -S -c while True: pass$/);
  }, 120_000);

  test('one that worked before the baseline is found at the next look, whatever its number', async () => {
    const { bootS } = realHost().clock;
    const busy = [1, 2, 3, 4].map(() => spawn('python3', BURN, { stdio: 'ignore' }));
    for (const one of busy) closing.push(() => void one.kill('SIGKILL'));
    const before = new ProcessTable('/proc');
    const isWorking = (pid: number | undefined) => before.look(bootS()).some((one) => one.pid === pid);
    for (const { pid } of busy)
      for (let i = 0; i < 800 && !isWorking(pid); i++)
        await new Promise((resolve) => setTimeout(resolve, 50));
    const table = new ProcessTable('/proc');
    table.look(bootS());
    await new Promise((resolve) => setTimeout(resolve, 600)); // four on two cores: each has a turn
    const found = table.look(bootS()).map(({ pid }) => pid);
    for (const { pid } of busy) expect(found).toContain(pid);
  }, 120_000);

  test('one that has ended leaves the list, and where there is no /proc there is none', async () => {
    const table = new ProcessTable('/proc');
    const { bootS } = realHost().clock;
    table.look(bootS());
    const busy = spawn('python3', BURN, { stdio: 'ignore' });
    closing.push(() => void busy.kill('SIGKILL'));
    const isListed = () => table.look(bootS()).some(({ pid }) => pid === busy.pid);
    let wasListed = false;
    for (let i = 0; i < 800 && !wasListed; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      wasListed = isListed();
    }
    expect(wasListed).toBe(true);
    const ended = new Promise((resolve) => busy.on('close', resolve));
    busy.kill('SIGKILL');
    await ended;
    expect(isListed()).toBe(false);
    expect(new ProcessTable('/nowhere').look(1)).toEqual([]);
  }, 120_000);
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const samples = fc.array(
  fc
    .tuple(fc.double({ min: 0, max: 500, noNaN: true }), share, share, share)
    .map(([joules, idle, s, x]) => sample([joules, joules / 4], [joules * idle, null], [s, s], [x, x])),
  { minLength: 1, maxLength: 20 },
);

function journalOf(taken: readonly JournalEvent[]) {
  const events: JournalEvent[] = [start(), machine([component('cpu'), component('other')]), ...taken];
  return lines(events, 100.125);
}

describe('a run so far', () => {
  test('a record and what is newer in the journal are the whole, wherever the record stands', () => {
    fc.assert(
      fc.property(samples, fc.nat(), fc.nat(), (taken, recordAt, readFrom) => {
        const journal = journalOf(taken);
        const summed = new RunReducer(ID);
        const whole = new RunReducer(ID);
        const upTo = 2 + (recordAt % (taken.length + 1));
        for (const [i, line] of journal.entries()) {
          whole.apply(line);
          if (i < upTo) summed.apply(line);
        }
        const run = new RunSoFar();
        for (const line of journal.slice(0, 1)) run.apply(line);
        run.rebase(summed.record());
        // From any place before the record's end on, as the tail of a file may begin.
        for (const line of journal.slice(Math.min(readFrom, upTo))) run.apply(line);
        for (const line of journal) run.apply(line);
        expect(run.known('b')?.energy.value ?? whole.attributedWallJ).toBeCloseTo(whole.attributedWallJ, 6);
        expect(run.known('b')).toMatchObject({
          name: 'calm-otter-7f3k',
          project: 'digits',
          startedS: 100.125,
        });
      }),
    );
  });

  test('what it costs besides carbon is that of its energy, and the making of the machine grows with time', () => {
    const constants = {
      wue: sourced(0.2, 'L/kWh'),
      market: sourced(30, 'g/kWh'),
      price: { ...sourced(0.3, 'EUR/kWh'), currency: 'EUR' },
      embodied: { total: sourced(1000, 'g'), lifetimeS: 1000 },
    };
    const one = sample([3.6e6], [0], [1], [1]);
    const journal = lines([start(), machine([component('cpu')], constants), one, one]);
    const summed = new RunReducer(ID);
    for (const line of journal.slice(0, 3)) summed.apply(line);
    const run = new RunSoFar();
    run.apply(journal[0] as (typeof journal)[number]);
    expect(run.known('b')?.besides).toEqual({}); // without a record nothing is known of the place
    run.rebase(summed.record());
    for (const line of journal) run.apply(line);
    const besides = run.known('b')?.besides;
    expect(besides?.water?.value).toBeCloseTo(2 * 0.2, 9);
    expect(besides?.market?.value).toBeCloseTo(2 * 1.5 * 30, 9);
    expect(besides?.cost).toMatchObject({
      amount: { value: expect.closeTo(2 * 1.5 * 0.3, 9) as number },
      currency: 'EUR',
    });
    expect(besides?.embodied?.value).toBeCloseTo(2 * 1, 9);
  });

  test('nothing is known before the first line', () => {
    expect(new RunSoFar().known('b')).toBeUndefined();
  });
});

describe('the journal of a live run', () => {
  const entry = {
    id: ID,
    rootId: ID,
    isRoot: true,
    pid: 1,
    rootPid: 1,
    startTicks: 0,
    uid: 0,
    pidNamespace: 'another',
    reserved: 0,
    intervalS: 1,
  };
  const one = (joules: number) => sample([joules, 0], [0, 0], [1, 1], [1, 1]);

  function aBook() {
    const book = folder();
    const made = createRunFolder(book, ID);
    if (!made.ok) throw new Error(made.error.what);
    const writer = JournalWriter.create(made.value.journal);
    if (!writer.ok) throw new Error(writer.error.what);
    closing.push(() => writer.value.close());
    return { book, folder: made.value, writer: writer.value };
  }

  test('is followed while it grows, beyond any buffer', () => {
    const { book, writer } = aBook();
    const following = LiveJournal.open(realHost(), entry, book);
    closing.push(() => following?.close());
    expect(following?.look()).toBeUndefined();
    const [first, second, ...rest] = journalOf(Array.from({ length: 900 }, () => one(2)));
    for (const line of [first, second]) if (line !== undefined) writer.append(line.t, line);
    expect(following?.look()?.energy.value).toBe(0);
    let joules = 0;
    for (const [i, line] of rest.entries()) {
      writer.append(line.t, line);
      joules += 2;
      if (i % 300 === 299) expect(following?.look()?.energy.value).toBeCloseTo(joules, 6);
    }
    expect(following?.look()).toMatchObject({ book, command: start().command });
  });

  test('begins at its run.json where there is one, and goes on from a newer one', () => {
    const { book, folder: at, writer } = aBook();
    const run = new RunReducer(ID);
    const journal = journalOf(Array.from({ length: 40 }, () => one(3)));
    for (const line of journal.slice(0, 22)) {
      writer.append(line.t, line);
      run.apply(line);
    }
    writeRecord(at, run.record());
    const following = LiveJournal.open(realHost(), entry, book);
    closing.push(() => following?.close());
    expect(following?.look()?.energy.value).toBeCloseTo(60, 6);
    for (const line of journal.slice(22)) {
      writer.append(line.t, line);
      run.apply(line);
    }
    expect(following?.look()?.energy.value).toBeCloseTo(120, 6);
    writeRecord(at, run.record());
    expect(following?.look()?.energy.value).toBeCloseTo(120, 6);
    expect(following?.look()?.carbon.value).toBeGreaterThan(0);
  });

  test('that is damaged or unreadable is no reason to fail', () => {
    const { book, folder: at, writer } = aBook();
    for (const line of journalOf([one(5)])) writer.append(line.t, line);
    writeFileSync(at.record, '{ torn');
    const following = LiveJournal.open(realHost(), entry, book);
    closing.push(() => following?.close());
    writeFileSync(at.journal, 'nonsense\n', { flag: 'a' });
    expect(following?.look()?.energy.value).toBeCloseTo(5, 6);
    expect(LiveJournal.open(realHost(), entry, undefined)).toBeUndefined();
    expect(
      LiveJournal.open(realHost(), { ...entry, id: '01JB5C3EM0ABCDEFGHJKMNPQRT' }, book),
    ).toBeUndefined();
  });
});
